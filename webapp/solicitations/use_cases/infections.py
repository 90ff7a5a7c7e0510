"""A file turned out to be infected, in an application or in a reply: nothing is left of it, it is asked for again.

A reply that is still prepared just waits for another file. In one that was sent, the item is to be asked again, as if
an agent had said so. A piece of an application that was sent goes into the draft of the piece request, begun in the
name of the agent who follows it; of one that nobody has taken over, when somebody does. Nothing leaves before an agent
sends it; that a file is gone stands in the timeline, for both sides.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, or_, select

from webapp.accounts.models import Account, AccountState
from webapp.agents.models import Agent
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application, PieceDocument, Submission
from webapp.applications.rules import CLOSED, ApplicationState
from webapp.applications.use_cases.infections import settle_infected_piece
from webapp.core.actor import AccountKind, Actor, AgentRole
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.documents.rules import DocumentState
from webapp.documents.texts import DEPOSIT_AGAIN
from webapp.schemes.models import SchemeRevision
from webapp.schemes.revisions import load_definition
from webapp.solicitations import mails
from webapp.solicitations.models import ReplyDocument, Solicitation, SolicitationItem
from webapp.solicitations.rules import ASKABLE, ItemState, ItemTarget, SolicitationKind, SolicitationState
from webapp.solicitations.use_cases.composing import add_again, begin_request
from webapp.solicitations.use_cases.replying import settle_state


class _Reply(NamedTuple):
    """Where the file stood."""

    application: Application
    solicitation: Solicitation
    item: SolicitationItem


async def settle_infected_file(work: Work, document_id: UUID, signature: str) -> str | None:
    """The key of the file to remove after the commit; None when it was taken out meanwhile, or settled already.

    All applications are held first, in order, as by whoever takes the file out: neither waits for the other for ever.
    """
    async with work:
        holding = await _hold(work, document_id)
        replies = await _replies(work, document_id)
        key = await settle_infected_piece(work, document_id, signature)
        if key is None:
            return None
        document = await work.session.get_one(Document, document_id)
        for reply in replies:
            await _settle_reply(work, reply, document)
        for application in holding:
            if follower := await _follower(work, application):
                await ask_for_infected(work, follower, application)
        return key


async def ask_for_infected(work: Work, actor: Actor, application: Application) -> None:
    """Pieces of which nothing sound is left, and that are not asked for since, go into the draft of the piece request.

    `actor`: an agent, who holds the application in this transaction, or who follows it. Where nothing can be asked,
    nothing is.
    """
    async with work:
        if ApplicationState(application.state) not in ASKABLE or not (lost := await _lost(work, application)):
            return
        definition = await load_definition(work.session, application.revision_id)
        known = [(key, reason) for key, reason in lost if definition.piece(key)]
        if known:
            await begin_request(work, actor, application.number, SolicitationKind.PIECE_REQUEST, known)


async def _hold(work: Work, document_id: UUID) -> Sequence[Application]:
    """Those that hold the file as a piece, or in a reply."""
    as_piece = exists().where(PieceDocument.application_id == Application.id, PieceDocument.document_id == document_id)
    in_reply = exists().where(
        Solicitation.application_id == Application.id,
        SolicitationItem.solicitation_id == Solicitation.id,
        ReplyDocument.item_id == SolicitationItem.id,
        ReplyDocument.document_id == document_id,
    )
    query = select(Application).where(or_(as_piece, in_reply)).order_by(Application.id).with_for_update()
    return (await work.session.scalars(query)).all()


async def _replies(work: Work, document_id: UUID) -> Sequence[_Reply]:
    query = (
        select(Application, Solicitation, SolicitationItem)
        .join(Solicitation, Solicitation.application_id == Application.id)
        .join(SolicitationItem, SolicitationItem.solicitation_id == Solicitation.id)
        .join(ReplyDocument, ReplyDocument.item_id == SolicitationItem.id)
        .where(ReplyDocument.document_id == document_id)
        .order_by(SolicitationItem.id)
    )
    return [_Reply(*row) for row in await work.session.execute(query)]


async def _settle_reply(work: Work, reply: _Reply, document: Document) -> None:
    application, solicitation, item = reply
    is_over = ApplicationState(application.state) in CLOSED
    if solicitation.state == SolicitationState.OPEN:
        await settle_state(work, item.id)
    elif not is_over and solicitation.answered_at and not await _has_sound_file(work, item):
        item.verdict = DEPOSIT_AGAIN.format(signature=document.signature)
        if solicitation.state == SolicitationState.ANSWERED:
            item.state = ItemState.ASKED_AGAIN
        elif item.state == ItemState.ACCEPTED:
            await _ask_again(work, reply)
    await _tell(work, reply, document)
    about = {"item": str(item.id), "document": str(document.id), "signature": document.signature}
    work.audit("reply.infected", "solicitation", solicitation.id, by=None, **about)


async def _ask_again(work: Work, reply: _Reply) -> None:
    """What an agent had accepted, in a request that has ended since."""
    if follower := await _follower(work, reply.application):
        kind = SolicitationKind(reply.solicitation.kind)
        await add_again(work, await begin_request(work, follower, reply.application.number, kind), [reply.item])


async def _has_sound_file(work: Work, item: SolicitationItem) -> bool:
    is_sound = Document.state != DocumentState.INFECTED
    query = select(ReplyDocument.document_id).join(Document).where(ReplyDocument.item_id == item.id, is_sound).limit(1)
    return await work.session.scalar(query) is not None


async def _lost(work: Work, application: Application) -> Sequence[tuple[str, str]]:
    """Key of each piece whose files were all found infected, and what to say of it: of the version that the Region has.
    Nothing is asked for because of a file that was not sent yet, nor kept from being asked by one that was replaced.
    """
    if not await _has_infected(work, application):
        return []
    slots = await _sent_slots(work, application)
    query = select(Document).where(Document.id.in_(slots)).order_by(Document.id)
    by_piece: dict[str, list[Document]] = defaultdict(list)
    for document in await work.session.scalars(query):
        by_piece[slots[document.id]].append(document)
    return [
        (piece, DEPOSIT_AGAIN.format(signature=files[-1].signature))
        for piece, files in by_piece.items()
        if all(file.state == DocumentState.INFECTED for file in files)
        and not await _is_asked(work, application, piece, files[-1])
    ]


async def _has_infected(work: Work, application: Application) -> bool:
    """In any version: of most applications nothing more has to be asked."""
    query = select(PieceDocument.document_id).join(Document, Document.id == PieceDocument.document_id)
    found = query.where(PieceDocument.application_id == application.id, Document.state == DocumentState.INFECTED)
    return await work.session.scalar(found.limit(1)) is not None


async def _sent_slots(work: Work, application: Application) -> dict[UUID, str]:
    """By document of the last version, its slot. Of what was sent before versions were kept, what is there."""
    last = select(Submission.pieces).where(Submission.application_id == application.id)
    pieces = await work.session.scalar(last.order_by(Submission.number.desc()).limit(1))
    if pieces is not None:
        return {UUID(piece["document_id"]): piece["piece"] for piece in pieces}
    there = select(PieceDocument).where(PieceDocument.application_id == application.id)
    return {one.document_id: one.piece for one in await work.session.scalars(there)}


async def _is_asked(work: Work, application: Application, piece: str, infected: Document) -> bool:
    """Since it was found infected, or by a request that goes on."""
    waits = Solicitation.state.in_((SolicitationState.OPEN, SolicitationState.ANSWERED))
    asked = exists().where(
        Solicitation.application_id == application.id,
        Solicitation.state != SolicitationState.CANCELLED,
        SolicitationItem.solicitation_id == Solicitation.id,
        SolicitationItem.target_kind == ItemTarget.PIECE,
        SolicitationItem.target == piece,
        or_(waits, Solicitation.begun_at >= infected.scanned_at),
    )
    return bool(await work.session.scalar(select(asked)))


async def _follower(work: Work, application: Application) -> Actor | None:
    """The agent who follows the application, as long as they see it; no session is theirs here."""
    query = (
        select(Account, Agent)
        .join(Agent, Agent.account_id == Account.id)
        .where(
            Account.id == application.assigned_to,
            Account.state == AccountState.ACTIVE,
            Agent.service_id == application.service_id,
        )
    )
    row = (await work.session.execute(query)).one_or_none()
    if row is None:
        return None
    account, agent = row
    return Actor(
        account_id=account.id,
        session_id=new_id(),
        kind=AccountKind.AGENT,
        first_name=account.first_name,
        last_name=account.last_name,
        role=AgentRole(agent.role),
        service_id=agent.service_id,
    )


async def _tell(work: Work, reply: _Reply, document: Document) -> None:
    """Who put the file there and, once it is sent, who sent it, among others."""
    application, solicitation, item = reply
    title = (await work.session.get_one(SchemeRevision, application.revision_id)).title
    others = (document.uploaded_by, solicitation.answered_by)
    for account in await correspondents(work, application, *others):
        await work.mail(mails.infected(application, account, solicitation, item, document, title))
