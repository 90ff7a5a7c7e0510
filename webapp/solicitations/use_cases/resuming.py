"""What was cancelled is asked once more, in the same words."""

from uuid import UUID

from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.solicitations.access import lock_solicitation, require
from webapp.solicitations.models import Solicitation
from webapp.solicitations.rules import SolicitationKind, SolicitationVerb
from webapp.solicitations.use_cases.composing import add_as_it_was, begin_request, items_of


async def resume_request(work: Work, actor: Actor, number: int, solicitation_id: UUID) -> Solicitation:
    """The draft of this kind, with what the cancelled request asked and its message; what an agent has put into it
    before stays. Said twice, it changes nothing. The deadline is proposed anew.

    Raises NotFound; Conflict for what is not cancelled, and once nothing can be asked any more; OutOfRole.
    """
    async with work:
        held = await lock_solicitation(work, actor, number, solicitation_id)
        require(actor, SolicitationVerb.RESUME, held)
        cancelled = held.solicitation
        draft = await begin_request(work, actor, number, SolicitationKind(cancelled.kind))
        if not draft.message.strip():
            draft.message = cancelled.message
        if draft.follows_id is None:
            draft.follows_id, draft.round = cancelled.follows_id, cancelled.round
        await add_as_it_was(work, draft, await items_of(work, cancelled))
        return draft
