"""Who has to answer is reminded 7 and 2 days before the deadline, once each; what no longer fits is skipped."""

from datetime import datetime, timedelta

import pytest

from tests.support.clock import FrozenClock
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.work import Work
from webapp.review.use_cases.acts import drop
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.reminding import remind
from webapp.solicitations.use_cases.sending import cancel_request

REMINDER = "solicitations/reminder"


def morning(request_: Solicitation, days: int) -> datetime:
    """So many days before the deadline, at 9:00 in Paris."""
    assert request_.deadline is not None
    day = request_.deadline.astimezone(PARIS).date() - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 9, tzinfo=PARIS)


async def reminded_at(work: Work, account: Account, clock: FrozenClock, moment: datetime) -> int:
    """How many times this member is reminded then."""
    clock.advance(moment - clock.now())
    before = await reminders_to(work, account)
    await remind(lambda: work)
    return await reminders_to(work, account) - before


async def reminders_to(work: Work, account: Account) -> int:
    return (await kinds_to(work, account.email)).count(REMINDER)


async def test_twice_once_each(work: Work, account: Account, request_: Solicitation, clock: FrozenClock) -> None:
    second = timedelta(seconds=1)
    assert await reminded_at(work, account, clock, morning(request_, 7) - second) == 0
    assert await reminded_at(work, account, clock, morning(request_, 7)) == 1
    assert await reminded_at(work, account, clock, morning(request_, 5)) == 0
    assert await reminded_at(work, account, clock, morning(request_, 2)) == 1
    assert await reminded_at(work, account, clock, morning(request_, 1)) == 0
    assert await reminders_to(work, account) == 2


async def test_after_days_without_a_worker_only_the_last_is_sent(
    work: Work, account: Account, request_: Solicitation, clock: FrozenClock
) -> None:
    assert await reminded_at(work, account, clock, morning(request_, 1)) == 1
    assert await reminded_at(work, account, clock, morning(request_, 1) + timedelta(hours=1)) == 0
    assert await reminders_to(work, account) == 1


@pytest.mark.parametrize("days", [-1, 0])
async def test_nobody_is_reminded_of_what_is_over(
    days: int, work: Work, account: Account, request_: Solicitation, clock: FrozenClock
) -> None:
    assert request_.deadline is not None
    assert await reminded_at(work, account, clock, request_.deadline + timedelta(seconds=1, days=-days)) == 0


async def test_nobody_is_reminded_of_what_is_cancelled(
    work: Work, account: Account, agent: Actor, taken: Application, request_: Solicitation, clock: FrozenClock
) -> None:
    await cancel_request(work, agent, taken.number, request_.id)
    assert await reminded_at(work, account, clock, morning(request_, 7)) == 0


async def test_nobody_is_reminded_once_the_application_has_ended(
    work: Work, account: Account, agent: Actor, taken: Application, request_: Solicitation, clock: FrozenClock
) -> None:
    await drop(work, agent, taken.number, "Le projet est abandonné.")
    assert await reminded_at(work, account, clock, morning(request_, 7)) == 0
    assert (taken.open_solicitations, taken.answer_due_at) == (0, None)
