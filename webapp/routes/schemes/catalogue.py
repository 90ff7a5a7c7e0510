"""Mes aides en ligne: the public catalogue, a scheme's sheet, and the button that begins an application."""

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths as application_paths
from webapp.applications.queries import find_draft
from webapp.applications.rules import Step
from webapp.applications.use_cases.drafts import begin_application
from webapp.core.refusals import NotFound, Refused
from webapp.schemes import paths
from webapp.schemes.queries import catalogue, scheme_sheet
from webapp.structures.paths import DECLARATION
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.CATALOGUE, opt=declare(Access.PUBLIC))
async def show_catalogue(request: PortalRequest, reads: GivenReads) -> Response[str]:
    return page(request, "schemes/catalogue.html", entries=await catalogue(reads))


@get("/aides/{slug:str}", opt=declare(Access.PUBLIC))
async def show_sheet(request: PortalRequest, reads: GivenReads, slug: FromPath[str]) -> Response[str]:
    return await _sheet(request, reads, slug)


async def _sheet(request: PortalRequest, reads: AsyncEngine, slug: str, refusal: str = "") -> Response[str]:
    entry = await scheme_sheet(reads, slug)
    if entry is None:
        raise NotFound
    actor = request.actor
    draft = await find_draft(reads, actor, slug) if actor and not actor.is_agent else None
    status = 422 if refusal else 200
    return page(request, "schemes/sheet.html", status=status, entry=entry, draft=draft, refusal=refusal)


@get("/aides/{slug:str}/demandes", opt=declare(Access.PUBLIC), sync_to_thread=False)
def show_new(request: PortalRequest, slug: FromPath[str]) -> Response[None]:
    return leave(request, paths.sheet(slug))


@post("/aides/{slug:str}/demandes", opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    slug: FromPath[str],
) -> Response[str] | Response[None]:
    if actor.membership is None:
        return leave(request, f"{DECLARATION}?suite={paths.sheet(slug)}")
    try:
        draft = await begin_application(work, actor, slug)
    except Refused as refusal:
        return await _sheet(request, reads, slug, refusal.reason)
    return leave(request, application_paths.step(draft.reference, Step.INTRO))


ROUTES = [show_catalogue, show_sheet, show_new, create]
