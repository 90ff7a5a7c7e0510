"""The reply is kept piece by piece; it leaves when each required item is answered, once."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.factories.accounts import actor_of, with_role
from tests.factories.applications import LIMITS, make_draft, received
from tests.factories.members import make_member
from tests.factories.solicitations import items, reply_to, request_of
from tests.support.traces import kinds_to
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application, PieceDocument
from webapp.applications.use_cases.pieces import AlreadyThere, add_piece, remove_piece
from webapp.core.actor import Actor, MemberRole
from webapp.core.refusals import Conflict, NotFound, OutOfRole, Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.solicitations.models import ReplyDocument, Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationState
from webapp.solicitations.use_cases.replying import (
    Unfinished,
    add_reply_document,
    remove_reply_document,
    say_unable,
    take_back_unable,
    transmit_reply,
)
from webapp.solicitations.use_cases.sending import cancel_request

WHY = "Le commissaire aux comptes ne l'a pas encore signé."
Asked = list[SolicitationItem]


async def _states(work: Work, request_: Solicitation) -> list[str]:
    return [one.state for one in await items(work, request_)]


async def test_a_file_answers_its_item_and_no_other(
    work: Work, actor: Actor, taken: Application, request_: Solicitation, asked: Asked, store: MemoryStore
) -> None:
    await reply_to(work, actor, taken, asked[0], store)
    assert await _states(work, request_) == [ItemState.ANSWERED, ItemState.ASKED]


async def test_taken_out_it_is_to_be_answered_again_and_its_file_goes(
    work: Work, actor: Actor, taken: Application, request_: Solicitation, asked: Asked, store: MemoryStore
) -> None:
    document_id = await reply_to(work, actor, taken, asked[0], store, "bail.pdf")
    item_id, name, keys = await remove_reply_document(work, actor, taken.number, request_.id, document_id)
    assert (item_id, name, len(keys)) == (asked[0].id, "bail.pdf", 1)
    assert await _states(work, request_) == [ItemState.ASKED, ItemState.ASKED]
    with pytest.raises(NotFound):
        await remove_reply_document(work, actor, taken.number, request_.id, document_id)


async def test_the_same_file_twice_is_once(
    work: Work, actor: Actor, taken: Application, request_: Solicitation, asked: Asked, store: MemoryStore
) -> None:
    about = (work, actor, taken.number, request_.id, asked[0].id)
    await add_reply_document(*about, await received(store, "bail.pdf", b"%PDF-1.7 one"), LIMITS)
    with pytest.raises(AlreadyThere):
        await add_reply_document(*about, await received(store, "bail.pdf", b"%PDF-1.7 one"), LIMITS)


async def test_what_one_cannot_provide_is_said_with_its_reason(
    work: Work, actor: Actor, taken: Application, request_: Solicitation, asked: Asked
) -> None:
    about = (work, actor, taken.number, request_.id, asked[0].id)
    with pytest.raises(Refused, match="Dites en quelques mots"):
        await say_unable(*about, "  ")
    said = await say_unable(*about, WHY)
    assert (said.state, said.unable) == (ItemState.UNABLE, WHY)
    await take_back_unable(*about)
    assert await _states(work, request_) == [ItemState.ASKED, ItemState.ASKED]


async def test_a_file_takes_the_place_of_what_was_said_and_not_the_other_way_round(
    work: Work, actor: Actor, taken: Application, request_: Solicitation, asked: Asked, store: MemoryStore
) -> None:
    about = (work, actor, taken.number, request_.id, asked[0].id)
    await say_unable(*about, WHY)
    await reply_to(work, actor, taken, asked[0], store)
    (first, _) = await items(work, request_)
    assert (first.state, first.unable) == (ItemState.ANSWERED, "")
    with pytest.raises(Refused, match="Retirez-le d'abord"):
        await say_unable(*about, WHY)


async def test_it_leaves_when_each_required_item_is_answered(
    work: Work,
    account: Account,
    actor: Actor,
    taken: Application,
    request_: Solicitation,
    asked: Asked,
    store: MemoryStore,
) -> None:
    await reply_to(work, actor, taken, asked[0], store)
    with pytest.raises(Unfinished) as refusal:
        await transmit_reply(work, actor, taken.number, request_.id)
    assert [item_id for item_id, _ in refusal.value.waiting] == [asked[1].id]
    await say_unable(work, actor, taken.number, request_.id, asked[1].id, WHY)
    for _ in range(3):
        done = await transmit_reply(work, actor, taken.number, request_.id)
    assert done.state == SolicitationState.ANSWERED
    assert (await kinds_to(work, account.email)).count("solicitations/answered") == 1
    async with work:
        row = await work.session.get_one(Application, taken.id, populate_existing=True)
    assert (row.open_solicitations, row.answer_due_at) == (0, None)


async def test_a_file_that_was_found_infected_answers_nothing(
    work: Work, actor: Actor, taken: Application, request_: Solicitation, asked: Asked, store: MemoryStore
) -> None:
    for item in asked:
        document_id = await reply_to(work, actor, taken, item, store, f"{item.position}.pdf")
    async with work:
        (await work.session.get_one(Document, document_id)).state = DocumentState.INFECTED
    with pytest.raises(Unfinished) as refusal:
        await transmit_reply(work, actor, taken.number, request_.id)
    assert [item_id for item_id, _ in refusal.value.waiting] == [asked[1].id]


@pytest.mark.parametrize("verb", ["add", "unable", "transmit"])
async def test_once_it_is_cancelled_nothing_is_answered_and_nothing_is_lost(
    verb: str, work: Work, agent: Actor, actor: Actor, taken: Application, asked: Asked, store: MemoryStore
) -> None:
    request_ = await request_of(work, asked[0])
    await reply_to(work, actor, taken, asked[0], store)
    await cancel_request(work, agent, taken.number, request_.id)
    with pytest.raises(Conflict, match="reste visible"):
        await _try(verb, work, actor, taken, asked[1], store)
    assert await _states(work, request_) == [ItemState.ANSWERED, ItemState.ASKED]


@pytest.mark.parametrize("verb", ["add", "unable", "transmit"])
async def test_a_reader_reads(
    verb: str, work: Work, actor: Actor, taken: Application, asked: Asked, store: MemoryStore
) -> None:
    with pytest.raises(OutOfRole, match="pas de répondre"):
        await _try(verb, work, with_role(actor, MemberRole.READER), taken, asked[0], store)


@pytest.mark.parametrize("verb", ["add", "unable", "transmit"])
async def test_to_somebody_else_there_is_no_such_thing(
    verb: str, work: Work, stranger: Actor, taken: Application, asked: Asked, store: MemoryStore
) -> None:
    with pytest.raises(NotFound):
        await _try(verb, work, stranger, taken, asked[0], store)


async def test_an_item_of_another_request_is_not_there(
    work: Work, actor: Actor, taken: Application, request_: Solicitation
) -> None:
    with pytest.raises(NotFound):
        await say_unable(work, actor, taken.number, request_.id, uuid4(), WHY)


async def test_a_writer_answers_too(
    work: Work, passwords: Passwords, taken: Application, request_: Solicitation, asked: Asked, store: MemoryStore
) -> None:
    writer = await actor_of(work, await make_member(work, passwords, taken.structure_id, MemberRole.WRITER))
    for item in asked:
        await reply_to(work, writer, taken, item, store, f"{item.position}.pdf")
    done = await transmit_reply(work, writer, taken.number, request_.id)
    assert done.answered_by == writer.account_id


async def _try(
    verb: str, work: Work, actor: Actor, application: Application, item: SolicitationItem, store: MemoryStore
) -> None:
    match verb:
        case "add":
            await reply_to(work, actor, application, item, store)
        case "unable":
            await say_unable(work, actor, application.number, item.solicitation_id, item.id, WHY)
        case "transmit":
            await transmit_reply(work, actor, application.number, item.solicitation_id)


async def test_a_document_stays_as_long_as_an_application_or_a_reply_holds_it(
    work: Work, actor: Actor, account: Account, taken: Application, asked: Asked, store: MemoryStore
) -> None:
    """Whichever lets go of it first."""
    first, second = asked
    draft = await make_draft(work, account)
    replied = await reply_to(work, actor, taken, first, store)
    piece = await add_piece(work, actor, draft.number, "statuts", await received(store), LIMITS)
    async with work:
        work.session.add(PieceDocument(application_id=draft.id, piece="statuts", document_id=replied))
        work.session.add(ReplyDocument(item_id=second.id, document_id=piece))
    _, _, keys = await remove_reply_document(work, actor, taken.number, first.solicitation_id, replied)
    assert keys == []
    await remove_piece(work, store, actor, draft.number, piece)
    assert len(await _known(work, replied, piece)) == 2
    await remove_piece(work, store, actor, draft.number, replied)
    assert await _known(work, replied, piece) == [piece]
    await remove_reply_document(work, actor, taken.number, first.solicitation_id, piece)
    assert await _known(work, replied, piece) == []


async def _known(work: Work, *ids: UUID) -> list[UUID]:
    async with work:
        return list(await work.session.scalars(select(Document.id).where(Document.id.in_(ids))))
