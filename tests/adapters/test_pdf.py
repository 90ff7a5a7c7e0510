"""The acknowledgement: what the law wants in it, readable by everybody, and printable whatever a person typed."""

import asyncio
import copy
import io
import re
from pathlib import Path
from typing import Any

import pytest
import typst
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.adapters.receipt_sample import SAMPLE
from webapp.adapters import pdf as pdf_adapter
from webapp.adapters.pdf import TypstRenderer

FONTS = Path(pdf_adapter.__file__).parent / "pdf/fonts"
RENDERER = TypstRenderer()


def render(data: dict[str, Any]) -> PdfReader:
    return PdfReader(io.BytesIO(asyncio.run(RENDERER.render("receipt", data))))


def words(pdf: PdfReader) -> str:
    """The text of all pages on one line: where a line ends is the layout's affair."""
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def sample(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(SAMPLE) | changes


def structure(node: Any) -> list[str]:
    """Every tag of the document, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        return [tag for child in node for tag in structure(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (structure(node["/K"]) if "/K" in node else [])


def catalog(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


@pytest.fixture(scope="module")
def receipt() -> PdfReader:
    return render(SAMPLE)


@pytest.mark.parametrize(
    "mention",
    [
        "Accusé de réception de votre demande d'aide",
        "Mes aides en ligne Région Exemple",
        "le 23 novembre 2026 à 10:00:00",
        "Elle porte le numéro 00000108. Vous pouvez la suivre sur https://aides.region.example",
        "Fonctionnement général d'une association",
        "Les Amis de la lutherie Association",
        "849719976 00011",
        "Maison des associations 12 rue des Lilas 31000 TOULOUSE",
        "Transmise par Madame Camille MARTIN Présidente, représentante légale",
        "Service de la vie associative",
        "Région Exemple 22 boulevard du Maréchal-Juin 31406 TOULOUSE CEDEX 9",
        "vie.associative@region.example",
        "05 61 00 00 00",
        "Sans réponse de la Région avant le 23 janvier 2027, votre demande sera considérée comme refusée.",
        "Vous avez deux mois",
        "recours gracieux",
        "recours hiérarchique",
        "Tribunal administratif de Toulouse, 68 rue Raymond-IV, 31000 TOULOUSE",
        "Télérecours citoyens : citoyens.telerecours.fr",
        "articles L112-3, L112-11, L114-5, L231-4, L411-2, R112-5 et R112-11-1",
    ],
)
def test_the_letter_says_what_the_law_wants_on_its_first_page(receipt: PdfReader, mention: str) -> None:
    assert mention in " ".join(receipt.pages[0].extract_text().split())


@pytest.mark.parametrize(
    "mention",
    [
        "Montant sollicité 12 500,00 €",
        "Site internet Non renseigné",
        "budget 2027.xlsx 48 ko",
        "rapport-d-activite-2025.pdf 2,3 Mo",
        "J'atteste sur l'honneur l'exactitude",
        "Signé par Madame Camille MARTIN, Présidente, représentante légale, le 23 novembre 2026 à 09:59:41",
    ],
)
def test_it_repeats_what_was_sent(receipt: PdfReader, mention: str) -> None:
    assert mention in words(receipt)


def test_fingerprints_can_be_copied_whole(receipt: PdfReader) -> None:
    text = re.sub(r"\s", "", words(receipt))

    for piece in SAMPLE["pieces"]:
        assert piece["sha256"] in text


def test_screen_readers_get_a_language_a_title_and_tags(receipt: PdfReader) -> None:
    root = catalog(receipt)
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert receipt.metadata is not None
    assert receipt.metadata.title == "Accusé de réception de votre demande d'aide n° 00000108"
    assert receipt.metadata.author == "Région Exemple"


def test_headings_lists_and_tables_are_tagged_as_such(receipt: PdfReader) -> None:
    tags = structure(catalog(receipt)["/StructTreeRoot"]["/K"])

    assert tags.count("/Title") == 1
    assert tags.count("/H1") == 5
    assert tags.count("/H2") == 4
    assert tags.count("/LI") == 2
    assert tags.count("/Table") == tags.count("/THead") == 3
    assert tags.count("/TH") == 2 + 2 + 4


def test_it_declares_itself_archival_and_accessible(receipt: PdfReader) -> None:
    xmp = catalog(receipt)["/Metadata"].get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_the_same_data_gives_the_same_bytes_dated_by_the_receipt(receipt: PdfReader) -> None:
    first, second = (asyncio.run(RENDERER.render("receipt", SAMPLE)) for _ in range(2))

    assert first == second
    assert receipt.metadata is not None
    assert str(receipt.metadata.creation_date_raw).startswith("D:20261123100000")


def test_an_hour_that_is_not_of_paris_is_never_printed() -> None:
    with pytest.raises(typst.TypstError, match="not Paris time"):
        render(sample(received_at="2026-11-23T09:00:00+00:00"))


def test_the_first_of_the_month_and_summer_time() -> None:
    assert "le 1er juillet 2026 à 00:05:09" in words(render(sample(received_at="2026-07-01T00:05:09+02:00")))


def test_a_private_person_has_no_siret() -> None:
    data = sample()
    data["applicant"] |= {"family": "Particulier", "siret": ""}

    text = words(render(data))

    assert "Siret" not in text
    assert "Particulier" in text


def test_an_application_without_pieces_says_so() -> None:
    assert "Aucune pièce n'a été jointe." in words(render(sample(pieces=[])))


def test_two_hundred_answers_run_over_pages_and_each_repeats_the_head_of_the_table() -> None:
    answers = [{"label": f"Question numéro {n}", "value": f"Réponse {n}"} for n in range(200)]
    pdf = render(sample(sections=[{"title": "Votre dossier", "answers": answers}]))

    pages = [page.extract_text() for page in pdf.pages]
    with_answers = [page for page in pages if "Question numéro" in page]
    assert len(with_answers) >= 5
    assert all("Votre réponse" in page for page in with_answers)
    assert all(f"Page {number} sur {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert "Question numéro 199" in words(pdf)


def test_a_word_of_three_hundred_letters_stays_inside_the_page() -> None:
    data = sample(scheme="M" * 300)
    data["applicant"]["name"] = "W" * 300
    pdf = render(data)
    beyond: list[float] = []

    def note(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
        if text.strip() and matrix[4] + 0.5 * size * len(text) > float(pdf.pages[0].mediabox.width):
            beyond.append(matrix[4])

    pdf.pages[0].extract_text(visitor_text=note)
    assert beyond == []
    assert re.sub(r"\s", "", words(pdf)).count("W" * 300) == 1


def test_names_from_all_over_europe_keep_their_letters() -> None:
    data = sample()
    data["applicant"]["name"] = "Łukasz Șerban Παπαδόπουλος Жанна Nguyễn Œuvre"

    assert "Łukasz Șerban Παπαδόπουλος Жанна Nguyễn Œuvre" in words(render(data))


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_fallback_font_holds_every_letter_of_the_main_one(weight: str) -> None:
    main, fallback = (
        set(TTFont(FONTS / f"{family}-{weight}.ttf").getBestCmap())
        for family in ("AtkinsonHyperlegibleNext", "NotoSans")
    )
    assert main - fallback <= {0x2215}  # the division slash, which is then not printed


ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=120)


def with_every_text_replaced(value: Any, draw: Any, key: str = "") -> Any:
    """All that a person or an operator can type; dates, sizes and colours are ours."""
    if isinstance(value, dict):
        return {name: with_every_text_replaced(item, draw, name) for name, item in value.items()}
    if isinstance(value, list):
        return [with_every_text_replaced(item, draw, key) for item in value]
    if isinstance(value, str) and key not in ("color", "received_at", "silence_on", "at"):
        return draw(ANYTHING)
    return value


@settings(max_examples=50, deadline=None)
@given(st.composite(lambda draw: with_every_text_replaced(SAMPLE, draw))())
def test_no_text_in_any_field_can_make_it_fail(data: dict[str, Any]) -> None:
    assert len(render(data).pages) >= 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0x20, 0x2FFFF), min_size=300, max_size=300))
def test_no_character_of_unicode_can_make_it_fail(points: list[int]) -> None:
    assert len(render(sample(scheme=" ".join(map(chr, points)))).pages) >= 2
