"""A piece request in two rounds, from the verdict on a piece to "Acceptée": what the agent and the applicant do."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.documents.sample_files import PROGRAM
from tests.e2e.people import BUDGET, LONG_DATE, REPORT, SCHEME, Agent, Applicant, a_pdf
from tests.support.portal import links_in
from webapp import demo

LEASE = "Bail du local"
HINT = "Avec la signature du bailleur"
WHY = 'La page 3 est illisible : « le total » n\'y est pas. 😀 "Merci"'
CANNOT = "Le bailleur ne l'a pas encore signé."
AGAIN = "Il manque l'année 2025."
MESSAGE = "Bonjour,\nil nous manque deux pièces."
LIST = "Demandes de compléments sur les pièces"
SHORT_DATE_TIME = r"\d{1,2} \S+ \d{4} \d{2}:\d{2}:\d{2}"


@dataclass(frozen=True, slots=True)
class Case:
    """Who asks, who answers, about which application, and where the files are."""

    agent: Agent
    applicant: Applicant
    number: str
    folder: Path
    javascript: bool = True
    lease: str = LEASE
    reason: str = WHY
    budget_name: str = "budget-corrige.pdf"

    @property
    def title(self) -> str:
        return f"{SCHEME} ({self.number})"


def ask_and_answer_twice(case: Case) -> None:
    """Each in a browser of their own; the applicant is signed out, and comes by the links of the mails."""
    judges_the_pieces(case)
    asks(case)
    link = reads_the_mail(case)
    comes_by_the_link(case, link)
    prepares_the_reply(case)
    leaves_and_finds_it_again(case)
    sends_the_reply(case)
    judges_the_reply(case)
    answers_again(case)
    accepts(case)
    learns_that_it_is_accepted(case)


def item(case: Case, piece: str) -> Locator:
    """Of the reply, as the applicant sees it."""
    return case.applicant.page.get_by_role("region", name=piece)


def answer(case: Case, piece: str) -> Locator:
    """As the agent sees it."""
    return case.agent.page.get_by_role("region", name=piece)


def judges_the_pieces(case: Case) -> None:
    agent = case.agent
    agent.comes_to_work()
    agent.page.goto(f"/espace-agent/demandes/{case.number}")
    agent.sees(case.title)
    agent.takes_over(case.number)
    agent.hands.follow("Examiner les pièces")
    agent.sees(BUDGET)
    agent.hands.choose("Cette pièce est *", "Non conforme")
    agent.hands.press("Enregistrer l'avis")
    expect(agent.page.locator(".error-summary")).to_contain_text("Dites pourquoi la pièce n'est pas conforme")
    agent.look(agent.page)
    agent.hands.write("Ce qui n'est pas conforme", case.reason)
    agent.hands.press("Enregistrer et passer à la suivante")
    agent.sees(REPORT)
    agent.hands.choose("Cette pièce est *", "Conforme")
    agent.hands.press("Enregistrer l'avis")
    expect(agent.page.locator("#verdict .chip")).to_have_text("Conforme")
    agent.hands.follow(f"Demande {case.number}", landmark="Fil d'Ariane")
    agent.sees(case.title)
    agent.reads("Non conforme", case.reason)


def asks(case: Case) -> None:
    """What does not conform is in the draft with its reason; a piece that the scheme does not ask is added."""
    agent = case.agent
    agent.hands.follow("Sollicitations")
    agent.sees(f"Sollicitations de la demande {case.number}")
    agent.hands.press("Demander des pièces")
    agent.sees("Demander des pièces")
    expect(agent.hands.field("Ce que demande la Région *")).to_have_value(case.reason)
    agent.hands.write("Nom d'une autre pièce", case.lease)
    agent.hands.write("Précision sur cette pièce", HINT)
    agent.hands.write("Message au demandeur", MESSAGE)
    agent.hands.press("Ajouter cette autre pièce")
    expect(agent.page.get_by_role("group", name=case.lease)).to_contain_text(HINT)
    expect(agent.hands.field("Message au demandeur")).to_have_value(MESSAGE)
    agent.hands.press("Aperçu du courriel")
    preview = agent.page.get_by_role("region", name="Aperçu du courriel")
    for words in (f"Demande {case.number} : deux pièces à déposer avant le", case.reason, case.lease):
        expect(preview).to_contain_text(words)
    agent.look(agent.page)
    agent.hands.press("Envoyer la demande")
    agent.is_told_that_it_worked("La demande est envoyée. Le demandeur est prévenu par courriel.")
    agent.reads("Attend le demandeur")


def reads_the_mail(case: Case) -> str:
    """What is asked, by whom, until when; the address of the table of requests."""
    mail = case.applicant.portal.wait_for_mail(case.applicant.email, f"Demande {case.number} : deux pièces à déposer")
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    text = body.get_content()
    for words in (BUDGET, case.lease, "Claire Vidal", "il nous manque deux pièces"):
        assert words in text, text
    return next(link for link in links_in(mail) if link.endswith("/sollicitations"))


def comes_by_the_link(case: Case, link: str) -> None:
    """Signed out: the link survives login. The guide's table, then the dashboard and the list say it too."""
    applicant = case.applicant
    applicant.page.goto(link)
    applicant.signs_in(applicant.login, applicant.password, LIST)
    applicant.reads(
        "Objet de la demande", "Date", "État", "Répondre", "Demande de pièces complémentaires par Claire Vidal"
    )
    applicant.reads("Liste des pièces :", BUDGET, case.lease, "Reçue")
    expect(applicant.page.get_by_role("cell").filter(has_text=re.compile(f"^{SHORT_DATE_TIME}$"))).to_be_visible()
    applicant.page.goto("/espace-personnel")
    applicant.sees("Espace personnel")
    first = applicant.page.get_by_role("main").get_by_role("heading", level=2).first
    expect(first).to_have_text("À faire")
    applicant.reads("Répondre à une demande de compléments")
    applicant.hands.follow("Suivre mes demandes d'aide")
    applicant.sees("Mes demandes d'aide")
    applicant.reads("Compléments demandés", "Action attendue de votre part")
    expect(applicant.page.get_by_text(re.compile(f"^Prise en charge {LONG_DATE}$"))).to_be_visible()
    applicant.hands.follow("Répondre aux sollicitations (1)")
    applicant.sees(LIST)


