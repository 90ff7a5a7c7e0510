"""Makes the PDF documents: typst, with the fonts that lie beside its templates and nothing of the machine's.

There is no in-memory twin: the real renderer takes milliseconds and needs neither network nor system library.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from webapp.adapters.printable import FONTS, printable
from webapp.core.pool import Pool

_FOLDER = Path(__file__).parent / "pdf"
# Apart, so that no crowd that prints its drafts keeps anybody from filing: the most rendered at once, the most waiting.
_LANES = {"receipt": (2, 64), "application": (1, 8), "amendment": (1, 32)}


class TypstRenderer:
    """Same data, same bytes: the template takes its date from the data."""

    def __init__(self) -> None:
        self._fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        self._lanes = {name: Pool(f"pdf-{name}", size=size, most_waiting=most) for name, (size, most) in _LANES.items()}

    async def render(self, template: str, data: Mapping[str, Any]) -> bytes:
        """The data that `<template>.typ` describes in its header. Any text in it can be printed. Raises Busy."""
        return await self._lanes[template].run(self._render, template, data)

    def _render(self, template: str, data: Mapping[str, Any]) -> bytes:
        return typst.compile(
            _FOLDER / f"{template}.typ",
            root=_FOLDER,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_cleaned(data))},  # the only way in: never part of the source
            pdf_standards=["a-3a", "ua-1"],
        )


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {key: _cleaned(item) for key, item in value.items()}
        case list() | tuple():
            return [_cleaned(item) for item in value]
    return value
