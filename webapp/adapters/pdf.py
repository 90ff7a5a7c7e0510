"""Makes the PDF documents: typst, with the fonts that lie beside its templates and nothing of the machine's.

There is no in-memory twin: the real renderer takes milliseconds and needs neither network nor system library.
"""

import asyncio
import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from webapp.core.typed import is_invisible

_FOLDER = Path(__file__).parent / "pdf"
_FONTS = _FOLDER / "fonts"
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class TypstRenderer:
    """Same data, same bytes: the template takes its date from the data."""

    def __init__(self) -> None:
        self._fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])

    async def render(self, template: str, data: Mapping[str, Any]) -> bytes:
        """The data that `<template>.typ` describes in its header. Any text in it can be printed."""
        return await asyncio.to_thread(self._render, template, data)

    def _render(self, template: str, data: Mapping[str, Any]) -> bytes:
        return typst.compile(
            _FOLDER / f"{template}.typ",
            root=_FOLDER,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_cleaned(data))},  # the only way in: never part of the source
            pdf_standards=["a-3a", "ua-1"],
        )


def printable(text: str) -> str:
    """The text with only characters that our fonts can print: PDF/A allows no other, and typst fails on them.

    Line breaks stay; other white space becomes a space. Invisible characters go: controls, bidirectional overrides,
    and the accents that no font could put on their letter. A rare form gives its plain one ("①" is "1"), and what is
    left, such as emoji or Arabic, is U+FFFD: the reader sees that something was there.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if character == "\t":
        return " "
    if is_invisible(character) or category[0] == "M":
        return ""
    if ord(character) in _printed():
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if all(ord(part) in _printed() for part in plain) else _UNKNOWN


@cache
def _printed() -> frozenset[int]:
    """What Noto Sans holds in both weights: all of Atkinson Hyperlegible Next, which comes first, and more."""
    regular, bold = (set(TTFont(_FONTS / f"NotoSans-{weight}.ttf").getBestCmap()) for weight in ("Regular", "Bold"))
    return frozenset(regular & bold)


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {key: _cleaned(item) for key, item in value.items()}
        case list() | tuple():
            return [_cleaned(item) for item in value]
    return value
