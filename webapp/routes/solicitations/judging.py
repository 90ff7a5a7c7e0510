"""Agents read a reply and judge it item by item, and ask again."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from webapp.applications.models import reference
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Conflict, Final, Refused
from webapp.core.traces import read_trace
from webapp.routes.applications.documents import FileOrPage, give
from webapp.routes.applications.given import GivenNumber, provide_application
from webapp.routes.solicitations.contribution import amendment_pdf
from webapp.routes.solicitations.drafts import draft_address
from webapp.solicitations import paths, texts
from webapp.solicitations.amendments import amendment_of, amendment_to_give
from webapp.solicitations.forms import VerdictForm
from webapp.solicitations.queries import Item, request_page
from webapp.solicitations.rules import SolicitationKind, SolicitationState, SolicitationVerb
from webapp.solicitations.served_files import served_reply
from webapp.solicitations.use_cases.judging import ask_again, judge_item
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.DESK_SOLICITATION, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
) -> PageOrRedirect:
    """Of what is still composed, its own page."""
    asked = await request_page(reads, actor, number, solicitation_id)
    if asked.state is SolicitationState.DRAFT:
        return leave(request, draft_address(asked.kind, reference(number)))
    await read_trace(work, "solicitation.read", "solicitation", solicitation_id)
    return await _page(request, reads, actor, number, solicitation_id)


@post(paths.DESK_VERDICT, opt=declare(Access.AGENT))
async def save_verdict(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
    item_id: FromPath[UUID],
) -> PageOrRedirect:
    """ "Accepter", or "Redemander" with what is wrong."""
    fields = await request.fields()
    form = VerdictForm(fields, scope=f"item-{item_id}")
    is_accepted = fields.get("action") == "accept"
    part = Fragment("partials/solicitations/reply_item.html", id=f"reply-item-{item_id}")
    if form.validate():
        with form.refusing():
            verdict = form.verdict.data or ""
            about = number, solicitation_id, item_id
            await judge_item(work, actor, *about, is_accepted=is_accepted, verdict=verdict, seen=form.seen.data)
            if not swaps(request, part):
                return leave(request, f"{_address(number, solicitation_id)}#{part.id}", say=texts.JUDGED)
            return await _page(request, reads, actor, number, solicitation_id, part, item_id=item_id, say=texts.JUDGED)
    return await _page(
        request, reads, actor, number, solicitation_id, part, status=422, item_id=item_id, verdict_form=form
    )


@get(paths.DESK_VERDICT, opt=declare(Access.AGENT), sync_to_thread=False)
def show_verdict(
    request: PortalRequest, ref: FromPath[str], solicitation_id: FromPath[UUID], item_id: FromPath[UUID]
) -> Response[None]:
    return leave(
        request, f"{to(paths.DESK_SOLICITATION, ref=ref, solicitation_id=solicitation_id)}#reply-item-{item_id}"
    )


@post(paths.DESK_AGAIN, opt=declare(Access.AGENT))
async def create_again(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
) -> PageOrRedirect:
    try:
        draft = await ask_again(work, actor, number, solicitation_id)
    except Final:
        raise
    except Refused as refusal:
        return await _page(request, reads, actor, number, solicitation_id, status=422, refused=refusal.reason)
    return leave(request, draft_address(SolicitationKind(draft.kind), reference(number)))


@get([paths.DESK_AGAIN, paths.DESK_RESUMPTION], opt=declare(Access.AGENT), sync_to_thread=False)
def show_act(request: PortalRequest, ref: FromPath[str], solicitation_id: FromPath[UUID]) -> Response[None]:
    """Of what is said by a button of the request's page."""
    return leave(request, to(paths.DESK_SOLICITATION, ref=ref, solicitation_id=solicitation_id))


@get(paths.DESK_REPLY_DOCUMENT, opt=declare(Access.AGENT))
async def show_document(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
    document_id: FromPath[UUID],
) -> FileOrPage:
    has_scanner = request.app.state.settings.has_scanner
    file = await served_reply(reads, actor, number, solicitation_id, document_id, has_scanner=has_scanner)
    await read_trace(work, "document.withheld" if file.denied else "document.downloaded", "document", document_id)
    return await give(request, file, back=_address(number, solicitation_id))


@get(paths.DESK_AMENDMENT_PDF, opt=declare(Access.AGENT))
async def show_amendment_pdf(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
) -> Stream:
    sent = await amendment_to_give(reads, actor, number, solicitation_id)
    await read_trace(work, "solicitation.read", "solicitation", solicitation_id)
    return await amendment_pdf(request, sent)


def _address(number: int, solicitation_id: UUID) -> str:
    return to(paths.DESK_SOLICITATION, ref=reference(number), solicitation_id=solicitation_id)


def _verdict_form_of(item: Item, typed: VerdictForm | None) -> VerdictForm:
    """With what was typed, if something was. Either way the person sees the item as it stands beside it."""
    form = typed or VerdictForm(scope=f"item-{item.id}", verdict=item.verdict)
    form.seen.data = item.judged_at
    return form


async def _page(
    request: PortalRequest,
    reads: GivenReads,
    actor: Actor,
    number: int,
    solicitation_id: UUID,
    *parts: Fragment,
    status: int = 200,
    **more: Any,
) -> Response[str]:
    """`more`: of one item, `item_id` and `verdict_form`; `refused`, why nothing can be asked again."""
    asked = await request_page(reads, actor, number, solicitation_id)
    if more.get("verdict_form") and (denied := asked.denied(actor, SolicitationVerb.JUDGE)):
        raise Conflict(denied.reason)  # its form is gone: the page that says so shows what was typed
    is_edited = asked.kind is SolicitationKind.EDIT_REQUEST
    application = await provide_application(request, reads, actor, number)
    can = {verb.value: asked.denied(actor, verb) is None for verb in SolicitationVerb}
    return page(
        request,
        "desk/solicitation.html",
        *parts,
        status=status,
        application=application,
        asked=asked,
        sent=await amendment_of(reads, actor, number, solicitation_id) if is_edited else None,
        can=can,
        edits_begun=texts.EDITS_BEGUN if asked.has_edits(application.card.edited_at) else "",
        now=request.app.state.clock.now(),
        verdict_form_of=_verdict_form_of,
        **{"beside": "desk/solicitation_changed.html", "verdict_form": None, **more},
    )


ROUTES = [
    show,
    save_verdict,
    show_verdict,
    create_again,
    show_act,
    show_document,
    show_amendment_pdf,
]
