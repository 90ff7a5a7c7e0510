"""Agents compose what they ask: a page for each kind, on which every button keeps all that is typed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from litestar import Response
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.core.own_paths import to
from webapp.core.refusals import Final, NotFound, Refused
from webapp.core.traces import read_trace
from webapp.core.work import Work
from webapp.routes.applications.given import GivenApplication
from webapp.routes.solicitations import asked
from webapp.routes.solicitations.asked import gone_page
from webapp.routes.solicitations.drafts import PAGES, draft_address
from webapp.solicitations import paths, texts
from webapp.solicitations.composing_form import EditRequestForm, PieceRequestForm, RequestForm, request_form
from webapp.solicitations.previews import preview_of
from webapp.solicitations.queries import Request, drafts_of
from webapp.solicitations.rules import SolicitationKind
from webapp.solicitations.use_cases.composing import (
    Overtaken,
    add_other_piece,
    add_piece_of_the_scheme,
    begin_request,
    discard_request,
    remove_item,
    save_request,
)
from webapp.solicitations.use_cases.filling import begin_piece_request
from webapp.solicitations.use_cases.marking import add_part, mark_part
from webapp.solicitations.use_cases.sending import NotReady, require_complete, require_ready, send_requests
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.from_list import from_list
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

GivenKind = NamedDependency[SolicitationKind]
Drafts = dict[SolicitationKind, Request]


class _Desk(NamedTuple):
    """Who composes what, about which application."""

    request: PortalRequest
    work: Work
    reads: AsyncEngine
    actor: Actor
    application: ApplicationPage
    kind: SolicitationKind

    @property
    def number(self) -> int:
        return self.application.card.number

    @property
    def place(self) -> str:
        return draft_address(self.kind, self.application.card.reference)

    async def drafts(self) -> Drafts:
        return await drafts_of(self.reads, self.actor, self.number)

    def leave_to_list(self, say: str = "") -> Response[None]:
        return leave(self.request, to(paths.DESK_SOLICITATIONS, ref=self.application.card.reference), say=say)


async def show(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    application: GivenApplication,
    kind: GivenKind,
) -> PageOrRedirect:
    """Where nothing is being composed, the list."""
    desk = _Desk(request, work, reads, actor, application, kind)
    drafts = await desk.drafts()
    if kind not in drafts:
        return desk.leave_to_list()
    await read_trace(work, "solicitation.read", "solicitation", drafts[kind].id)
    form = request_form(None, drafts[kind], application.form)
    if request.asked().get("apercu"):
        with form.refusing():
            require_complete(request.app.state.clock.now(), drafts[kind], drafts[kind].items)
    return _page(desk, drafts, form)


async def save(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    application: GivenApplication,
    kind: GivenKind,
) -> PageOrRedirect:
    desk = _Desk(request, work, reads, actor, application, kind)
    action, _, about = (await request.fields()).get("action").partition(":")
    match action:
        case "begin":
            await _begin(desk)
            return leave(request, desk.place)
        case "mark" if kind is SolicitationKind.EDIT_REQUEST:
            return await _mark(desk, about)
    drafts = await desk.drafts()
    if kind not in drafts:
        return await gone_page(request, reads, actor, application)
    try:
        return await _keep(desk, drafts, action, about)
    except NotFound:  # thrown away since it was read, by a colleague or by the same click twice
        return await gone_page(request, reads, actor, application)


async def _begin(desk: _Desk) -> None:
    if desk.kind is SolicitationKind.PIECE_REQUEST:
        await begin_piece_request(desk.work, desk.actor, desk.number)
    else:
        await begin_request(desk.work, desk.actor, desk.number, desk.kind)


async def _mark(desk: _Desk, value: str) -> PageOrRedirect:
    """One part, from the page of the application."""
    try:
        part = await mark_part(desk.work, desk.actor, desk.number, value, desk.application.form)
    except Final:
        raise
    except Refused as refusal:
        return desk.leave_to_list(refusal.reason)
    return leave(desk.request, f"{desk.place}#parties", say=texts.PART_MARKED.format(label=part.label))


async def _keep(desk: _Desk, drafts: Drafts, action: str, about: str) -> PageOrRedirect:
    draft = drafts[desk.kind]
    form = request_form(desk.request.sent, draft, desk.application.form)
    is_valid = form.validate() or not (form.given_back or _too_long(form))
    lost = [] if form.given_back else _lost(desk.request.sent, draft, form, removed=about)
    try:
        if action == "discard" and not form.given_back:
            await discard_request(desk.work, desk.actor, desk.number, draft.id, seen=form.shown_version)
            return desk.leave_to_list(texts.DISCARDED)
        if is_valid and not lost:
            return await _act(desk, draft, form, action, about)
    except Overtaken as overtaken:
        newer = (await desk.drafts()).get(desk.kind, draft)
        form.version.data = str(newer.version)
        form.form_errors.append(overtaken.reason)
    except NotReady as refusal:
        if refusal.kind is desk.kind:
            form.refuse(refusal)
        else:
            form.form_errors.append(texts.OTHER_NOT_READY[refusal.kind].format(reason=refusal.reason))
    except Refused as refusal:
        form.refuse(refusal)
    if lost:
        form.version.data = str(draft.version)
        form.form_errors.append(texts.ITEM_GONE)
    return _page(desk, drafts, form, status=422, lost=lost)


def _lost(sent: FormData | None, draft: Request, form: RequestForm, removed: str) -> list[str]:
    """What was typed about items that a colleague has taken out meanwhile, and that nobody took over."""
    kept = [item.reason for item in draft.items]
    typed = [(name, str(text).strip()) for name, text in (sent.items() if sent else ()) if name.startswith("reason-")]
    return [
        text
        for name, text in typed
        if text and name not in form and name != f"reason-{removed}" and not any(text in reason for reason in kept)
    ]


def _too_long(form: RequestForm) -> bool:
    """What cannot be kept; a date that is no date yet is kept on the page, and told when the request is sent."""
    return any(field.errors for field in form if field.name != "deadline")


async def _act(desk: _Desk, draft: Request, form: RequestForm, action: str, about: str) -> PageOrRedirect:
    """All that is typed is kept, then what the button says is done. Raises Overtaken, Refused."""
    work, actor, number, said = desk.work, desk.actor, desk.number, ""
    async with work:
        composed = form.composed(item.id for item in draft.items)
        await save_request(work, actor, number, draft.id, composed, seen=form.shown_version)
        match action, form:
            case "add", PieceRequestForm():
                await add_piece_of_the_scheme(work, actor, number, draft.id, form.piece.data or "")
            case "add_other", PieceRequestForm():
                label, hint = form.label.data or "", form.hint.data or ""
                await add_other_piece(work, actor, number, draft.id, label, hint)
            case "add", EditRequestForm():
                marked = await add_part(work, actor, number, draft.id, form.part.data or "", desk.application.form)
                said = texts.FIELDS_ABSORBED.format(label=marked.item.label) if marked.is_merged else ""
            case "remove", _:
                for item_id in (item.id for item in draft.items if str(item.id) == about):
                    await remove_item(work, actor, number, draft.id, item_id)
            case "preview", _:
                await require_ready(work, actor, number, draft.id)
            case "send", _:
                sent = await send_requests(work, actor, number, desk.application.form)
                said = texts.SENT if len(sent) == 1 else texts.BOTH_SENT
    match action:
        case "send":
            return desk.leave_to_list(said)
        case "preview":
            return leave(desk.request, f"{desk.place}?apercu=oui#apercu")
        case "add" | "add_other" | "remove":
            return leave(desk.request, f"{desk.place}#{'pieces' if draft.is_about_pieces else 'parties'}", say=said)
    return leave(desk.request, desk.place, say=texts.SAVED)


def _page(desk: _Desk, drafts: Drafts, form: RequestForm, status: int = 200, lost: Iterable[str] = ()) -> Response[str]:
    """What goes along with it in the same mail is shown in its preview."""
    draft = drafts[desk.kind]
    other = next((one for kind, one in drafts.items() if kind is not desk.kind), None)
    ready = [one for one in (draft, other) if one and one.items and one.deadline]
    is_previewed = desk.request.asked().get("apercu") and draft in ready and not form.errors
    mail = preview_of(ready, desk.application, desk.actor) if is_previewed else None
    return page(
        desk.request,
        "desk/request.html",
        status=status,
        application=desk.application,
        draft=draft,
        other=other,
        href=from_list(desk.request, desk.place),
        other_href=from_list(desk.request, draft_address(other.kind, desk.application.card.reference)) if other else "",
        form=form,
        lost=lost,
        preview=desk.request.app.state.mail_preview(mail) if mail else None,
    )


def _pages() -> Iterator[HTTPRouteHandler]:
    for kind, path in PAGES.items():
        given = {"kind": _provide(kind)}
        yield get(path, opt=declare(Access.AGENT), dependencies=given)(show)
        yield post(path, opt=declare(Access.AGENT), dependencies=given)(save)


def _provide(kind: SolicitationKind) -> Provide:
    def provide_kind() -> SolicitationKind:
        return kind

    return Provide(provide_kind, sync_to_thread=False)


ROUTES = [*asked.ROUTES, *_pages()]
