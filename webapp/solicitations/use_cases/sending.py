"""Sending what was composed, with one mail whatever was asked; and taking it back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select, update

from webapp.agents.models import Service
from webapp.applications.access import lock_application
from webapp.applications.correspondents import correspondents
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.french import long_date
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.schemes.filled import FilledForm
from webapp.schemes.models import SchemeRevision
from webapp.solicitations import mails, texts
from webapp.solicitations.access import Held, lock_solicitation, require
from webapp.solicitations.deadlines import earliest_deadline, is_allowed_deadline, latest_deadline
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.parts import editable_part
from webapp.solicitations.queries import Item, Request
from webapp.solicitations.rules import ItemTarget, SolicitationKind, SolicitationState, SolicitationVerb
from webapp.solicitations.standing import keep_standing
from webapp.solicitations.use_cases.composing import items_of


class NotReady(Refused):
    """`kind`: of the draft that the reason and its field are about; another one may be on the page."""

    def __init__(self, kind: SolicitationKind, reason: str, field: str) -> None:
        super().__init__(reason, field=field)
        self.kind = kind


async def send_requests(
    work: Work, actor: Actor, number: int, form: FilledForm | None = None
) -> Sequence[Solicitation]:
    """Each draft of the application, one of each kind at most, is sent, in one mail to each member concerned. Those
    that were sent just before, by the same click twice: nothing more. `form`: as it was sent last; what it does not ask
    any more cannot be modified.

    Raises NotFound, Conflict, NotReady on what asks for nothing, has no reason or no good deadline; Refused for a
    contribution while the applicant has another one open: two would edit the same answers.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        query = select(Solicitation).where(
            Solicitation.application_id == application.id, Solicitation.state == SolicitationState.DRAFT
        )
        drafts = (await work.session.scalars(query.order_by(Solicitation.kind).with_for_update())).all()
        asked = {draft: await items_of(work, draft) for draft in drafts}
        for draft, items in asked.items():
            require(actor, SolicitationVerb.SEND, Held(application, draft))
            await _require_no_other(work, draft)
            require_complete(work.now, draft, items)
            if form is not None:
                _require_asked(draft, items, form)
            await _open(work, actor, draft, items)
        await keep_standing(work, application)
        if drafts:
            await _tell(work, actor, application, asked)
        return drafts


async def _require_no_other(work: Work, draft: Solicitation) -> None:
    if draft.kind != SolicitationKind.EDIT_REQUEST:
        return
    is_open = exists().where(
        Solicitation.application_id == draft.application_id,
        Solicitation.kind == draft.kind,
        Solicitation.state == SolicitationState.OPEN,
    )
    if await work.session.scalar(select(is_open)):
        raise Refused(texts.CONTRIBUTION_OPEN)


async def require_ready(work: Work, actor: Actor, number: int, draft_id: UUID) -> None:
    """That this draft could be sent now, as for the preview of its mail. Raises NotFound, Conflict, NotReady."""
    async with work:
        held = await lock_solicitation(work, actor, number, draft_id)
        require(actor, SolicitationVerb.SEND, held)
        require_complete(work.now, held.solicitation, await items_of(work, held.solicitation))


def require_complete(now: datetime, draft: Solicitation | Request, items: Iterable[SolicitationItem | Item]) -> None:
    """Raises NotReady on what asks for nothing, has no reason or no good deadline."""
    kind, items = SolicitationKind(draft.kind), tuple(items)
    if not items:
        field = "piece" if kind is SolicitationKind.PIECE_REQUEST else "part"
        raise NotReady(kind, texts.NOTHING_ASKED[kind], field)
    for item in items:
        if not item.reason.strip() and not item.is_new:
            raise NotReady(kind, texts.REASON_NEEDED[kind].format(label=item.label), f"reason-{item.id}")
    if draft.deadline is None or not is_allowed_deadline(now, draft.deadline):
        first, last = (long_date(limit(now)) for limit in (earliest_deadline, latest_deadline))
        raise NotReady(kind, texts.DEADLINE_WRONG.format(first=first, last=last), "deadline")


def _require_asked(draft: Solicitation, items: Sequence[SolicitationItem], form: FilledForm) -> None:
    """The version that came since an item was marked may have taken it out: its applicant could not answer."""
    for item in items:
        if item.target_kind != ItemTarget.PIECE and editable_part(form, f"{item.target_kind}:{item.target}") is None:
            reason = texts.PART_GONE.format(label=item.label)
            raise NotReady(SolicitationKind(draft.kind), reason, f"reason-{item.id}")


async def _open(work: Work, actor: Actor, draft: Solicitation, items: Sequence[SolicitationItem]) -> None:
    """The round before is over by it; so is each request of which something is asked again in the same draft."""
    draft.state = SolicitationState.OPEN
    draft.sent_at, draft.sent_by = work.now, actor.account_id
    if draft.follows_id is not None:
        followed = select(SolicitationItem.solicitation_id).where(
            SolicitationItem.id.in_([item.follows_id for item in items if item.follows_id])
        )
        before = update(Solicitation).where(
            or_(Solicitation.id == draft.follows_id, Solicitation.id.in_(followed)),
            Solicitation.state == SolicitationState.ANSWERED,
        )
        ended = {"state": SolicitationState.ASKED_AGAIN, "ended_at": work.now, "ended_by": actor.account_id}
        await work.session.execute(before.values(ended))
    work.audit("solicitation.sent", "solicitation", draft.id, what=draft.kind, round=draft.round)


async def cancel_request(work: Work, actor: Actor, number: int, solicitation_id: Any) -> Solicitation:
    """What was asked and what was prepared as a reply stay, to be read. Said twice, it changes nothing.

    Raises NotFound; Conflict once it is answered.
    """
    async with work:
        held = await lock_solicitation(work, actor, number, solicitation_id)
        solicitation = held.solicitation
        if solicitation.state == SolicitationState.CANCELLED and actor.is_agent:
            return solicitation
        require(actor, SolicitationVerb.CANCEL, held)
        solicitation.state = SolicitationState.CANCELLED
        solicitation.ended_at, solicitation.ended_by = work.now, actor.account_id
        await keep_standing(work, held.application)
        about = await facts_of_mail(work, actor, held.application)
        items = await items_of(work, solicitation)
        for member in await correspondents(work, held.application):
            await work.mail(mails.cancelled(held.application, member, solicitation, items, about))
        work.audit("solicitation.cancelled", "solicitation", solicitation.id, what=solicitation.kind)
        return solicitation


async def _tell(
    work: Work, actor: Actor, application: Application, asked: dict[Solicitation, list[SolicitationItem]]
) -> None:
    about = await facts_of_mail(work, actor, application)
    for member in await correspondents(work, application):
        await work.mail(mails.received(application, member, asked, about))


async def facts_of_mail(work: Work, actor: Actor, application: Application) -> dict[str, Any]:
    """agent, service and scheme: letters of the Region name the agent (CRPA L111-2)."""
    return {
        "agent": actor.full_name,
        "service": (await work.session.get_one(Service, application.service_id)).name,
        "scheme": (await work.session.get_one(SchemeRevision, application.revision_id)).title,
    }
