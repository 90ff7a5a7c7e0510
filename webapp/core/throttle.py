"""Counted tries, in PostgreSQL: they hold for every process and survive a restart.

After `most` tries within `window` comes a wait, doubled at each try that follows, up to `LONGEST_WAIT`. It is never
for ever. The figures in force are in docs/security.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Interval,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base
from webapp.core.refusals import Throttled
from webapp.core.work import Work

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
MOMENT = DateTime(timezone=True)


class Throttle(Base):
    """`key` is a digest: the table says neither who tried nor from where."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    blocked_until: Mapped[datetime | None]
    forgotten_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Limit:
    """`what` is tried at most `most` times within `window` before one has to wait."""

    what: str
    most: int
    window: timedelta

    def of(self, whom: object, *, called: str = "") -> "Tries":
        """`called`: the name for the audit, where `whom` may not be written down."""
        return Tries(self, sha256(f"{self.what}\0{whom}".encode()).hexdigest(), called or str(whom))


@dataclass(frozen=True, slots=True)
class Tries:
    """Those of one account, address or device."""

    limit: Limit
    key: str
    called: str


async def count(work: Work, *counted: Tries, watched: Sequence[Tries] = ()) -> None:
    """One more try of each of `counted`, in one statement and a transaction of its own: call it outside any other.

    Raises Throttled, and counts nothing, while one of them or of `watched` has to wait: nothing is tried then, and an
    address that is blocked must not go on filling the counters of those whom it names.
    """
    async with work:
        wait = await _count(work, counted, watched)
    if wait is not None:
        raise Throttled(wait)


async def count_quietly(work: Work, tries: Tries) -> bool:
    """As `count`, inside the caller's transaction; False, and not counted, while one has to wait."""
    return await _count(work, [tries], ()) is None


async def _count(work: Work, counted: Sequence[Tries], watched: Sequence[Tries]) -> timedelta | None:
    """How long to wait, None when nobody has to."""
    keys = [tries.key for tries in (*counted, *watched)]
    is_blocked = and_(Throttle.key.in_(keys), Throttle.blocked_until > work.now)
    ctes = [_one_more(tries, work.now, ~exists().where(is_blocked), f"counted_{n}") for n, tries in enumerate(counted)]
    blocked = select(Throttle.key, Throttle.blocked_until, false()).where(is_blocked)
    passed = [select(cte.c.key, literal(None, MOMENT), cte.c.blocked_until.is_not(None)) for cte in ctes]
    rows = (await work.session.execute(union_all(blocked, *passed))).all()
    for tries in counted:
        if (tries.key, None, True) in rows:
            work.audit("throttle.reached", tries.limit.what, tries.called)
    waits = [until - work.now for _, until, _ in rows if until is not None]
    if not waits and {tries.key for tries in counted} - {key for key, _, _ in rows}:
        waits.append(FIRST_WAIT)  # blocked by a try that came in the same instant
    return max(waits, default=None)


def _one_more(tries: Tries, now: datetime, nobody_waits: ColumnElement[bool], name: str) -> CTE:
    """Returns no row while one has to wait. The lock on the row puts those who come at once in a line."""
    most, window = tries.limit.most, tries.limit.window
    is_new = Throttle.forgotten_at <= now
    number = case((is_new, 1), else_=Throttle.tries + 1)
    doubled = FIRST_WAIT.total_seconds() * func.power(2.0, func.least(number - most, 20))
    seconds = func.least(doubled, LONGEST_WAIT.total_seconds())
    free_at = literal(now, MOMENT) + func.make_interval(0, 0, 0, 0, 0, 0, seconds, type_=Interval())
    first = select(literal(tries.key), literal(1), literal(now + window, MOMENT)).where(nobody_waits)
    return (
        insert(Throttle)
        .from_select(["key", "tries", "forgotten_at"], first)
        .on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "tries": number,
                "blocked_until": case((number >= most, free_at)),
                "forgotten_at": case(
                    (number >= most, free_at + window), (is_new, now + window), else_=Throttle.forgotten_at
                ),
            },
            where=func.coalesce(Throttle.blocked_until, now) <= now,
        )
        .returning(Throttle.key, Throttle.blocked_until)
        .cte(name)
    )


async def uncount(work: Work, *counted: Tries) -> None:
    """A try that was a success does not count; inside the caller's transaction."""
    await work.session.execute(
        update(Throttle)
        .where(Throttle.key.in_([tries.key for tries in counted]))
        .values(tries=func.greatest(Throttle.tries - 1, 0), blocked_until=None)
    )


async def forget(work: Work, *tries: Tries) -> None:
    """As if none had ever been counted; inside the caller's transaction."""
    await work.session.execute(delete(Throttle).where(Throttle.key.in_([one.key for one in tries])))


async def forget_the_past(work: Work) -> int:
    """Removes the rows that hold nobody back any more; how many. Inside the caller's transaction."""
    gone = await work.session.scalars(delete(Throttle).where(Throttle.forgotten_at <= work.now).returning(Throttle.key))
    return len(gone.all())
