"""Reads of a thread for its page, and of what is new for the pages that lead there; each is scoped by who asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts.models import Account
from webapp.applications.access import acted_for_by, visible_to
from webapp.applications.cards import CARDS, ApplicationCard, card_of
from webapp.applications.models import Application, reference
from webapp.applications.rules import NOT_SENT
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.schemes.models import SchemeRevision
from webapp.threads import texts
from webapp.threads.models import Message, Reading, SentMail
from webapp.threads.rules import Party, party_of

LATEST = 100
"""Messages shown at first: more than people read again, few enough for a phone."""
MOST_THREADS = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A message. `is_new`: of the other side, since the reader was last here."""

    number: int
    party: Party
    author: str
    text: str
    at: datetime
    is_new: bool

    @property
    def is_of_region(self) -> bool:
        return self.party is Party.REGION


@dataclass(frozen=True, slots=True)
class Told:
    """A mail that the portal sent to the applicant by itself."""

    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """`entries`: the oldest first. `hidden`: how many messages are older than those, for a long thread."""

    card: ApplicationCard
    entries: Sequence[Said | Told]
    hidden: int

    @property
    def new(self) -> list[Said]:
        return [entry for entry in self.entries if isinstance(entry, Said) and entry.is_new]

    @property
    def new_label(self) -> str:
        return texts.new_messages(len(self.new))

    @property
    def last_number(self) -> int:
        """0 while nobody has written."""
        return max((entry.number for entry in self.entries if isinstance(entry, Said)), default=0)


@dataclass(frozen=True, slots=True)
class ThreadState:
    """What a page about the application says of its thread. `new`: of the other side, not read by the reader."""

    messages: int
    new: int

    @property
    def new_label(self) -> str:
        return texts.new_messages(self.new)


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread in a list."""

    number: int
    title: str
    last_at: datetime
    new: int

    @property
    def reference(self) -> str:
        return reference(self.number)

    @property
    def new_label(self) -> str:
        return texts.new_messages(self.new)


@dataclass(frozen=True, slots=True)
class ThreadList:
    """The first MOST_THREADS, those with something new before the others; `total` counts all."""

    lines: Sequence[ThreadLine]
    total: int


async def thread_page(reads: AsyncEngine, actor: Actor, number: int, *, latest: int | None = LATEST) -> Thread:
    """The `latest` messages, or all of them for None. Raises NotFound, also for an application that was not sent."""
    card_query = CARDS.where(Application.number == number, visible_to(actor), Application.state.not_in(NOT_SENT))
    async with reads.connect() as connection:
        row = (await connection.execute(card_query)).one_or_none()
        if row is None:
            raise NotFound
        card = card_of(row)
        messages = (await connection.execute(_messages(actor, card, latest))).all()
        mails = (
            await connection.execute(
                select(SentMail.subject, SentMail.sent_at).where(SentMail.application_id == card.id)
            )
        ).all()
    said = [Said(row.number, Party(row.party), row.full_name, row.text, row.created_at, row.is_new) for row in messages]
    said.reverse()
    hidden = said[0].number - 1 if said else 0
    told = [Told(*row) for row in mails if not hidden or row.sent_at >= said[0].at]
    return Thread(card, sorted([*told, *said], key=lambda entry: entry.at), hidden)


async def thread_state(reads: AsyncEngine, actor: Actor, number: int) -> ThreadState:
    """Nothing for an application that the actor does not see."""
    query = (
        select(func.count(), func.count().filter(_is_new(actor)))
        .select_from(Message)
        .join(Application, Application.id == Message.application_id)
        .outerjoin(Reading, _own_reading(actor))
        .where(Application.number == number, visible_to(actor))
    )
    async with reads.connect() as connection:
        return ThreadState(*(await connection.execute(query)).one())


async def new_messages_in(reads: AsyncEngine, actor: Actor, numbers: Collection[int]) -> Mapping[int, str]:
    """By number of those applications about which the other side has written something that the actor has not read, the
    words to say it. One statement, none for no numbers.
    """
    if not numbers:
        return {}
    query = (
        select(Application.number, func.count())
        .select_from(Message)
        .join(Application, Application.id == Message.application_id)
        .outerjoin(Reading, _own_reading(actor))
        .where(Application.number.in_(numbers), visible_to(actor), _is_new(actor))
        .group_by(Application.number)
    )
    async with reads.connect() as connection:
        return {number: texts.new_messages(count) for number, count in await connection.execute(query)}


async def threads_of(reads: AsyncEngine, actor: Actor) -> ThreadList:
    """Of the structure that they act for; an application about which nobody has written has none."""
    new = func.count().filter(_is_new(actor))
    last_at = func.max(Message.created_at)
    query = (
        select(Application.number, SchemeRevision.title, last_at, new.label("new"), func.count().over().label("total"))
        .select_from(Message)
        .join(Application, Application.id == Message.application_id)
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .outerjoin(Reading, _own_reading(actor))
        .where(acted_for_by(actor))
        .group_by(Application.number, SchemeRevision.title)
        .order_by((new > 0).desc(), last_at.desc(), Application.number)
        .limit(MOST_THREADS)
    )
    async with reads.connect() as connection:
        rows = (await connection.execute(query)).all()
    return ThreadList([ThreadLine(*row[:-1]) for row in rows], rows[0].total if rows else 0)


def _messages(actor: Actor, card: ApplicationCard, latest: int | None) -> Any:
    """The latest first."""
    return (
        select(
            Message.number,
            Message.party,
            Account.full_name,
            Message.text,
            Message.created_at,
            _is_new(actor).label("is_new"),
        )
        .join(Account, Account.id == Message.author_id)
        .outerjoin(Reading, _own_reading(actor))
        .where(Message.application_id == card.id)
        .order_by(Message.number.desc())
        .limit(latest)
    )


def _own_reading(actor: Actor) -> ColumnElement[bool]:
    return and_(Reading.application_id == Message.application_id, Reading.account_id == actor.account_id)


def _is_new(actor: Actor) -> ColumnElement[bool]:
    return and_(Message.party != party_of(actor), Message.number > func.coalesce(Reading.last_number, literal(0)))
