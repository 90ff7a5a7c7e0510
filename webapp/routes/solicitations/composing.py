"""Agents compose what they ask: one page, on which every button keeps all that is typed."""

from typing import NamedTuple
from uuid import UUID

from litestar import Response

from webapp.applications.models import reference
from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Refused
from webapp.core.traces import read_trace
from webapp.core.work import Work
from webapp.review.queries import verdicts_of
from webapp.routes.applications.given import GivenApplication
from webapp.solicitations import paths, texts
from webapp.solicitations.composing_form import RequestForm, request_form
from webapp.solicitations.previews import preview_of
from webapp.solicitations.queries import Request, draft_request, requests_of
from webapp.solicitations.rules import ASKABLE, SolicitationKind
from webapp.solicitations.use_cases.composing import (
    Overtaken,
    add_other_piece,
    add_piece_of_the_scheme,
    begin_request,
    discard_request,
    remove_item,
    save_request,
)
from webapp.solicitations.use_cases.sending import send_requests
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

KIND = SolicitationKind.PIECE_REQUEST
BEGIN, SAVE, PREVIEW, SEND, DISCARD = "begin", "save", "preview", "send", "discard"
ADD, ADD_OTHER, REMOVE = "add", "add_other", "remove"


class _Desk(NamedTuple):
    """Who composes, about what."""

    request: PortalRequest
    work: Work
    actor: Actor
    application: ApplicationPage

    @property
    def number(self) -> int:
        return self.application.card.number


@get(paths.DESK_SOLICITATIONS, opt=declare(Access.AGENT))
async def show_list(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    await read_trace(work, "solicitation.listed", "application", application.card.id)
    return page(
        request,
        "desk/solicitations.html",
        application=application,
        requests=await requests_of(reads, actor, application.card.number),
        can_ask=application.card.state in ASKABLE,
        now=request.app.state.clock.now(),
    )


@get(paths.DESK_DRAFT, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    """Where nothing is being composed, the list."""
    draft = await draft_request(reads, actor, application.card.number, KIND)
    if draft is None:
        return leave(request, to(paths.DESK_SOLICITATIONS, ref=application.card.reference))
    await read_trace(work, "solicitation.read", "solicitation", draft.id)
    return _page(request, actor, application, draft, request_form(None, draft, application.form.pieces))


@post(paths.DESK_DRAFT, opt=declare(Access.AGENT))
async def save(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    desk = _Desk(request, work, actor, application)
    fields = await request.fields()
    action, _, about = fields.get("action").partition(":")
    draft = await draft_request(reads, actor, desk.number, KIND)
    if action == BEGIN or draft is None:
        verdicts = await verdicts_of(reads, actor, desk.number)
        wrong = [(key, verdict.reason) for key, verdict in verdicts.items() if not verdict.is_conform]
        await begin_request(work, actor, desk.number, KIND, wrong)
        return leave(request, to(paths.DESK_DRAFT, ref=application.card.reference))
    if action == DISCARD:
        await discard_request(work, actor, desk.number, draft.id)
        place = to(paths.DESK_SOLICITATIONS, ref=application.card.reference)
        return leave(request, place, say=texts.DISCARDED)
    return await _keep(desk, reads, draft, action, about)


async def _keep(desk: _Desk, reads: GivenReads, draft: Request, action: str, about: str) -> PageOrRedirect:
    request, _, actor, application = desk
    form = request_form(request.sent, draft, application.form.pieces)
    is_valid = form.validate() or not (form.given_back or _too_long(form))
    try:
        if is_valid:
            return await _act(desk, draft, form, action, about)
    except Overtaken as overtaken:
        newer = await draft_request(reads, actor, desk.number, KIND) or draft
        form.version.data = str(newer.version)
        form.form_errors.append(overtaken.reason)
    except Refused as refusal:
        form.refuse(refusal)
    return _page(request, actor, application, draft, form, status=422)


def _too_long(form: RequestForm) -> bool:
    """What cannot be kept; a date that is no date yet is kept on the page, and told when the request is sent."""
    return any(field.errors for field in form if field.name != "deadline")


async def _act(desk: _Desk, draft: Request, form: RequestForm, action: str, about: str) -> PageOrRedirect:
    """All that is typed is kept, then what the button says is done. Raises Overtaken, Refused."""
    request, work, actor, application = desk
    number, place = desk.number, to(paths.DESK_DRAFT, ref=application.card.reference)
    async with work:
        item_ids = [item.id for item in draft.items]
        await save_request(work, actor, number, draft.id, form.composed(item_ids), seen=form.shown_version)
        match action:
            case "add":
                await add_piece_of_the_scheme(work, actor, number, draft.id, form.piece.data or "")
            case "add_other":
                label, hint = form.label.data or "", form.hint.data or ""
                await add_other_piece(work, actor, number, draft.id, label, hint)
            case "remove":
                await remove_item(work, actor, number, draft.id, UUID(about))
            case "send":
                await send_requests(work, actor, number)
    match action:
        case "send":
            return leave(request, to(paths.DESK_SOLICITATIONS, ref=reference(number)), say=texts.SENT)
        case "preview":
            return leave(request, f"{place}?apercu=oui#apercu")
        case "add" | "add_other" | "remove":
            return leave(request, f"{place}#pieces")
    return leave(request, place, say=texts.SAVED)


def _page(
    request: PortalRequest,
    actor: Actor,
    application: ApplicationPage,
    draft: Request,
    form: RequestForm,
    status: int = 200,
) -> Response[str]:
    is_previewed = request.asked().get("apercu") and draft.items and draft.deadline
    mail = preview_of(draft, application, actor) if is_previewed else None
    return page(
        request,
        "desk/request.html",
        status=status,
        application=application,
        draft=draft,
        form=form,
        preview=request.app.state.mail_preview(mail) if mail else None,
    )


ROUTES = [show_list, show, save]
