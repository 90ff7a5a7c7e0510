"""The whole application as a PDF: every kind of part, whatever was typed, and always one that all can read."""

import asyncio
import copy
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.adapters import amendment_sample, application_sample, receipt_sample
from tests.support.pdf import faults
from webapp.adapters.pdf import TypstRenderer
from webapp.core.refusals import Busy

RENDERER = TypstRenderer()
SAMPLES = {
    "amendment": amendment_sample.SAMPLE,
    "application": application_sample.SAMPLE,
    "receipt": receipt_sample.SAMPLE,
}
OURS = ("color", "kind", "state", "at", "before_at", "received_at", "silence_on", "link", "sha256")
MARKUP = "#let x = $1$ *y* _z_ @ref <label> \\ // /* `code` \" ' [] {} ~ -- https://x.example"
STRANGE = (
    "\u202e\u2066",
    "q\u0308",
    "👨\u200d👩\u200d👧",
    "日本語",
    "سلام",
    "שלום",
    "\ue000",
    "\ufffe",
    "\U0010ffff",
    MARKUP,
)
ANYTHING = st.one_of(
    st.text(st.characters(codec=None, exclude_categories=()), max_size=80),
    st.sampled_from([*STRANGE, "W" * 300, "a\u0301" * 200, "9" * 15, "mot " * 60]),
)


def render(template: str, data: dict[str, Any]) -> bytes:
    return asyncio.run(RENDERER.render(template, data))


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def with_every_text_replaced(value: Any, draw: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: with_every_text_replaced(item, draw, name) for name, item in value.items()}
    if isinstance(value, list):
        return [with_every_text_replaced(item, draw, key) for item in value]
    return draw(ANYTHING) if isinstance(value, str) and key not in OURS else value


def sample(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(application_sample.SAMPLE) | changes


@pytest.mark.parametrize("template", list(SAMPLES))
def test_it_follows_the_rules_that_a_program_can_see(template: str) -> None:
    assert faults(render(template, SAMPLES[template])) == []


@pytest.mark.parametrize("template", list(SAMPLES))
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_was_typed_it_follows_them(template: str, data: st.DataObject) -> None:
    drawn = data.draw(st.composite(lambda draw: with_every_text_replaced(SAMPLES[template], draw))())
    assert faults(render(template, drawn)) == []


def test_what_changed_is_told_before_and_after() -> None:
    text = words(render("amendment", amendment_sample.SAMPLE))
    for said in (
        "La version transmise le 23 novembre 2026 à 10:00:00 est conservée à côté de celle-ci.",
        "Information Avant Après Montant sollicité 12 500,00 € 11 000,00 € (− 1 500,00 €)",
        "Ligne ajoutée : Dépenses, 2",
        "Ligne supprimée : Dépenses, 1",
        "Poste Non renseigné Un tour d'occasion",
        "Signé par Zoé D'Août, Présidente, le 1er décembre 2026 à 18:30:05.",
    ):
        assert said in text


def test_all_parts_are_there_as_they_read() -> None:
    text = words(render("application", application_sample.SAMPLE))
    for said in (
        "Objet Un four Un tour",
        "Les devis",
        "Un four 1 250,00 € Non renseigné cher Total 1 250,00 €",
        "Vos lieux, 1",
        "Total : Surface – 12 m²",
        "60 – Achats 2 500,00 €",
        "Total des charges 2 500,00 €",
        "Il manque 2 500,00 € de produits.",
        "Statuts Non déposée",
        "La Région n'a pas reçu cette demande.",
    ):
        assert said in text


def test_markup_is_printed_and_never_run() -> None:
    assert MARKUP in words(render("application", sample(head=[{"label": "Nom", "value": MARKUP}])))


def test_nothing_is_drawn_beside_the_page() -> None:
    """A name of 300 letters, a file's of 150, a figure of fifteen digits in a column of six: each is cut over lines."""
    figure = "123\u202f456\u202f789\u202f012\u202f345,00\u00a0€"
    columns = [{"label": name, "is_number": name in "CDE"} for name in "ABCDEF"]
    table = {
        "kind": "table",
        "title": "T",
        "columns": columns,
        "rows": [["W" * 90, "x" * 40, *[figure] * 3, "a/" * 60]],
    }
    steps = [{"title": "T" * 200, "sections": [{"title": "", "parts": [table | {"totals": []}]}]}]
    pieces = [{"label": "W" * 100, "file": "W" * 150, "size": 1, "sha256": "f" * 64}]
    content = render("application", sample(steps=steps, pieces=pieces, head=[{"label": "Nom", "value": "W" * 300}]))

    for page in PdfReader(io.BytesIO(content)).pages:
        beyond: list[tuple[float, str]] = []
        width = float(page.mediabox.width)

        def note(
            text: str,
            _cm: Any,
            matrix: list[float],
            _font: Any,
            size: float,
            limit: float = width,
            found: list[tuple[float, str]] = beyond,
        ) -> None:
            if text.strip() and matrix[4] + 0.4 * size * len(text.strip()) > limit:
                found.append((matrix[4], text))

        page.extract_text(visitor_text=note)
        assert beyond == []


async def test_a_crowd_waits_in_its_own_lane() -> None:
    """Printing thirty drafts refuses some, and a receipt asked for meanwhile is made."""
    renderer = TypstRenderer()
    drafts = [renderer.render("application", sample(number=f"{number:08d}")) for number in range(30)]
    *printed, receipt = await asyncio.gather(
        *drafts, renderer.render("receipt", receipt_sample.SAMPLE), return_exceptions=True
    )

    assert sum(isinstance(one, Busy) for one in printed) >= 15
    assert all(isinstance(one, Busy | bytes) for one in printed)
    assert isinstance(receipt, bytes)
