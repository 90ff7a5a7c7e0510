"""Where in a scheme's file something is: the path that people read, and the line where they look for it.

The parser keeps no lines. They are found again by reading the headers, `[[steps.sections.fields]]`, in their order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Place = tuple[str | int, ...]
"""From the top of the file: ("steps", 0, "sections", 2, "title")."""
Found = tuple[Place, str]
"""Where something is wrong, and the sentence."""
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*\]\]?\s*(?:#.*)?")
_LONG_TEXT = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mistake:
    """`place` is empty for the file as a whole; `line` counts from 1."""

    place: str
    sentence: str
    line: int

    def __str__(self) -> str:
        return ": ".join(part for part in (f"line {self.line}", self.place, self.sentence) if part)


class Places:
    def __init__(self, text: str, tables: Any) -> None:
        # What looks like a header inside a long text is none; its lines still count.
        self._lines = _LONG_TEXT.sub(lambda long: '""' + "\n" * long[0].count("\n"), text).split("\n")
        self._tables = tables
        self._headers = {(): 0, **dict(_headers(self._lines))}
        self._starts = sorted({*self._headers.values(), len(self._lines) + 1})

    def mistake(self, found: Found) -> Mistake:
        place, sentence = found
        return Mistake(self.words(place), sentence, self.line(place))

    def words(self, place: Place) -> str:
        """`steps.projet.sections.budget.fields.montant`: each part by its key, or by its rank where it has none."""
        said = []
        for depth, step in enumerate(place, start=1):
            said.append(step if isinstance(step, str) else _key(self._at(place[:depth])) or str(step + 1))
        return ".".join(said)

    def line(self, place: Place) -> int:
        """Of the key, or else of the header of the part that it is in, or should be in."""
        depth = next(depth for depth in range(len(place), -1, -1) if place[:depth] in self._headers)
        start = self._headers[place[:depth]]
        end = next(other for other in self._starts if other > start) - 1
        line = start
        for below in range(depth, len(place)):
            line = self._find(place, below, line if below > depth else start, end) or line
        return max(line, 1)

    def _find(self, place: Place, below: int, start: int, end: int) -> int | None:
        """The line from `start` on where this step of the path is written, if it has one of its own."""
        step = place[below]
        if isinstance(step, str):
            written = re.compile(rf"(?:^|[{{,])\s*{re.escape(step)}\s*[.=]")
        elif key := _key(self._at(place[: below + 1])):
            written = re.compile(rf"\bkey\s*=\s*[\"']{re.escape(key)}[\"']")
        else:
            return None
        lines = range(max(start, 1), end + 1)
        return next((line for line in lines if written.search(self._lines[line - 1])), None)

    def _at(self, place: Place) -> Any:
        part = self._tables
        for step in place:
            part = part[step]
        return part


def _key(part: Any) -> str | None:
    key = part.get("key") if isinstance(part, dict) else None
    return key if isinstance(key, str) else None


def _headers(lines: list[str]) -> Iterator[tuple[Place, int]]:
    last: dict[Place, int] = {}  # the rank of the last part of each array so far
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.fullmatch(line):
            names = [name.strip() for name in header[2].split(".")]
            place: Place = ()
            for depth, name in enumerate(names, start=1):
                place = (*place, name)
                if header[1] == "[[" and depth == len(names):
                    last[place] = last.get(place, -1) + 1
                if place in last:
                    place = (*place, last[place])
            yield place, number
