"""Mes aides en ligne: the public catalogue, a scheme's sheet, and the button that begins an application."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths as application_paths
from webapp.applications.queries import find_draft
from webapp.applications.rules import Step
from webapp.applications.use_cases.drafts import begin_application
from webapp.core.actor import Actor
from webapp.core.own_paths import suite, to
from webapp.core.refusals import NotFound, Refused
from webapp.schemes import paths
from webapp.schemes.queries import catalogue, scheme_sheet
from webapp.structures.access import membership_of
from webapp.structures.paths import DECLARATION
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.CATALOGUE, opt=declare(Access.PUBLIC))
async def show_catalogue(request: PortalRequest, reads: GivenReads) -> Response[str]:
    return page(request, "schemes/catalogue.html", entries=await catalogue(reads))


@get(paths.SHEET, opt=declare(Access.PUBLIC))
async def show_sheet(request: PortalRequest, reads: GivenReads, slug: FromPath[str]) -> Response[str]:
    return await _sheet(request, reads, slug, request.actor)


async def _sheet(
    request: PortalRequest, reads: AsyncEngine, slug: str, actor: Actor | None, refusal: str = ""
) -> Response[str]:
    """`actor`: who asks, for the structure that the page is about."""
    entry = await scheme_sheet(reads, slug)
    if entry is None:
        raise NotFound
    draft = await find_draft(reads, actor, slug) if actor and not actor.is_agent else None
    return page(
        request,
        "schemes/sheet.html",
        status=422 if refusal else 200,
        entry=entry,
        draft=draft,
        refusal=refusal,
        structure=actor.membership if actor else None,
        acting_for=actor.membership.structure_name if actor and actor.membership else "",
    )


@get(paths.NEW_APPLICATION, opt=declare(Access.PUBLIC), sync_to_thread=False)
def show_new(request: PortalRequest, slug: FromPath[str]) -> Response[None]:
    return leave(request, to(paths.SHEET, slug=slug))


@post(paths.NEW_APPLICATION, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    slug: FromPath[str],
) -> Response[str] | Response[None]:
    actor = _for_the_structure_of_the_page(actor, (await request.fields()).get("structure"))
    if actor.membership is None:
        return leave(request, DECLARATION + suite(to(paths.SHEET, slug=slug)))
    try:
        draft = await begin_application(work, actor, slug)
    except Refused as refusal:
        return await _sheet(request, reads, slug, actor, refusal.reason)
    return leave(request, application_paths.step(draft.reference, Step.INTRO))


def _for_the_structure_of_the_page(actor: Actor, structure_id: str) -> Actor:
    """Not for the one chosen meanwhile in another tab. Raises NotFound for a structure that is not the actor's."""
    if not structure_id:
        return actor
    try:
        return actor.acting_for(membership_of(actor, UUID(structure_id)).structure_id)
    except ValueError as error:
        raise NotFound from error


ROUTES = [show_catalogue, show_sheet, show_new, create]