def prepares_the_reply(case: Case) -> None:
    applicant = case.applicant
    applicant.hands.follow("Répondre")
    applicant.sees("Répondre")
    applicant.reads("Les pièces ci-dessous ont été jugées non conformes. Merci d'en déposer de nouvelles.")
    applicant.reads("Les pièces ci-dessous sont nécessaires à l'instruction de votre demande.")
    applicant.reads(f"{BUDGET} *", f"{case.lease} *", HINT, case.reason, "À déposer")
    applicant.hands.press("Valider")
    summary = applicant.page.locator(".error-summary")
    for piece in (BUDGET, case.lease):
        expect(summary).to_contain_text(f"Déposez la pièce « {piece} », ou dites pourquoi")
    applicant.look(applicant.page)
    program = case.folder / "facture.pdf"
    program.write_bytes(PROGRAM)
    puts_in(case, BUDGET, program)
    applicant.is_told_to_correct("Ce fichier n'est pas un fichier PDF, malgré son nom.")
    budget = a_pdf(case.folder, case.budget_name)
    adds(case, BUDGET, budget)
    if case.javascript:
        expect(applicant.page.locator("#page-status")).to_contain_text(case.budget_name)
    applicant.hands.press(f"Retirer {budget.name}")
    expect(item(case, BUDGET)).to_contain_text("À déposer")
    applicant.sees("Répondre")
    adds(case, BUDGET, budget)
    says_that_they_cannot(case)


def puts_in(case: Case, piece: str, file: Path) -> None:
    hands = case.applicant.hands
    hands.take_file(f"Choisir un fichier pour « {piece} »", file)
    hands.press(f"Ajouter le fichier à « {piece} »")


def adds(case: Case, piece: str, file: Path) -> None:
    puts_in(case, piece, file)
    expect(item(case, piece)).to_contain_text("Déposé")
    expect(item(case, piece)).to_contain_text(file.name)
    case.applicant.sees("Répondre")


def says_that_they_cannot(case: Case) -> None:
    applicant = case.applicant
    applicant.hands.press_at(
        item(case, case.lease).locator("summary").filter(has_text="Je ne peux pas fournir cette pièce")
    )
    applicant.hands.press(f"Enregistrer mon explication pour « {case.lease} »")
    applicant.is_told_to_correct("Dites en quelques mots pourquoi vous ne pouvez pas fournir cette pièce.")
    applicant.hands.write_in(
        item(case, case.lease).get_by_label("Pourquoi vous ne pouvez pas fournir cette pièce"), CANNOT
    )
    applicant.hands.press(f"Enregistrer mon explication pour « {case.lease} »")
    expect(item(case, case.lease)).to_contain_text("Ne peut être fournie")
    expect(item(case, case.lease)).to_contain_text(CANNOT)
    applicant.sees("Répondre")


