"""From the page of the pieces to "Déposée", for any scheme of the demonstration: pieces, reading again, attesting,
transmitting, and what one keeps of it.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.main_job import finds_it_again, keeps_one_receipt
from tests.e2e.people import Applicant, a_pdf
from tests.factories.applications import MASKED_IBAN
from tests.factories.catalogue import shipped
from tests.support.pdf import faults
from webapp.applications.rules import attested
from webapp.schemes.definition import Piece

OBLIGATORY = "section[id^='piece-']:has(h2:text-matches('\\\\*$'))"
Deposit = Callable[[Applicant, Piece, Path], list[str]]
"""All that a slot asks; gives what the summary then says of it."""


def files_the_application(applicant: Applicant, slug: str, number: str, folder: Path) -> None:
    """From "Pièces", with every answer given."""
    told = deposits_the_pieces(applicant, slug, folder)
    reads_it_again(applicant, *told)
    attests(applicant, slug)
    applicant.transmits()
    keeps_what_was_sent(applicant, number, slug)


def deposits_the_pieces(applicant: Applicant, slug: str, folder: Path) -> list[str]:
    """What is asked of this application and must be given; what the summary then says of it."""
    applicant.sees("Pièces")
    slots = applicant.page.locator(OBLIGATORY).evaluate_all("all => all.map(slot => slot.id.slice('piece-'.length))")
    assert slots, "no piece is obligatory"
    pieces = {piece.key: piece for piece in shipped(slug).pieces}
    return [said for key in slots for said in _deposit(key)(applicant, pieces[key], folder)]


def _deposit(key: str) -> Deposit:
    return SEVERAL.get(key, deposits_a_file)


def deposits_a_file(applicant: Applicant, piece: Piece, folder: Path) -> list[str]:
    file = a_pdf(folder, f"{piece.key}.pdf")
    applicant.adds_a_piece(piece.label, file)
    return [file.name]


def deposits_two_files(applicant: Applicant, piece: Piece, folder: Path) -> list[str]:
    """The second with a name as phones and people make them."""
    first, second = a_pdf(folder, f"{piece.key}-1.pdf"), a_pdf(folder, f"{LONG_NAME}.pdf")
    applicant.adds_a_piece(piece.label, first)
    applicant.adds_a_piece(piece.label, second)
    expect(applicant.piece(piece.label)).to_contain_text(first.name)
    return [first.name, second.name]


def deposits_the_bank_details(applicant: Applicant, piece: Piece, folder: Path) -> list[str]:
    applicant.gives_the_bank_details()
    return [*deposits_a_file(applicant, piece, folder), MASKED_IBAN]


LONG_NAME = "devis « isolation » n°2 d'août 😀 " + "sans_espace_" * 8
SEVERAL: dict[str, Deposit] = {
    "devis": deposits_two_files,
    "facture": deposits_two_files,
    "rib": deposits_the_bank_details,
}
"""Slots in which one file is not all."""


def reads_it_again(applicant: Applicant, *told: str) -> None:
    applicant.continues_to("Récapitulatif")
    expect(applicant.page.locator("#manque")).to_have_count(0)
    applicant.reads(*told)


def attests(applicant: Applicant, slug: str) -> None:
    """Each sentence that the receipt will print."""
    scheme = shipped(slug)
    for sentence in attested(scheme, scheme.families[0]).values():
        applicant.hands.tick(f"{sentence} *")


def keeps_what_was_sent(applicant: Applicant, number: str, slug: str) -> None:
    applicant.reads(f"Votre demande {number} a été transmise le ")
    table = applicant.page.get_by_role("region", name="Pièces transmises")
    assert table.evaluate("frame => frame.scrollWidth <= frame.clientWidth"), "a long name hides the sums"
    keeps_one_receipt(applicant, number)
    finds_it_again(applicant, number, shipped(slug).title)
    printed = applicant.downloads("Télécharger ma demande (PDF)")
    assert faults(printed) == []
