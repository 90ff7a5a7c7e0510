"""A contribution in two rounds, from "Demander une modification" to "acceptées": what both sides do."""

import io
import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.e2e.people import COMMITMENT, SCHEME, STATEMENT, Agent, Applicant
from tests.factories.applications import GOOD_ANSWERS
from tests.support.portal import links_in

SECTION, FIELD = "Votre dossier – Votre demande", "Votre dossier – Objet de l'association"
AMOUNT, OBJECT = "Montant sollicité (en euros) *", "Objet de l'association *"
WHY_AMOUNT, WHY_OBJECT = (
    "Le total de vos devis est de 11 000 €.",
    'Dites dans quelles communes : « rural » ne suffit pas. 😀 "Merci"',
)
NEW_OBJECT = "Favoriser la pratique de la musique à Cahors et à Figeac. 🎵"
AGAIN = "Le montant doit être celui des devis signés."
TITLE = "Contribution pour modification"
SENT = "Vos modifications ont bien été transmises"


@dataclass(frozen=True, slots=True)
class Case:
    """Who asks, who answers, about which application."""

    agent: Agent
    applicant: Applicant
    number: str
    reason: str = WHY_OBJECT
    new_object: str = NEW_OBJECT

    @property
    def title(self) -> str:
        return f"{SCHEME} ({self.number})"


def ask_and_answer_twice(case: Case) -> None:
    """Each in a browser of their own; the applicant is signed out, and comes by the links of the mails."""
    asks(case)
    comes_by_the_link(case, reads_the_mail(case))
    changes_what_is_asked(case)
    leaves_and_finds_it_again(case)
    sends(case)
    gets_what_changed_by_mail(case)
    judges(case)
    changes_it_again(case)
    accepts(case)
    case.applicant.portal.wait_for_mail(
        case.applicant.email, f"Demande {case.number} : vos modifications sont acceptées"
    )


def asked(case: Case, part: str) -> Locator:
    """Of the request that is being composed."""
    return case.agent.page.get_by_role("group", name=part)


def answer(case: Case, part: str) -> Locator:
    """As the agent sees it."""
    return case.agent.page.get_by_role("region", name=part, exact=True)


def asks(case: Case) -> None:
    """A whole section from the page of the application, and one question more."""
    agent = case.agent
    agent.comes_to_work()
    agent.page.goto(f"/espace-agent/demandes/{case.number}")
    agent.sees(case.title)
    agent.takes_over(case.number)
    agent.hands.press("Demander une modification de « Votre demande »")
    agent.sees("Demander une modification")
    agent.page.get_by_label("Partie ou champ à faire modifier").select_option(value="field:objet")
    agent.hands.press("Ajouter à la demande")
    agent.sees("Demander une modification")
    agent.hands.write_in(asked(case, SECTION).get_by_label("Ce que demande la Région"), WHY_AMOUNT)
    agent.hands.press("Envoyer la demande")
    expect(agent.page.locator(".error-summary")).to_contain_text(FIELD)
    agent.look(agent.page)
    expect(asked(case, SECTION).get_by_label("Ce que demande la Région")).to_have_value(WHY_AMOUNT)
    agent.hands.write_in(asked(case, FIELD).get_by_label("Ce que demande la Région"), case.reason)
    agent.hands.press("Aperçu du courriel")
    preview = agent.page.get_by_role("region", name="Aperçu du courriel")
    for words in (f"Demande {case.number} : deux éléments à modifier avant le", case.reason, WHY_AMOUNT):
        expect(preview).to_contain_text(words)
    agent.look(agent.page)
    agent.hands.press("Envoyer la demande")
    agent.is_told_that_it_worked("La demande est envoyée. Le demandeur est prévenu par courriel.")


def reads_the_mail(case: Case) -> str:
    mail = case.applicant.portal.wait_for_mail(
        case.applicant.email, f"Demande {case.number} : deux éléments à modifier"
    )
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    assert "contribution pour modification" in body.get_content()
    return next(link for link in links_in(mail) if link.endswith("/sollicitations"))


def comes_by_the_link(case: Case, link: str) -> None:
    """Signed out: the link survives login."""
    applicant = case.applicant
    applicant.page.goto(link)
    applicant.signs_in(applicant.login, applicant.password, TITLE)
    applicant.reads("Demande de contribution pour modification par Claire Vidal", "Reçue", FIELD)
    applicant.page.goto(f"/demandes/{case.number}")
    applicant.sees(case.title)
    applicant.hands.follow(TITLE)
    applicant.sees(TITLE)
    applicant.reads("Ce que demande la Région", case.reason, WHY_AMOUNT, "Rien n'est modifié pour le moment")


def changes_what_is_asked(case: Case) -> None:
    """Nothing else is on the page; what is wrong is said, and nothing typed is lost."""
    applicant = case.applicant
    applicant.hands.follow(f"Modifier « {FIELD} »")
    applicant.sees("Votre dossier")
    applicant.reads("Ce que demande la Région", case.reason, "Vos modifications ne sont pas encore transmises")
    expect(applicant.page.get_by_label("Nombre d'adhérents")).to_have_count(0)
    applicant.hands.write(OBJECT, case.new_object)
    applicant.hands.write(AMOUNT, "beaucoup")
    applicant.hands.press("Continuer")
    summary = applicant.page.locator(".error-summary")
    expect(summary).to_be_visible()
    expect(applicant.hands.field(AMOUNT)).to_have_value("beaucoup")
    applicant.look(applicant.page)
    applicant.hands.write(AMOUNT, "11 000")
    applicant.hands.press("Continuer")
    applicant.sees(TITLE)
    changes = applicant.page.locator("#modifications")
    for words in (GOOD_ANSWERS["objet"], case.new_object, "12 500,00 €", "11 000,00 €", "− 1 500,00 €"):
        expect(changes).to_contain_text(words)


