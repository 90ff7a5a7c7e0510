"""« Non conforme » with its reason fills the draft of a piece request: once, and nothing that is settled already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.review.queries import verdicts_of
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import (
    WAITS_FOR_APPLICANT,
    WAITS_FOR_REGION,
    ItemState,
    ItemTarget,
    SolicitationKind,
    SolicitationState,
)
from webapp.solicitations.use_cases.composing import begin_request

KIND = SolicitationKind.PIECE_REQUEST


class Asked(NamedTuple):
    """A piece in a request that was sent."""

    sent_at: datetime
    request: SolicitationState
    item: ItemState


async def begin_piece_request(work: Work, actor: Actor, number: int) -> Solicitation:
    """The draft, begun if there is none, with the pieces that were judged "Non conforme" since it was filled last: what
    an agent took out of it stays out.

    Raises NotFound, Conflict once nothing can be asked any more, OutOfRole.
    """
    async with work:
        draft = await begin_request(work, actor, number, KIND)
        verdicts = await verdicts_of(work.session, actor, number)
        asked = await _asked(work, draft)
        wrong = [
            (key, verdict.reason)
            for key, verdict in verdicts.items()
            if not verdict.is_conform
            and (draft.filled_at is None or verdict.at > draft.filled_at)
            and not is_settled(verdict.at, asked.get(key, ()))
        ]
        draft = await begin_request(work, actor, number, KIND, wrong)
        draft.filled_at = work.now
        return draft


def is_settled(judged_at: datetime, asked: Sequence[Asked]) -> bool:
    """The piece was asked for after it had been judged, and that request is not over yet, or has brought a good one."""
    return any(
        one.sent_at >= judged_at
        and (one.request in WAITS_FOR_APPLICANT | WAITS_FOR_REGION or one.item is ItemState.ACCEPTED)
        for one in asked
    )


async def _asked(work: Work, draft: Solicitation) -> Mapping[str, Sequence[Asked]]:
    """By key of the piece."""
    query = (
        select(SolicitationItem.target, Solicitation.sent_at, Solicitation.state, SolicitationItem.state)
        .join(Solicitation, Solicitation.id == SolicitationItem.solicitation_id)
        .where(
            Solicitation.application_id == draft.application_id,
            SolicitationItem.target_kind == ItemTarget.PIECE,
        )
    )
    found: dict[str, list[Asked]] = defaultdict(list)
    for target, sent_at, request, item in await work.session.execute(query):
        if sent_at is not None:
            found[target].append(Asked(sent_at, SolicitationState(request), ItemState(item)))
    return found
