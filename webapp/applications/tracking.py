"""Suivre mes demandes d'aide: what is looked for, and one page of what was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import acted_for_by
from webapp.applications.cards import CARDS, ApplicationCard, card_of
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.core.actor import Actor
from webapp.core.folding import plain
from webapp.schemes.models import SchemeRevision
from webapp.schemes.searching import query_of

PAGE_SIZE = 20
NOT_SENT = datetime(9999, 12, 31, tzinfo=UTC)
"""Where drafts stand among what was sent: before all of it."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"\(?([0-9]{1,18})\)?")
_PLACE = re.compile(r"(?:([0-9]{1,16})-)?([0-9]{1,18})")
_SENT = func.coalesce(Application.submitted_at, NOT_SENT)
_year = cast(
    func.extract(
        "year", func.timezone("Europe/Paris", func.coalesce(Application.submitted_at, Application.created_at))
    ),
    Integer,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words`: of the aid, or a number. `year`: in which it was sent, or begun if it is not. Nothing does not count."""

    words: str = ""
    theme: str = ""
    state: ApplicationState | None = None
    year: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Between two pages: beside this application, which may be gone meanwhile. `is_before`: the page ends there."""

    sent_at: datetime
    number: int
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class ApplicationList:
    """`found` counts all pages, `total` whatever is looked for; `themes`, `states`, `years`: of the total, to choose
    from. `before`, `after`: the places of the pages beside it, as an address says them.
    """

    cards: Sequence[ApplicationCard]
    found: int
    total: int
    themes: Sequence[str]
    states: Sequence[str]
    years: Sequence[int]
    before: str = ""
    after: str = ""


def place_of(text: str, *, is_before: bool = False) -> Place | None:
    """What an address says; None for what is no place."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    sent_at = _EPOCH + timedelta(microseconds=int(match[1])) if match[1] else NOT_SENT
    return Place(sent_at, int(match[2]), is_before)


def _place(card: ApplicationCard) -> str:
    if card.submitted_at is None:
        return str(card.number)
    return f"{(card.submitted_at - _EPOCH) // timedelta(microseconds=1)}-{card.number}"


async def tracked_applications(
    reads: AsyncEngine, actor: Actor, wanted: Wanted, place: Place | None = None
) -> ApplicationList:
    """Of the structure that they act for: drafts first, then the latest sent. Two statements, whatever there is."""
    async with reads.connect() as connection:
        counts = (await connection.execute(_counts(actor, wanted))).all()
        cards = [card_of(row) for row in await connection.execute(_page(actor, wanted, place))]
    has_more = len(cards) > PAGE_SIZE
    cards = cards[:PAGE_SIZE]
    is_back = place is not None and place.is_before
    if is_back:
        cards.reverse()
    has_before, has_after = (has_more, True) if is_back else (place is not None, has_more)
    return ApplicationList(
        cards,
        found=sum(row.found for row in counts),
        total=sum(row.total for row in counts),
        themes=sorted({row.theme for row in counts}, key=plain),
        states=[state for state in ApplicationState if state in {row.state for row in counts}],
        years=sorted({row.year for row in counts}, reverse=True),
        before=_place(cards[0]) if cards and has_before else "",
        after=_place(cards[-1]) if cards and has_after else "",
    )


def _counts(actor: Actor, wanted: Wanted) -> Any:
    """By theme, state and year."""
    return (
        select(
            SchemeRevision.theme,
            Application.state,
            _year.label("year"),
            func.count().label("total"),
            func.count().filter(_matching(wanted)).label("found"),
        )
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .where(acted_for_by(actor))
        .group_by(SchemeRevision.theme, Application.state, "year")
    )


def _page(actor: Actor, wanted: Wanted, place: Place | None) -> Any:
    """One row more than a page shows, if there is one. A page that ends at its place comes in the other order."""
    found = CARDS.where(acted_for_by(actor), _matching(wanted)).limit(PAGE_SIZE + 1)
    order = (_SENT, Application.number)
    if place is None:
        return found.order_by(*(one.desc() for one in order))
    here = tuple_(literal(place.sent_at), literal(place.number))
    if place.is_before:
        return found.where(tuple_(*order) > here).order_by(*order)
    return found.where(tuple_(*order) < here).order_by(*(one.desc() for one in order))


def _matching(wanted: Wanted) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = [literal(value=True)]
    if wanted.theme:
        found.append(SchemeRevision.theme == wanted.theme)
    if wanted.state is not None:
        found.append(Application.state == wanted.state)
    if wanted.year:
        found.append(_year == wanted.year)
    query = query_of(wanted.words)
    if query is not None:
        by_words = SchemeRevision.search.op("@@")(query)
        number = _NUMBER.fullmatch(wanted.words.strip())
        found.append(or_(by_words, Application.number == int(number[1])) if number else by_words)
    return and_(*found)