def leaves_and_finds_it_again(case: Case) -> None:
    """ "Annuler" gives nothing up; the Region still has what was sent."""
    applicant, agent = case.applicant, case.agent
    applicant.hands.follow("Annuler et revenir à la liste")
    applicant.sees(TITLE)
    applicant.reads("Modification commencée, non transmise")
    agent.page.goto(f"/espace-agent/demandes/{case.number}")
    agent.sees(case.title)
    agent.reads(GOOD_ANSWERS["objet"], "12 500,00 €")
    expect(agent.page.get_by_text(case.new_object)).to_have_count(0)
    applicant.hands.follow(f"{TITLE} à la demande du")
    applicant.sees(TITLE)
    applicant.reads(case.new_object)


def sends(case: Case) -> None:
    """Not without the sworn statement."""
    applicant = case.applicant
    applicant.hands.press("Transmettre")
    summary = applicant.page.locator(".error-summary")
    expect(summary).to_be_focused()
    applicant.look(applicant.page)
    applicant.hands.tick(COMMITMENT)
    applicant.hands.tick(STATEMENT)
    applicant.hands.press("Transmettre")
    applicant.is_told_that_it_worked(SENT)
    applicant.sees(TITLE)
    applicant.reads("Envoyée", case.new_object, GOOD_ANSWERS["objet"])


def gets_what_changed_by_mail(case: Case) -> None:
    """And the same from the page."""
    applicant = case.applicant
    mail = applicant.portal.wait_for_mail(applicant.email, f"Demande {case.number} : vos modifications sont transmises")
    [attachment] = list(mail.iter_attachments())
    content = attachment.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content == applicant.downloads("Télécharger le récapitulatif (PDF)")
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages).split())
    for words in ("Avant", "Après", "12 500,00", "11 000,00"):
        assert words in text.replace("\u202f", " ").replace("\xa0", " ")


def judges(case: Case) -> None:
    """One accepted, one asked again: before and after stand beside each."""
    agent = case.agent
    agent.page.goto(f"/espace-agent/demandes/{case.number}")
    agent.sees(case.title)
    agent.reads(case.new_object, "11 000,00 €")
    agent.hands.follow("Sollicitations")
    agent.sees(f"Sollicitations de la demande {case.number}")
    agent.hands.follow(f"{SECTION}, {FIELD}")
    agent.sees("Demande de modification")
    for words in ("12 500,00 €", "11 000,00 €", "− 1 500,00 €"):
        expect(answer(case, SECTION)).to_contain_text(words)
    expect(answer(case, FIELD)).to_contain_text(case.new_object)
    agent.hands.press(f"Accepter « {FIELD} »")
    expect(answer(case, FIELD).locator(".chip").first).to_have_text("Acceptée")
    agent.hands.write_in(answer(case, SECTION).get_by_label("Ce qui ne convient pas"), AGAIN)
    agent.hands.press(f"À redemander « {SECTION} »")
    expect(answer(case, SECTION).locator(".chip").first).to_have_text("À redemander")
    agent.sees("Demande de modification")
    agent.hands.press("Redemander ce qui ne convient pas")
    agent.sees("Demander une modification")
    agent.hands.press("Envoyer la demande")
    agent.is_told_that_it_worked("La demande est envoyée.")


def changes_it_again(case: Case) -> None:
    """Only what was not accepted is open."""
    applicant = case.applicant
    applicant.portal.wait_for_mail(applicant.email, f"Demande {case.number} : un élément à modifier")
    applicant.page.goto(f"/demandes/{case.number}/contribution")
    applicant.sees(TITLE)
    applicant.reads(AGAIN)
    applicant.hands.follow("Modifier")
    applicant.sees("Votre dossier")
    expect(applicant.page.get_by_label("Objet de l'association")).to_have_count(0)
    applicant.hands.write(AMOUNT, "10 750,50")
    applicant.hands.press("Continuer")
    applicant.sees(TITLE)
    applicant.hands.tick(COMMITMENT)
    applicant.hands.tick(STATEMENT)
    applicant.hands.press("Transmettre")
    applicant.is_told_that_it_worked(SENT)
    applicant.sees(TITLE)


def accepts(case: Case) -> None:
    """With the change of the round before beside it; the last "Accepter" closes the request."""
    agent = case.agent
    agent.page.goto(f"/espace-agent/demandes/{case.number}/sollicitations")
    agent.sees(f"Sollicitations de la demande {case.number}")
    agent.hands.link(f"{SECTION}").wait_for()
    agent.page.get_by_role("link", name=re.compile(f"^{SECTION}$")).click()
    agent.sees("Demande de modification n° 2")
    expect(answer(case, SECTION)).to_contain_text("10 750,50 €")
    agent.hands.press_at(answer(case, SECTION).locator("summary").filter(has_text="Modification précédente"))
    expect(answer(case, SECTION).get_by_text("12 500,00 €")).to_be_visible()
    agent.look(agent.page)
    agent.hands.press(f"Accepter « {SECTION} »")
    expect(agent.page.locator("#suite")).to_contain_text("Close")
    agent.sees("Demande de modification n° 2")
