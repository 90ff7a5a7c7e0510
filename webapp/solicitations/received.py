"""Pieces that came in replies, as the pages of their application show them beside what was filed with it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.core import french
from webapp.solicitations import texts
from webapp.solicitations.queries import Item, Request
from webapp.solicitations.rules import ItemState, ItemTarget


@dataclass(frozen=True, slots=True)
class Received:
    """One item of a reply that was sent."""

    request: Request
    item: Item

    @property
    def at(self) -> datetime:
        assert self.request.answered_at is not None  # noqa: S101  (see ReceivedPieces.of_requests)
        return self.request.answered_at

    @property
    def look(self) -> tuple[str, str, str]:
        """Label, kind and icon of its chip, for agents."""
        return texts.RECEIVED_LOOKS[self.item.state]

    @property
    def is_told(self) -> bool:
        """Its applicant knows that it is accepted."""
        return self.request.tells_verdicts and self.item.state is ItemState.ACCEPTED


@dataclass(frozen=True, slots=True)
class ReceivedPieces:
    """In the order in which they came."""

    pieces: Sequence[Received]

    @classmethod
    def of_requests(cls, requests: Iterable[Request]) -> "ReceivedPieces":
        """Of those that were answered: what is prepared is nobody's but its applicant's."""
        answered = sorted((one for one in requests if one.answered_at), key=lambda one: str(one.answered_at))
        return cls(
            [Received(one, item) for one in answered for item in one.items if item.target_kind is ItemTarget.PIECE]
        )

    def of(self, key: str) -> list[Received]:
        """Of one slot."""
        return [one for one in self.pieces if one.item.target == key]

    def beyond(self, keys: Collection[str]) -> dict[str, list[Received]]:
        """By its label, what has no slot among these: the Region asked for it later."""
        found: dict[str, list[Received]] = {}
        for one in self.pieces:
            if one.item.target not in keys:
                found.setdefault(one.item.label, []).append(one)
        return found

    def standing(self, key: str, judged_at: datetime | None) -> Received | None:
        """The last that came for a slot, unless its files were judged after that."""
        came = self.of(key)
        return came[-1] if came and (judged_at is None or judged_at <= came[-1].at) else None

    def printed(self) -> Iterator[dict[str, Any]]:
        """Rows of the pieces of applications/printout.py."""
        for one in self.pieces:
            label = texts.RECEIVED_ON.format(label=one.item.label, day=french.long_date(one.at))
            for file in one.item.files:
                yield {"label": label, "file": file.filename, "size": file.size, "sha256": file.sha256}
