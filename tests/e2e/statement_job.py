"""Who prepares an application and who signs it are two persons, each with an account and a browser."""

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.people import BUDGET, REPORT, SCHEME, Applicant, a_pdf, attachments_of, fingerprint

WANTED = "attend votre attestation"
TO_CORRECT = "Le budget joint est celui de 2026.\nJoignez celui de 2027, s'il vous plaît."
SUMMARY_ADDRESS = "/recapitulatif"


def prepares_the_application(writer: Applicant, folder: Path) -> str:
    """Whole, but for what a signatory does; the public number."""
    writer.page.goto("/espace-personnel")
    writer.sees("Espace personnel")
    number = writer.begins_an_application()
    writer.goes_to_the_pieces()
    for piece, name in ((BUDGET, "budget-2026.pdf"), (REPORT, "rapport.pdf")):
        writer.adds_a_piece(piece, a_pdf(folder, name))
    writer.gives_the_bank_details()
    writer.continues_to("Récapitulatif")
    expect(writer.hands.button("Transmettre")).to_have_count(0)
    return number


def asks_for_the_statement(writer: Applicant) -> None:
    writer.hands.press("Demander l'attestation")
    writer.is_told_that_it_worked("L'attestation est demandée.")  # first: the page before has the same title
    writer.sees("Récapitulatif")
    writer.reads("En attente d'attestation", "Vous avez demandé l'attestation le ")
    expect(writer.hands.link("Modifier les pièces")).to_have_count(0)


def opens_the_link_of_the_mail(signatory: Applicant, mails: int) -> None:
    """Of the newest of `mails` that ask for it."""
    signatory.page.goto(signatory.portal.wait_for_link(signatory.email, WANTED, SUMMARY_ADDRESS, count=mails))


def reads_and_sends_back(signatory: Applicant, writer: Applicant) -> None:
    signatory.reads(f"{writer.name} a demandé l'attestation", "budget-2026.pdf")
    signatory.hands.write("Ce qui est à corriger (facultatif)", TO_CORRECT)
    signatory.hands.press("Reprendre la saisie")
    signatory.is_told_that_it_worked("La demande est renvoyée en saisie.")
    signatory.sees("Récapitulatif")


def corrects_what_was_said(writer: Applicant, signatory: Applicant, folder: Path) -> None:
    """From the mail, whose link leads to the message."""
    writer.page.goto(writer.portal.wait_for_link(writer.email, "à corriger", SUMMARY_ADDRESS))
    writer.sees("Récapitulatif")
    writer.reads(f"{signatory.name} demande une correction", *TO_CORRECT.splitlines())
    writer.hands.follow("Modifier les pièces")
    writer.sees("Pièces")
    writer.hands.take_file(f"Choisir un fichier pour « {BUDGET} »", a_pdf(folder, "budget-2027.pdf"))
    writer.hands.press("Remplacer budget-2026.pdf")
    expect(writer.piece(BUDGET)).to_contain_text("budget-2027.pdf")
    expect(writer.piece(BUDGET)).not_to_contain_text("budget-2026.pdf")
    writer.hands.follow("Revenir au récapitulatif")
    writer.sees("Récapitulatif")


def attests_and_transmits(signatory: Applicant) -> None:
    signatory.sees("Récapitulatif")
    signatory.reads("budget-2027.pdf")
    signatory.hands.press("Transmettre")
    signatory.is_told_to_correct("Cochez l'attestation sur l'honneur")
    signatory.swears()
    signatory.transmits()
    signatory.reads(f"Transmise par{signatory.name}")


def have_the_same_receipt(signatory: Applicant, writer: Applicant, number: str) -> None:
    """The one who signed, on screen and by mail; the one who prepared, by mail and among their applications."""
    printed = signatory.downloads("Télécharger en PDF")
    assert printed.startswith(b"%PDF-")
    sums = {fingerprint(printed), signatory.portal.receipt_sha256(number)}
    for person in (signatory, writer):
        mail = person.portal.wait_for_mail(person.email, f"Demande {number} : accusé de réception")
        sums |= {fingerprint(attached) for attached in attachments_of(mail)}
    writer.page.goto("/demandes")
    writer.sees("Mes demandes d'aide")
    writer.reads(f"{SCHEME} ({number})", "Déposée")
    writer.hands.follow("Suivi de la demande")
    writer.sees(f"{SCHEME} ({number})")
    writer.hands.follow("Voir l'accusé de réception")
    writer.sees("Accusé de réception de votre demande d'aide")
    sums |= {fingerprint(writer.downloads("Télécharger en PDF"))}
    assert len(sums) == 1
