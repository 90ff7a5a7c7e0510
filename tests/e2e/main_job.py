"""The main job with the mistakes that people make on the way: from a new account to "Prise en charge le …"."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.documents.sample_files import PROGRAM
from tests.e2e.people import BUDGET, LONG_DATE, REPORT, SCHEME, Agent, Applicant, a_pdf, attachments_of, fingerprint


def do_the_main_job(applicant: Applicant, agent: Agent, folder: Path) -> None:
    """Each in a browser of their own."""
    gets_an_account(applicant)
    declares_for_whom(applicant)
    number = applicant.begins_an_application()
    answers(applicant)
    looks_at_what_is_missing(applicant)
    pieces = adds_the_pieces(applicant, folder)
    transmits(applicant, number)
    keeps_one_receipt(applicant, number)
    finds_it_again(applicant, number)
    is_taken_over(agent, number, pieces, applicant.activities)
    learns_who_is_in_charge(applicant, number)


def gets_an_account(applicant: Applicant) -> None:
    applicant.opens_the_portal()
    applicant.reads("Connectez-vous à votre espace personnel.", "Je dépose et je suis mes demandes d'aides en ligne")
    applicant.hands.follow("Créer un compte")
    applicant.sees("Créer un compte")
    applicant.reads("Les champs marqués d'un * sont obligatoires.")
    applicant.reads("Vos informations de connexion", "Vos informations personnelles")
    applicant.hands.write("Nom *", applicant.last_name)
    applicant.hands.press("Créer mon compte")
    applicant.is_told_to_correct("Choisissez un identifiant.", "Saisissez votre prénom.")
    expect(applicant.hands.field("Nom *")).to_have_value(applicant.last_name)
    applicant.fills_in_an_account()
    applicant.sends_the_account()
    applicant.activates_by_mail()
    applicant.hands.write("Identifiant ou adresse électronique", applicant.login)
    applicant.hands.write("Mot de passe", "ce n'est pas le bon")
    applicant.hands.press("Se connecter")
    expect(applicant.page.locator(".error-summary")).to_contain_text("Identifiant ou mot de passe incorrect.")
    applicant.look(applicant.page)
    applicant.reaches_the_dashboard()
    applicant.reads("Mes informations", "Mes services", "Mes demandes d'aide", "Mes fils de discussion")


def declares_for_whom(applicant: Applicant) -> None:
    applicant.opens_the_declaration()
    applicant.hands.press("Continuer")
    applicant.is_told_to_correct("Choisissez pour qui vous demandez une aide.")
    applicant.declares_an_association()
    applicant.reads(applicant.structure, "Association", "12 rue des Lilas", "46000 CAHORS")


def answers(applicant: Applicant) -> None:
    applicant.reads("Votre demande n'est pas encore transmise")
    applicant.continues_to("Critères d'éligibilité")
    applicant.hands.press("Continuer")
    applicant.is_told_to_correct("Répondez par oui ou par non")
    applicant.meets_the_criteria()
    applicant.continues_to("Votre structure")
    applicant.reads(applicant.structure)
    applicant.continues_to("Votre dossier")
    applicant.fills_in_the_file(amount="douze mille")
    applicant.hands.press("Continuer")
    applicant.is_told_to_correct("Indiquez le montant en euros, par exemple 12 500,00.")
    expect(applicant.hands.field("Montant sollicité (en euros) *")).to_have_value("douze mille")
    applicant.hands.write("Montant sollicité (en euros) *", "12 500,00")
    applicant.continues_to("Pièces")


def looks_at_what_is_missing(applicant: Applicant) -> None:
    """ "Récapitulatif" lists it, and each line leads to the place where it is given."""
    applicant.continues_to("Récapitulatif")
    applicant.reads("Il manque encore :", f"Déposez la pièce « {REPORT} ».")
    applicant.hands.follow(f"Déposez la pièce « {BUDGET} ».")
    applicant.sees("Pièces")
    expect(applicant.piece(BUDGET)).to_be_in_viewport()


def adds_the_pieces(applicant: Applicant, folder: Path) -> dict[str, Path]:
    """Each name with its file. A program under another name is refused; a file that was removed can come back."""
    program = folder / "facture.pdf"
    program.write_bytes(PROGRAM)
    applicant.tries_a_piece(BUDGET, program)
    applicant.is_told_to_correct("Ce fichier n'est pas un fichier PDF, malgré son nom.")
    budget, report = a_pdf(folder, applicant.budget_name), a_pdf(folder, "rapport-activite-2025.pdf")
    applicant.adds_a_piece(BUDGET, budget)
    applicant.adds_a_piece(REPORT, report)
    applicant.removes_a_piece(BUDGET, budget)
    applicant.adds_a_piece(BUDGET, budget)
    applicant.gives_the_bank_details()
    return {BUDGET: budget, REPORT: report}


def transmits(applicant: Applicant, number: str) -> None:
    applicant.continues_to("Récapitulatif")
    applicant.reads("12 500,00", applicant.activities, applicant.budget_name, applicant.structure)
    expect(applicant.page.get_by_text("Il manque encore")).to_have_count(0)
    applicant.hands.press("Transmettre")
    applicant.is_told_to_correct("Cochez le contrat d'engagement républicain", "Cochez l'attestation sur l'honneur")
    applicant.swears()
    applicant.transmits()
    applicant.reads(f"Votre demande {number} a été transmise le ", "Sans réponse de la Région avant le ")


def keeps_one_receipt(applicant: Applicant, number: str) -> None:
    """The same bytes on screen, by mail and in the files of the Region."""
    printed = applicant.downloads("Télécharger en PDF")
    assert printed.startswith(b"%PDF-")
    mail = applicant.portal.wait_for_mail(applicant.email, f"Demande {number} : accusé de réception")
    (attached,) = attachments_of(mail)
    assert fingerprint(printed) == fingerprint(attached) == applicant.portal.receipt_sha256(number)


def finds_it_again(applicant: Applicant, number: str, scheme: str = SCHEME) -> None:
    applicant.hands.follow("Suivre mes demandes d'aide")
    applicant.sees("Mes demandes d'aide")
    applicant.reads(f"{scheme} ({number})")
    expect(applicant.page.get_by_text(re.compile(f"^Créée {LONG_DATE}$"))).to_be_visible()
    expect(applicant.page.get_by_text(re.compile(f"^Déposée {LONG_DATE}$"))).to_be_visible()
    applicant.hands.follow("Suivi de la demande")
    applicant.sees(f"{scheme} ({number})")


def is_taken_over(agent: Agent, number: str, pieces: dict[str, Path], activities: str) -> None:
    agent.comes_to_work()
    agent.opens_application(number)
    agent.reads(*pieces, "12 500,00", activities)
    for file in pieces.values():
        assert agent.downloads(file.name) == file.read_bytes()
    agent.takes_over(number)


def learns_who_is_in_charge(applicant: Applicant, number: str) -> None:
    applicant.page.reload()
    applicant.sees(f"{SCHEME} ({number})")
    applicant.page.goto("/demandes")
    applicant.sees("Mes demandes d'aide")
    expect(applicant.page.get_by_text(re.compile(f"^Prise en charge {LONG_DATE}$"))).to_be_visible()
    applicant.portal.wait_for_mail(applicant.email, f"Demande {number} : prise en charge par Claire Vidal")
    applicant.page.goto("/espace-personnel")
    applicant.sees("Espace personnel")
