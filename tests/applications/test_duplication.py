"""A new draft from an application of any state: answers by their keys, the same documents, once."""

import asyncio
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select, update

from tests.factories.accounts import actor_of, with_role
from tests.factories.applications import (
    GOOD_ANSWERS,
    LIMITS,
    REQUIRED_PIECES,
    SLUG,
    definition,
    make_applicant,
    make_complete_draft,
    make_draft,
    received,
    stored_keys,
)
from tests.support.clock import FrozenClock
from tests.support.traces import actions_on, details_of
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications import texts
from webapp.applications.models import Answer, Application, PieceDocument
from webapp.applications.rules import ApplicationState, WithdrawalReason
from webapp.applications.use_cases.drafts import begin_application
from webapp.applications.use_cases.duplication import duplicate_application
from webapp.applications.use_cases.pieces import add_piece
from webapp.applications.use_cases.withdrawal import withdraw_application
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.schemes.use_cases import publish


async def answers_of(work: Work, application: Application) -> dict[str, str]:
    async with work:
        rows = await work.session.execute(
            select(Answer.field, Answer.text).where(Answer.application_id == application.id)
        )
        return {row.field: row.text for row in rows}


async def pieces_of(work: Work, application: Application) -> dict[str, object]:
    async with work:
        query = select(PieceDocument.piece, PieceDocument.document_id)
        rows = await work.session.execute(query.where(PieceDocument.application_id == application.id))
        return {row.piece: row.document_id for row in rows}


async def test_what_was_sent_begins_again_with_its_answers_and_its_very_documents(
    work: Work, actor: Actor, sent: Application, store: MemoryStore
) -> None:
    before, key = await stored_keys(store), new_id()
    draft = await duplicate_application(work, actor, sent.number, key=key)
    assert (draft.id, draft.state, draft.number > sent.number) == (key, ApplicationState.DRAFT, True)
    assert await answers_of(work, draft) == GOOD_ANSWERS
    assert await pieces_of(work, draft) == await pieces_of(work, sent)
    assert await stored_keys(store) == before
    assert await actions_on(work, draft.id) == ["application.begun", "application.duplicated"]
    assert await details_of(work, "application.duplicated", draft.id) == [
        {"source": sent.number, "answers": len(GOOD_ANSWERS), "files": 2}
    ]


async def test_a_draft_and_what_was_withdrawn_begin_again_too(
    work: Work, actor: Actor, sent: Application, account: Account, store: MemoryStore
) -> None:
    await withdraw_application(work, actor, sent.number, WithdrawalReason.MISTAKE)
    first = await duplicate_application(work, actor, sent.number, key=new_id())
    second = await duplicate_application(work, actor, first.number, key=new_id(), another=True)
    assert await answers_of(work, second) == GOOD_ANSWERS


async def test_sent_twice_it_is_one_even_once_the_draft_was_changed(
    work: Work, actor: Actor, sent: Application
) -> None:
    key = new_id()
    first = await duplicate_application(work, actor, sent.number, key=key)
    async with work:
        await work.session.execute(
            update(Answer).where(Answer.application_id == first.id, Answer.field == "objet").values(text="Autre chose")
        )
    again = await duplicate_application(work, actor, sent.number, key=key)
    assert again.id == first.id
    assert (await answers_of(work, again))["objet"] == "Autre chose"


async def test_20_clicks_at_once_make_one_draft(
    committed: Work, database: Database, clock: FrozenClock, passwords: Passwords, store: MemoryStore
) -> None:
    account = await make_applicant(committed, passwords)
    source, actor, key = (
        await make_complete_draft(committed, account, store),
        await actor_of(committed, account),
        new_id(),
    )
    made = await asyncio.gather(
        *(
            duplicate_application(Work(database.sessions, clock), actor, source.number, key=key, another=True)
            for _ in range(20)
        )
    )
    assert {draft.id for draft in made} == {key}
    async with committed:
        query = select(func.count()).where(Application.structure_id == source.structure_id)
        assert await committed.session.scalar(query) == 2


async def test_a_draft_that_the_form_did_not_show_is_offered_first(work: Work, actor: Actor, sent: Application) -> None:
    await begin_application(work, actor, SLUG)
    with pytest.raises(Refused) as refused:
        await duplicate_application(work, actor, sent.number, key=new_id())
    assert refused.value.reason == texts.DRAFT_MEANWHILE
    assert await duplicate_application(work, actor, sent.number, key=new_id(), another=True)


async def test_what_the_current_revision_does_not_ask_any_more_stays_behind(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    source = await make_complete_draft(work, account, store)
    scheme = definition()
    [step] = scheme.steps
    fewer = [
        msgspec.structs.replace(section, fields=tuple(field for field in section.fields if field.key != "activites"))
        for section in step.sections
    ]
    pieces = tuple(piece for piece in scheme.pieces if piece.key != REQUIRED_PIECES[0])
    changed = msgspec.structs.replace(
        scheme, steps=(msgspec.structs.replace(step, sections=tuple(fewer)),), pieces=pieces
    )
    revision = await publish(work, SLUG, changed)
    draft = await duplicate_application(work, actor, source.number, key=new_id(), another=True)
    assert draft.revision_id == revision.id
    assert await answers_of(work, draft) == {key: text for key, text in GOOD_ANSWERS.items() if key != "activites"}
    assert set(await pieces_of(work, draft)) == {REQUIRED_PIECES[1]}


async def test_a_file_found_infected_stays_behind(
    work: Work, account: Account, actor: Actor, store: MemoryStore
) -> None:
    source = await make_draft(work, account)
    document = await add_piece(work, actor, source.number, "statuts", await received(store), LIMITS)
    async with work:
        await work.session.execute(update(Document).where(Document.id == document).values(state="infected"))
    draft = await duplicate_application(work, actor, source.number, key=new_id(), another=True)
    assert await pieces_of(work, draft) == {}


async def test_a_closed_campaign_takes_no_duplicate(
    work: Work, actor: Actor, sent: Application, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=500))
    with pytest.raises(Refused, match="fermé depuis le 31 décembre 2027"):
        await duplicate_application(work, actor, sent.number, key=new_id())


async def test_neither_a_reader_nor_a_stranger_duplicates(
    work: Work, actor: Actor, stranger: Actor, sent: Application, agent: Actor
) -> None:
    with pytest.raises(OutOfRole):
        await duplicate_application(work, with_role(actor, MemberRole.READER), sent.number, key=new_id())
    with pytest.raises(NotFound):
        await duplicate_application(work, stranger, sent.number, key=new_id())
    with pytest.raises(OutOfRole):
        await duplicate_application(work, agent, sent.number, key=new_id())


async def test_a_key_of_others_gives_nothing(work: Work, actor: Actor, stranger: Actor, sent: Application) -> None:
    theirs = await begin_application(work, stranger, SLUG)
    with pytest.raises(NotFound):
        await duplicate_application(work, actor, sent.number, key=theirs.id)