def leaves_and_finds_it_again(case: Case) -> None:
    """ "Annuler" gives nothing up."""
    applicant = case.applicant
    applicant.hands.follow("Annuler et revenir à la liste")
    applicant.sees(LIST)
    applicant.reads("Reçue", "Réponse commencée, non transmise")
    applicant.hands.follow("Répondre")
    applicant.sees("Répondre")
    applicant.reads(case.budget_name, CANNOT)


def sends_the_reply(case: Case) -> None:
    applicant = case.applicant
    applicant.hands.press("Valider")
    applicant.is_told_that_it_worked("Votre réponse a bien été transmise")
    applicant.sees(LIST)
    applicant.reads("Envoyée")
    applicant.hands.follow("Voir ma réponse")
    applicant.sees("Ma réponse")
    applicant.reads(case.budget_name, CANNOT)
    expect(applicant.page.get_by_role("button", name="Valider")).to_have_count(0)


def judges_the_reply(case: Case) -> None:
    """One accepted, one asked again; the second round leaves with one press more."""
    agent = case.agent
    agent.page.reload()
    agent.sees(f"Sollicitations de la demande {case.number}")
    agent.reads("Réponse à examiner")
    agent.hands.follow(f"{BUDGET}, {case.lease}")
    agent.sees("Demande de pièces")
    agent.reads(case.budget_name, CANNOT)
    agent.hands.press(f"À redemander « {BUDGET} »")
    agent.is_told_to_correct("Dites ce qui ne convient pas dans la réponse")
    agent.hands.write_in(answer(case, BUDGET).get_by_label("Ce qui ne convient pas"), AGAIN)
    agent.hands.press(f"À redemander « {BUDGET} »")
    expect(answer(case, BUDGET).locator(".chip").first).to_have_text("À redemander")
    agent.sees("Demande de pièces")
    agent.hands.press(f"Accepter « {case.lease} »")
    expect(answer(case, case.lease).locator(".chip").first).to_have_text("Acceptée")
    agent.sees("Demande de pièces")
    agent.hands.press("Redemander ce qui ne convient pas")
    agent.sees("Demander des pièces")
    expect(agent.hands.field("Ce que demande la Région *")).to_have_value(AGAIN)
    agent.hands.press("Envoyer la demande")
    agent.is_told_that_it_worked("La demande est envoyée.")
    agent.reads("Redemandée", "Attend le demandeur")


def answers_again(case: Case) -> None:
    """Only what was not accepted, with the reply of before beside it."""
    applicant = case.applicant
    applicant.portal.wait_for_mail(applicant.email, f"Demande {case.number} : une pièce à déposer")
    applicant.page.goto(f"/demandes/{case.number}/sollicitations")
    applicant.hands.follow("Répondre")
    applicant.sees("Répondre")
    applicant.reads(AGAIN)
    expect(item(case, case.lease)).to_have_count(0)
    applicant.hands.press_at(item(case, BUDGET).locator("summary").filter(has_text="Ma réponse précédente"))
    expect(item(case, BUDGET).get_by_text(case.budget_name)).to_be_visible()
    applicant.look(applicant.page)
    adds(case, BUDGET, a_pdf(case.folder, "budget-2025.pdf"))
    applicant.hands.press("Valider")
    applicant.is_told_that_it_worked("Votre réponse a bien été transmise")
    applicant.sees(LIST)


def accepts(case: Case) -> None:
    """The last "Accepter" closes the request."""
    agent = case.agent
    agent.page.reload()
    agent.sees(f"Sollicitations de la demande {case.number}")
    agent.page.get_by_role("link", name=BUDGET, exact=True).wait_for()
    agent.hands.follow(BUDGET)
    agent.sees("Demande de pièces n° 2")
    agent.hands.press(f"Accepter « {BUDGET} »")
    expect(agent.page.locator("#suite")).to_contain_text("Close")
    agent.sees("Demande de pièces n° 2")
    expect(agent.hands.button("Accepter")).to_have_count(0)


def learns_that_it_is_accepted(case: Case) -> None:
    applicant = case.applicant
    applicant.portal.wait_for_mail(applicant.email, f"Demande {case.number} : votre réponse est acceptée")
    applicant.page.reload()
    applicant.reads("Acceptée")
    applicant.page.goto("/demandes")
    applicant.sees("Mes demandes d'aide")
    expect(applicant.page.get_by_text("Compléments demandés")).to_have_count(0)


def comes_to_work_at(agent: Agent, address: str, title: str) -> None:
    """Signed out, by an address that somebody gave."""
    agent.page.goto(address)
    agent.signs_in(demo.AGENT[0], demo.PASSWORD, title)
