"""Asking to act for a structure that others declared, and the answer. A known structure is never taken over."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from webapp.accounts.models import Account, AccountState
from webapp.agents.models import Agent
from webapp.core.actor import Actor, AgentRole, MemberRole, SigningWay
from webapp.core.ids import new_id
from webapp.core.own_paths import to
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.core.throttle import count
from webapp.core.work import Work
from webapp.members import mails, paths, texts
from webapp.members.models import JoinRequest, RequestState
from webapp.members.rules import answers_orphan_requests
from webapp.members.throttling import JOIN_REQUESTS
from webapp.members.use_cases.authority import (
    account_of,
    active_administrators,
    add_member,
    find_member,
    lock_for_anyone,
    lock_to_manage,
)
from webapp.structures.access import has_number
from webapp.structures.models import Structure


@dataclass(frozen=True, slots=True)
class JoinAsked:
    function: str
    signing: SigningWay
    message: str


async def ask_to_join(work: Work, actor: Actor, number: str, asked: JoinAsked) -> Structure:
    """Twice is one request. `number`: a Siret or an RNA.

    Raises NotFound for a number that no structure has, Throttled; Refused for who is a member already.
    """
    await count(work, JOIN_REQUESTS.of(actor.account_id))
    async with work:
        found = await work.session.scalar(select(Structure.id).where(has_number(number)))
        if found is None:
            raise NotFound
        structure = await lock_for_anyone(work, found)
        if await find_member(work, structure.id, actor.account_id):
            raise Refused(texts.ALREADY_IN.format(structure=structure.name))
        if await _waits(work, structure.id, actor.account_id):
            return structure
        request = JoinRequest(
            id=new_id(),
            structure_id=structure.id,
            account_id=actor.account_id,
            function=asked.function,
            signing=asked.signing,
            message=asked.message,
            state=RequestState.PENDING,
            asked_at=work.now,
        )
        work.session.add(request)
        await _tell_the_deciders(work, structure, request)
        work.audit("structure.join_asked", "structure", structure.id, request=str(request.id))
        return structure


async def withdraw_join(work: Work, actor: Actor, request_id: UUID) -> Structure:
    """Raises NotFound for another's, Conflict once it is answered."""
    async with work:
        structure, request = await _lock_request(work, request_id)
        if request.account_id != actor.account_id:
            raise NotFound
        if request.state == RequestState.CANCELLED:
            return structure
        if request.state != RequestState.PENDING:
            raise Conflict(texts.ALREADY_DECIDED)
        request.state, request.decided_at = RequestState.CANCELLED, work.now
        work.audit("structure.join_withdrawn", "structure", structure.id, request=str(request.id))
        return structure


async def accept_join(work: Work, actor: Actor, request_id: UUID, role: MemberRole) -> Account:
    """Who asked. By an administrator of the structure; by an agent while it has none.

    Raises NotFound, Refused, Conflict when somebody else has answered.
    """
    async with work:
        structure, request = await _lock_for_answer(work, actor, request_id)
        asker = await account_of(work, request.account_id)
        if not _decide(work, actor, request, RequestState.ACCEPTED):
            return asker
        if await find_member(work, structure.id, asker.id) is None:
            await add_member(work, structure, asker, role, request.function, SigningWay(request.signing))
        await work.mail(mails.join_answer(structure, asker, request, role=role))
        work.audit("structure.joined", "structure", structure.id, account=str(asker.id), role=role, way="request")
        return asker


async def refuse_join(work: Work, actor: Actor, request_id: UUID, reason: str) -> Account:
    """As `accept_join`."""
    async with work:
        structure, request = await _lock_for_answer(work, actor, request_id)
        asker = await account_of(work, request.account_id)
        if _decide(work, actor, request, RequestState.REFUSED):
            request.reason = reason
            await work.mail(mails.join_answer(structure, asker, request, role=None))
            work.audit("structure.join_refused", "structure", structure.id, request=str(request.id))
        return asker


async def _lock_request(work: Work, request_id: UUID) -> tuple[Structure, JoinRequest]:
    """Both, the structure first. Raises NotFound."""
    structure_id = await work.session.scalar(select(JoinRequest.structure_id).where(JoinRequest.id == request_id))
    if structure_id is None:
        raise NotFound
    structure = await lock_for_anyone(work, structure_id)
    return structure, await work.session.get_one(JoinRequest, request_id, populate_existing=True)


async def _lock_for_answer(work: Work, actor: Actor, request_id: UUID) -> tuple[Structure, JoinRequest]:
    structure, request = await _lock_request(work, request_id)
    if not answers_orphan_requests(actor):
        await lock_to_manage(work, actor, structure.id)
    elif request.state == RequestState.PENDING and await active_administrators(work, structure.id):
        raise Conflict(texts.HAS_ADMINISTRATOR)
    return structure, request


def _decide(work: Work, actor: Actor, request: JoinRequest, answer: RequestState) -> bool:
    """False when the same person has given the same answer. Raises Conflict for any other."""
    if request.state == RequestState.PENDING:
        request.state, request.decided_at, request.decided_by = answer, work.now, actor.account_id
        return True
    if (request.state, request.decided_by) != (answer, actor.account_id):
        raise Conflict(texts.ALREADY_DECIDED)
    return False


async def _waits(work: Work, structure_id: UUID, account_id: UUID) -> bool:
    query = select(JoinRequest.id).where(
        JoinRequest.structure_id == structure_id,
        JoinRequest.account_id == account_id,
        JoinRequest.state == RequestState.PENDING,
    )
    return await work.session.scalar(query) is not None


async def _tell_the_deciders(work: Work, structure: Structure, request: JoinRequest) -> None:
    """The administrators of the structure; where it has none, those of the portal."""
    asker = await account_of(work, request.account_id)
    deciders, page = await active_administrators(work, structure.id), to(paths.MEMBERS, structure_id=structure.id)
    if not deciders:
        deciders, page = await _agents_who_decide(work), paths.DESK_JOIN_REQUESTS
    for decider in deciders:
        await work.mail(mails.join_request(structure, decider, asker, request, page=page))


async def _agents_who_decide(work: Work) -> list[Account]:
    """The portal's administrators, so that not all who may answer are written to; where there is none, every agent."""
    agents = select(Account).join(Agent, Agent.account_id == Account.id).where(Account.state == AccountState.ACTIVE)
    administrators = (await work.session.scalars(agents.where(Agent.role == AgentRole.ADMINISTRATOR))).all()
    return list(administrators or (await work.session.scalars(agents)).all())
