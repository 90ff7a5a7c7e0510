"""What agents say of a reply, item by item; and how a request ends."""

from datetime import datetime
from uuid import UUID

from webapp.accounts.models import Account
from webapp.applications.correspondents import correspondents
from webapp.core.actor import Actor
from webapp.core.french import long_date_time
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.solicitations import mails, texts
from webapp.solicitations.access import Held, lock_solicitation, require
from webapp.solicitations.models import Solicitation, SolicitationItem
from webapp.solicitations.rules import ItemState, SolicitationKind, SolicitationState, SolicitationVerb, all_accepted
from webapp.solicitations.standing import keep_standing
from webapp.solicitations.use_cases.composing import add_again, begin_request, items_of
from webapp.solicitations.use_cases.sending import facts_of_mail


async def judge_item(  # noqa: PLR0913 (an address of three parts, and what is said)
    work: Work,
    actor: Actor,
    number: int,
    solicitation_id: UUID,
    item_id: UUID,
    *,
    is_accepted: bool,
    verdict: str = "",
    seen: datetime | None = None,
) -> Solicitation:
    """When the last one is accepted, the request is closed by itself and the members are told. Saying what stands
    already changes nothing. `seen`: when it was judged last, as the page knew it.

    Raises NotFound, Conflict before the reply and after the end, Refused on `verdict` when nothing says what is wrong,
    Refused with who judged it meanwhile.
    """
    async with work:
        held = await lock_solicitation(work, actor, number, solicitation_id)
        item = await work.session.get(SolicitationItem, item_id)
        if item is None or item.solicitation_id != held.solicitation.id:
            raise NotFound
        if held.solicitation.state == SolicitationState.CLOSED and is_accepted and item.state == ItemState.ACCEPTED:
            return held.solicitation  # the click that closed it, twice
        require(actor, SolicitationVerb.JUDGE, held)
        if not is_accepted and not verdict.strip():
            raise Refused(texts.REASON_OF_AGAIN_NEEDED, field="verdict")
        said = (ItemState.ACCEPTED, "") if is_accepted else (ItemState.ASKED_AGAIN, verdict.strip())
        if said == (item.state, item.verdict):
            return held.solicitation
        await _require_seen(work, actor, item, seen)
        item.state, item.verdict = said
        item.judged_at, item.judged_by = work.now, actor.account_id
        work.audit("solicitation.judged", "solicitation", solicitation_id, item=str(item_id), accepted=is_accepted)
        items = await items_of(work, held.solicitation)
        if all_accepted(ItemState(one.state) for one in items):
            await _end(work, actor, held)
        return held.solicitation


async def _require_seen(work: Work, actor: Actor, item: SolicitationItem, seen: datetime | None) -> None:
    """Nobody overwrites a verdict that they have not read."""
    if item.judged_by in (None, actor.account_id) or seen == item.judged_at:
        return
    by = await work.session.get_one(Account, item.judged_by)
    said = texts.VERDICTS[item.state]
    assert item.judged_at is not None  # noqa: S101  (it has who judged it)
    when = long_date_time(item.judged_at)
    raise Refused(texts.JUDGED_MEANWHILE.format(name=by.full_name, verdict=said, when=when))


async def close_request(work: Work, actor: Actor, number: int, solicitation_id: UUID) -> Solicitation:
    """Whatever was answered or not: the members learn that nothing more is awaited. Said twice, it changes nothing.

    Raises NotFound, Conflict.
    """
    async with work:
        held = await lock_solicitation(work, actor, number, solicitation_id)
        if held.solicitation.state == SolicitationState.CLOSED and actor.is_agent:
            return held.solicitation
        require(actor, SolicitationVerb.CLOSE, held)
        await _end(work, actor, held)
        return held.solicitation


async def ask_again(work: Work, actor: Actor, number: int, solicitation_id: UUID) -> Solicitation:
    """A draft of the next round, with what was not accepted and why; the reply stays beside it until it is sent.

    Raises NotFound, Conflict; Refused when everything is accepted or not judged yet.
    """
    async with work:
        held = await lock_solicitation(work, actor, number, solicitation_id)
        require(actor, SolicitationVerb.JUDGE, held)
        wrong = [one for one in await items_of(work, held.solicitation) if one.state == ItemState.ASKED_AGAIN]
        if not wrong:
            raise Refused(texts.NOTHING_TO_ASK_AGAIN)
        kind = SolicitationKind(held.solicitation.kind)
        draft = await begin_request(work, actor, number, kind, follows=held.solicitation)
        await add_again(work, draft, wrong)
        return draft


async def _end(work: Work, actor: Actor, held: Held) -> None:
    solicitation, application = held.solicitation, held.application
    solicitation.state = SolicitationState.CLOSED
    solicitation.ended_at, solicitation.ended_by = work.now, actor.account_id
    await keep_standing(work, application)
    about = await facts_of_mail(work, actor, application)
    items = await items_of(work, solicitation)
    said = mails.accepted if all_accepted(ItemState(one.state) for one in items) else mails.closed
    for member in await correspondents(work, application):
        await work.mail(said(application, member, solicitation, items, about))
    work.audit("solicitation.closed", "solicitation", solicitation.id, what=solicitation.kind)
