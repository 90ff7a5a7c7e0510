"""The shape of a scheme's file, part by part: msgspec alone would stop at the first mistake."""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, get_args, get_origin

import msgspec

from webapp.schemes.checks.places import Found, Place

_WRONG: Any = object()
# What msgspec says, in the words of somebody who writes the file.
_PLAINER = {
    "matching regex '^[a-z][a-z0-9_]*$'": "must begin with a letter and hold only a–z, 0–9 and _",
    "matching regex '^[a-z0-9-]+$'": "must hold only a–z, 0–9 and -",
    r"matching regex '^[a-z0-9-]+\\.(ods": "must be a name of a–z, 0–9 and -, then .ods, .odt, .docx, .xlsx or .pdf",
    "matching regex '^(oui|non)$'": 'must be "oui" or "non"',
    "of length >= 1": "must not be empty",
    "int | str": 'must be a whole number, or stand between quotes: "0.5", "2026-01-01"',
    "Expected `bool`": "must be true or false, without quotes",
    "no timezone component": "must be the hour of Paris, without Z or offset: 2026-01-01T09:00:00",
    "Expected `datetime`": "must be a day and an hour of Paris, to the second: 2026-01-01T09:00:00",
    "RFC3339": "must be a day and an hour of Paris, to the second: 2026-01-01T09:00:00",
    "Expected `object`": "must be one table: [name], or { … }",
    "Expected `array`": "must be a list, between [ and ]",
    "Expected `int`,": "must be a whole number, without quotes",
    "Expected `str`,": "must be a text, between quotes",
}


class Reading:
    """`parts`: those whose shape is right, by place. `found`: what is wrong with the others.

    `unread`: the keys of those others. Who names one of them makes no second mistake.
    """

    def __init__(self) -> None:
        self.parts: dict[Place, msgspec.Struct] = {}
        self.found: list[Found] = []
        self.unread: set[str] = set()

    def part(self, kind: type[msgspec.Struct], table: Any, place: Place = ()) -> Any:
        """The part, or a mark of ours for one that cannot be made."""
        if not isinstance(table, dict):
            self.found.append((place, "must be a table: keys with their values"))
            return _WRONG
        before = len(self.found)
        known = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        self.found += [((*place, name), _unknown(name, known)) for name in table if name not in known]
        values = {}
        for name, field in known.items():
            if name in table:
                values[field.name] = self._value(field.type, table[name], (*place, name))
            elif field.required:
                self.found.append((place, f'"{name}" is missing'))
                values[field.name] = _WRONG
        made = self._made(kind, values, place, is_whole=len(self.found) == before)
        if made is _WRONG:
            self.unread |= {key for key in (table.get("key"),) if isinstance(key, str)}
        else:
            self.parts[place] = made
        return made

    def _made(self, kind: type[msgspec.Struct], values: dict[str, Any], place: Place, *, is_whole: bool) -> Any:
        required = {field.name for field in msgspec.structs.fields(kind) if field.required}
        right = {name: value for name, value in values.items() if value is not _WRONG}
        if not required <= right.keys():
            return _WRONG
        try:
            return kind(**right)
        except ValueError as error:
            if is_whole:  # otherwise it may only be what a mistake inside it leads to
                self.found.append((place, str(error).removeprefix(f"{values.get('key')}: ")))
            return _WRONG

    def _value(self, kind: Any, value: Any, place: Place) -> Any:
        part, is_list = _part_in(kind)
        if part and is_list and isinstance(value, list):
            parts = [self.part(part, one, (*place, rank)) for rank, one in enumerate(value)]
            return tuple(one for one in parts if one is not _WRONG)
        if part and not is_list and isinstance(value, dict):
            return self.part(part, value, place)
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            self.found.append((place, _said(str(error), kind, value)))
            return _WRONG


def nearest(name: str, names: Iterable[str]) -> str:
    """` (did you mean "montant"?)`, or nothing when no name looks like it."""
    close = get_close_matches(name, [*names], n=1, cutoff=0.7)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _unknown(name: str, known: Iterable[str]) -> str:
    return f"there is no such key here{nearest(name, known) or ': there are ' + ', '.join(known)}"


def _part_in(kind: Any) -> tuple[type[msgspec.Struct] | None, bool]:
    """The struct that a key's type is about, and whether the key holds a list of them."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind, False
    if get_origin(kind) is tuple:
        return _part_in(get_args(kind)[0])[0], True
    inner = (_part_in(one) for one in get_args(kind))
    return next((found for found in inner if found[0]), (None, False))


def _said(error: str, kind: Any, value: Any) -> str:
    for one in (kind, *get_args(kind)):
        if isinstance(one, type) and issubclass(one, StrEnum):
            words = [member.value for member in one]
            given = value if isinstance(value, list) else [value]
            strange = next((str(word) for word in given if word not in words), "")
            return f'"{strange}" is none of {", ".join(words)}{nearest(strange, words)}'
    plainer = (said for mark, said in _PLAINER.items() if mark in error)
    return next(plainer, error.partition(" - at `$")[0])
