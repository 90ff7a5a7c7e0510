"""Searches in a list of labels, as one types in a field: each word begins a word of the label."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from webapp.core.folding import plain_words

Item = TypeVar("Item")
LONGEST = 200
"""Characters. No label of a list is longer; what is longer is not compared, which could hold the server for minutes."""


def may_be_listed(text: str) -> bool:
    return len(text) <= LONGEST


class Labels(Generic[Item]):
    """`entries`: the item, its label, other words that find it (its code, "SARL"), and whether it comes first."""

    def __init__(self, entries: Iterable[tuple[Item, str, str, bool]]) -> None:
        self._entries = [
            (tuple(plain_words(f"{label} {others}").split()), not first, len(label), plain_words(label), item)
            for item, label, others, first in entries
        ]

    def search(self, typed: str, limit: int) -> tuple[Item, ...]:
        """Those that come first, then those that begin with what is typed, then the shortest; none for no word."""
        beginnings = plain_words(typed).split() if may_be_listed(typed) else []
        if not beginnings:
            return ()
        found = [
            (later, not label.startswith(beginnings[0]), length, label, position)
            for position, (words, later, length, label, _) in enumerate(self._entries)
            if all(any(word.startswith(beginning) for word in words) for beginning in beginnings)
        ]
        return tuple(self._entries[position][-1] for *_, position in sorted(found)[:limit])
