"""The rules that PDFs are held to find what breaks them."""

import asyncio
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from tests.adapters.receipt_sample import SAMPLE
from tests.support.pdf import faults
from webapp.adapters.pdf import TypstRenderer


def of_type(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and str(one.get("/Type")) == kind]


def untagged(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in ("BDC", "BMC", "EMC")]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def without_file(pdf: pikepdf.Pdf) -> None:
    for one in of_type(pdf, "/FontDescriptor"):
        for key in ("/FontFile2", "/FontFile3"):
            if key in one:
                del one[key]


def without_text(pdf: pikepdf.Pdf) -> None:
    for one in of_type(pdf, "/Font"):
        if "/ToUnicode" in one:
            del one["/ToUnicode"]


def retagged(tag: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and str(one.get("/S", "")) == tag:
                one.S = pikepdf.Name(other)

    return change


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (without_language, "no language"),
        (untagged, "text outside any tag"),
        (without_file, "a font that is not in the file"),
        (without_text, "a font that does not give back its text"),
        (retagged("/H2", "/H4"), "/H4 after level 1"),
        (retagged("/TR", "/P"), "/TH in /P"),
    ],
)
def test_what_is_broken_is_told(breaks: Callable[[pikepdf.Pdf], None], said: str) -> None:
    content = asyncio.run(TypstRenderer().render("receipt", SAMPLE))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        breaks(pdf)
        changed = io.BytesIO()
        pdf.save(changed)

    assert said in faults(changed.getvalue())
