"""A file is not complete while a piece that the texts ask for is awaited, or its reply is to be judged."""

import pytest

from tests.factories.solicitations import items, make_answered, make_request, make_sent_request
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, NotFound, OutOfRole
from webapp.core.work import Work
from webapp.solicitations.models import Solicitation
from webapp.solicitations.use_cases.completeness import declare_nothing_missing
from webapp.solicitations.use_cases.judging import close_request
from webapp.solicitations.use_cases.sending import cancel_request, send_requests


async def test_what_is_awaited_comes_first(
    work: Work, account: Account, agent: Actor, actor: Actor, taken: Application, request_: Solicitation
) -> None:
    with pytest.raises(Conflict, match="attend la réponse du demandeur"):
        await declare_nothing_missing(work, agent, taken.number)
    await make_answered(work, actor, request_)
    with pytest.raises(Conflict, match="Jugez d'abord sa réponse"):
        await declare_nothing_missing(work, agent, taken.number)
    assert "review/complete" not in await kinds_to(work, account.email)
    await close_request(work, agent, taken.number, request_.id)
    for _ in range(2):
        assert (await declare_nothing_missing(work, agent, taken.number)).completed_at is not None
    assert (await kinds_to(work, account.email)).count("review/complete") == 1


async def test_a_request_that_is_taken_back_is_awaited_no_more(
    work: Work, agent: Actor, taken: Application, request_: Solicitation
) -> None:
    await cancel_request(work, agent, taken.number, request_.id)
    assert (await declare_nothing_missing(work, agent, taken.number)).completed_at is not None


async def test_what_suspends_nothing_and_what_is_still_composed_keep_nothing_from_being_complete(
    work: Work, agent: Actor, taken: Application
) -> None:
    draft = await make_request(work, agent, taken)
    async with work:
        for item in await items(work, draft):
            item.suspends = False
    await send_requests(work, agent, taken.number)
    await make_request(work, agent, taken)
    assert (await declare_nothing_missing(work, agent, taken.number)).completed_at is not None


async def test_said_once_it_stays_said_whatever_is_asked_later(work: Work, agent: Actor, taken: Application) -> None:
    first = await declare_nothing_missing(work, agent, taken.number)
    await make_sent_request(work, agent, taken)
    assert (await declare_nothing_missing(work, agent, taken.number)).completed_at == first.completed_at


async def test_it_is_for_agents_of_the_service(
    work: Work, actor: Actor, stranger: Actor, taken: Application, request_: Solicitation
) -> None:
    with pytest.raises(OutOfRole):
        await declare_nothing_missing(work, actor, taken.number)
    with pytest.raises(NotFound):
        await declare_nothing_missing(work, stranger, taken.number)
