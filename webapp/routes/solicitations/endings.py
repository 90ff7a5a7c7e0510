"""Agents end a request, each way with its page, which says what it means; and take up again what they cancelled."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.models import reference
from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.work import Work
from webapp.routes.applications.given import GivenApplication, GivenNumber
from webapp.routes.solicitations.drafts import draft_address
from webapp.solicitations import paths, texts
from webapp.solicitations.models import Solicitation
from webapp.solicitations.queries import request_page
from webapp.solicitations.rules import SolicitationKind, SolicitationVerb
from webapp.solicitations.use_cases.judging import close_request
from webapp.solicitations.use_cases.resuming import resume_request
from webapp.solicitations.use_cases.sending import cancel_request
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@dataclass(frozen=True, slots=True)
class Ending:
    verb: SolicitationVerb
    end: Callable[[Work, Actor, int, UUID], Awaitable[Solicitation]]
    said: str


CANCELLED = Ending(SolicitationVerb.CANCEL, cancel_request, texts.CANCELLED)
CLOSED = Ending(SolicitationVerb.CLOSE, close_request, texts.CLOSED)


@get(paths.DESK_CANCELLATION, opt=declare(Access.AGENT))
async def show_cancellation(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    application: GivenApplication,
    solicitation_id: FromPath[UUID],
) -> Response[str]:
    return await _show(request, reads, actor, application, solicitation_id, CANCELLED)


@post(paths.DESK_CANCELLATION, opt=declare(Access.AGENT))
async def cancel(
    request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber, solicitation_id: FromPath[UUID]
) -> Response[None]:
    return await _end(request, work, actor, number, solicitation_id, CANCELLED)


@get(paths.DESK_CLOSURE, opt=declare(Access.AGENT))
async def show_closure(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    application: GivenApplication,
    solicitation_id: FromPath[UUID],
) -> Response[str]:
    return await _show(request, reads, actor, application, solicitation_id, CLOSED)


@post(paths.DESK_CLOSURE, opt=declare(Access.AGENT))
async def close(
    request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber, solicitation_id: FromPath[UUID]
) -> Response[None]:
    return await _end(request, work, actor, number, solicitation_id, CLOSED)


@post(paths.DESK_RESUMPTION, opt=declare(Access.AGENT))
async def resume(
    request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber, solicitation_id: FromPath[UUID]
) -> Response[None]:
    draft = await resume_request(work, actor, number, solicitation_id)
    return leave(request, draft_address(SolicitationKind(draft.kind), reference(number)), say=texts.RESUMED)


async def _show(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    application: ApplicationPage,
    solicitation_id: UUID,
    ending: Ending,
) -> Response[str]:
    """What it means, or why it cannot be done."""
    asked = await request_page(reads, actor, application.card.number, solicitation_id)
    return page(
        request,
        "desk/solicitation_end.html",
        application=application,
        asked=asked,
        is_cancellation=ending is CANCELLED,
        edits_begun=texts.EDITS_BEGUN if asked.has_edits(application.card.edited_at) else "",
        denied=asked.denied(actor, ending.verb),
    )


async def _end(
    request: PortalRequest, work: Work, actor: Actor, number: int, solicitation_id: UUID, ending: Ending
) -> Response[None]:
    await ending.end(work, actor, number, solicitation_id)
    return leave(request, to(paths.DESK_SOLICITATIONS, ref=reference(number)), say=ending.said)


ROUTES = [show_cancellation, cancel, show_closure, close, resume]
