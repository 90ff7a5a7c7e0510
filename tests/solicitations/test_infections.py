"""A virus in a piece that was sent, or in a reply: the file is gone, and what it answered is asked for again."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from tests.factories.accounts import make_agent, make_service
from tests.factories.solicitations import items, reply_to, request_of
from tests.support.traces import actions_on, mails_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application, PieceDocument
from webapp.applications.use_cases.desk import take_over
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.documents.texts import DEPOSIT_AGAIN
from webapp.review.use_cases.acts import drop
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import SolicitationState
from webapp.solicitations.use_cases.infections import ask_for_infected, settle_infected_file
from webapp.solicitations.use_cases.judging import ask_again, judge_item
from webapp.solicitations.use_cases.replying import Unfinished, say_unable, transmit_reply
from webapp.solicitations.use_cases.sending import send_requests

VIRUS = "Eicar-Test"
WHY = DEPOSIT_AGAIN.format(signature=VIRUS)
BUDGET = "budget_previsionnel"
MAIL = "applications/infected_piece"


async def piece_of(work: Work, application: Application) -> UUID:
    async with work:
        query = select(PieceDocument.document_id).where(
            PieceDocument.application_id == application.id, PieceDocument.piece == BUDGET
        )
        return (await work.session.scalars(query)).one()


async def drafts(work: Work, application: Application) -> list[Solicitation]:
    async with work:
        query = select(Solicitation).where(
            Solicitation.application_id == application.id, Solicitation.state == SolicitationState.DRAFT
        )
        return list(await work.session.scalars(query))


async def draft_items(work: Work, application: Application) -> list[SolicitationItem]:
    return [item for draft in await drafts(work, application) for item in await items(work, draft)]


async def state_of(work: Work, item: SolicitationItem) -> tuple[str, str]:
    async with work:
        found = await work.session.get_one(SolicitationItem, item.id, populate_existing=True)
        return found.state, found.verdict


class TestOfAPiece:
    async def test_what_an_agent_follows_is_asked_for_in_their_name(
        self, work: Work, agent: Actor, taken: Application
    ) -> None:
        key = await settle_infected_file(work, await piece_of(work, taken), VIRUS)
        assert key is not None
        [draft] = await drafts(work, taken)
        assert draft.begun_by == agent.account_id
        [item] = await items(work, draft)
        assert (item.target, item.reason, item.suspends) == (BUDGET, WHY, True)

    async def test_settled_twice_it_is_asked_and_told_once(
        self, work: Work, account: Account, taken: Application
    ) -> None:
        document_id = await piece_of(work, taken)
        await settle_infected_file(work, document_id, VIRUS)
        assert await settle_infected_file(work, document_id, VIRUS) is None
        assert len(await draft_items(work, taken)) == 1
        assert [mail.kind for mail in await mails_to(work, account.email)].count(MAIL) == 1

    async def test_what_a_request_asks_for_already_is_not_asked_twice(
        self, work: Work, agent: Actor, taken: Application, asked: list[SolicitationItem]
    ) -> None:
        await settle_infected_file(work, await piece_of(work, taken), VIRUS)
        assert await drafts(work, taken) == []
        await ask_for_infected(work, agent, taken)
        assert await drafts(work, taken) == []

    async def test_of_what_nobody_has_taken_over_it_is_asked_when_somebody_does(
        self, work: Work, agent: Actor, sent: Application
    ) -> None:
        await settle_infected_file(work, await piece_of(work, sent), VIRUS)
        assert await drafts(work, sent) == []
        await ask_for_infected(work, agent, await take_over(work, agent, sent.number))
        assert [item.reason for item in await draft_items(work, sent)] == [WHY]

    async def test_who_has_left_the_service_asks_nothing(
        self, work: Work, passwords: Passwords, agent: Actor, taken: Application
    ) -> None:
        elsewhere = await make_agent(work, passwords, service_id=(await make_service(work)).id)
        async with work:
            changed = update(Application).where(Application.id == taken.id).values(assigned_to=elsewhere.id)
            await work.session.execute(changed)
        await settle_infected_file(work, await piece_of(work, taken), VIRUS)
        assert await drafts(work, taken) == []
        await ask_for_infected(work, agent, taken)
        assert len(await draft_items(work, taken)) == 1

    async def test_of_what_is_over_nothing_is_asked(self, work: Work, agent: Actor, taken: Application) -> None:
        await drop(work, agent, taken.number, "Le projet est abandonné.")
        assert await settle_infected_file(work, await piece_of(work, taken), VIRUS) is not None
        assert await drafts(work, taken) == []


class TestOfAReply:
    @pytest.fixture
    async def document_id(
        self, work: Work, actor: Actor, taken: Application, asked: list[SolicitationItem], store: MemoryStore
    ) -> UUID:
        """Of the first item; the second cannot be provided."""
        await say_unable(work, actor, taken.number, asked[1].solicitation_id, asked[1].id, "Nous ne l'avons pas.")
        return await reply_to(work, actor, taken, asked[0], store)

    async def test_an_item_that_nothing_else_answers_waits_again(
        self,
        work: Work,
        account: Account,
        actor: Actor,
        taken: Application,
        asked: list[SolicitationItem],
        document_id: UUID,
    ) -> None:
        key = await settle_infected_file(work, document_id, VIRUS)
        assert key is not None
        assert await state_of(work, asked[0]) == ("asked", "")
        with pytest.raises(Unfinished):
            await transmit_reply(work, actor, taken.number, asked[0].solicitation_id)
        [told] = [mail for mail in await mails_to(work, account.email) if mail.kind == MAIL]
        page = f"/demandes/{taken.reference}/sollicitations/{asked[0].solicitation_id}"
        assert (told.data["page"], told.data["is_sent"], told.data["piece"]) == (page, False, asked[0].label)
        assert "reply.infected" in await actions_on(work, asked[0].solicitation_id)
        assert await settle_infected_file(work, document_id, VIRUS) is None

    async def test_an_item_that_another_file_answers_stays_answered(
        self,
        work: Work,
        actor: Actor,
        taken: Application,
        asked: list[SolicitationItem],
        document_id: UUID,
        store: MemoryStore,
    ) -> None:
        await reply_to(work, actor, taken, asked[0], store, "autre.pdf")
        await settle_infected_file(work, document_id, VIRUS)
        assert await state_of(work, asked[0]) == ("answered", "")

    async def test_in_a_reply_that_was_sent_the_item_is_to_be_asked_again(
        self,
        work: Work,
        agent: Actor,
        actor: Actor,
        taken: Application,
        asked: list[SolicitationItem],
        document_id: UUID,
    ) -> None:
        number, request = taken.number, asked[0].solicitation_id
        await transmit_reply(work, actor, number, request)
        await judge_item(work, agent, number, request, asked[0].id, is_accepted=True)
        await settle_infected_file(work, document_id, VIRUS)
        assert await state_of(work, asked[0]) == ("asked_again", WHY)
        await ask_again(work, agent, number, request)
        assert [(item.target, item.reason) for item in await draft_items(work, taken)] == [(BUDGET, WHY)]

    async def test_what_was_accepted_in_a_request_that_is_closed_goes_into_the_next_draft(
        self,
        work: Work,
        agent: Actor,
        actor: Actor,
        taken: Application,
        asked: list[SolicitationItem],
        document_id: UUID,
    ) -> None:
        number, request = taken.number, asked[0].solicitation_id
        await transmit_reply(work, actor, number, request)
        for item in asked:
            await judge_item(work, agent, number, request, item.id, is_accepted=True)
        assert (await request_of(work, asked[0])).state == "closed"
        await settle_infected_file(work, document_id, VIRUS)
        assert [(item.target, item.reason) for item in await draft_items(work, taken)] == [(BUDGET, WHY)]
        [sent] = await send_requests(work, agent, number)
        assert sent.state == "open"


async def test_the_same_bytes_sent_again_are_another_file(
    work: Work, actor: Actor, taken: Application, asked: list[SolicitationItem], store: MemoryStore
) -> None:
    """What is infected is no obstacle to a sound file of the same name."""
    first = await reply_to(work, actor, taken, asked[0], store)
    await settle_infected_file(work, first, VIRUS)
    second = await reply_to(work, actor, taken, asked[0], store)
    assert first != second
    assert (await state_of(work, asked[0]))[0] == "answered"
