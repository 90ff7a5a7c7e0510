"""Demandes de compléments sur les pièces: what the Region asks of an application, the reply, and its sending."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.applications.models import reference
from webapp.applications.slots import room_left
from webapp.applications.use_cases.pieces import UploadLimits
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Conflict
from webapp.documents.inspection import ACCEPT, ACCEPTED_FORMATS
from webapp.routes.applications.given import GivenApplication, GivenNumber, provide_application
from webapp.routes.applications.pieces_step import limits_of, too_large
from webapp.routes.solicitations.contribution import contribution_page
from webapp.solicitations import paths, texts
from webapp.solicitations.forms import UnableForm
from webapp.solicitations.queries import Request, request_page, requests_of
from webapp.solicitations.rules import SolicitationKind, SolicitationVerb
from webapp.solicitations.use_cases.replying import Unfinished, transmit_reply
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.SOLICITATIONS, opt=declare(Access.APPLICANT))
async def show_list(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    found = await requests_of(reads, actor, application.card.number)
    denied = next((one.denied(actor, SolicitationVerb.REPLY) for one in found if one.is_open), None)
    now = request.app.state.clock.now()
    return page(request, "solicitations/list.html", application=application, requests=found, denied=denied, now=now)


@get(paths.SOLICITATION, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber, solicitation_id: FromPath[UUID]
) -> PageOrRedirect:
    """The reply to prepare, or the one that was sent."""
    asked = await request_page(reads, actor, number, solicitation_id)
    if asked.kind is SolicitationKind.EDIT_REQUEST:
        return await contribution_page(request, reads, actor, number, asked)
    return await reply_page(request, reads, actor, number, solicitation_id, asked=asked)


@get(paths.TRANSMISSION, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_transmission(request: PortalRequest, ref: FromPath[str], solicitation_id: FromPath[UUID]) -> Response[None]:
    return leave(request, to(paths.SOLICITATION, ref=ref, solicitation_id=solicitation_id))


@post(paths.TRANSMISSION, opt=declare(Access.APPLICANT))
async def create_transmission(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
) -> PageOrRedirect:
    try:
        await transmit_reply(work, actor, number, solicitation_id)
    except Unfinished as unfinished:
        waiting = [{"id": f"item-{item_id}", "errors": [sentence]} for item_id, sentence in unfinished.waiting]
        return await reply_page(request, reads, actor, number, solicitation_id, status=422, waiting=waiting)
    return leave(request, to(paths.SOLICITATIONS, ref=reference(number)), say=texts.ANSWER_SENT)


async def reply_page(
    request: PortalRequest,
    reads: GivenReads,
    actor: Actor,
    number: int,
    solicitation_id: UUID,
    *parts: Fragment,
    asked: Request | None = None,
    status: int = 200,
    **more: Any,
) -> Response[str]:
    """`asked`: as it was just read. `more`: `waiting`, what must be answered before it leaves; of one item, `refusals`,
    `unable_form`, `opened`.
    """
    application = await provide_application(request, reads, actor, number)
    asked = asked or await request_page(reads, actor, number, solicitation_id)
    denied, limits = asked.denied(actor, SolicitationVerb.REPLY), limits_of(request)
    if denied and denied.moved_on and more.get("unable_form"):
        raise Conflict(denied.reason)  # its form is gone: the page that says so shows what was typed
    return page(
        request,
        "solicitations/reply.html",
        *parts,
        status=status,
        application=application,
        asked=asked,
        denied=denied,
        now=request.app.state.clock.now(),
        accept=ACCEPT,
        formats=ACCEPTED_FORMATS,
        upload_max_bytes=request.app.state.settings.upload_max_bytes,
        too_large=too_large(request),
        room=_room(asked, limits),
        new_unable_form=lambda item_id: UnableForm(scope=f"item-{item_id}"),
        **more,
    )


def _room(asked: Request, limits: UploadLimits) -> str:
    files = [file for item in asked.items for file in item.files if not file.is_infected]
    return room_left(files, limits.max_files, limits.max_total_bytes)


ROUTES = [show_list, show, show_transmission, create_transmission]
