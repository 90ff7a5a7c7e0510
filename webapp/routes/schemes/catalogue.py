"""Mes aides en ligne: the public catalogue, a scheme's sheet, and the button that begins an application."""

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths as application_paths
from webapp.applications.beginning import denial_to_begin
from webapp.applications.cards import drafts_on
from webapp.applications.rules import Step
from webapp.applications.use_cases.drafts import begin_application
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.own_paths import suite, to
from webapp.core.refusals import NotFound
from webapp.schemes import paths, texts
from webapp.schemes.campaigns import notice, period, standing
from webapp.schemes.forms import BeginningForm, CatalogueForm, type_of
from webapp.schemes.queries import catalogue, scheme_sheet, sheet_template
from webapp.structures.access import membership_of
from webapp.structures.paths import DECLARATION
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.downloads import download_bytes
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FOUND = Fragment("partials/schemes/catalogue_results.html", id="catalogue-results")


@get(paths.CATALOGUE, opt=declare(Access.PUBLIC))
async def show_catalogue(request: PortalRequest, reads: GivenReads) -> Response[str]:
    form = CatalogueForm(request.asked())
    found = await catalogue(reads, request.app.state.clock.now(), form.wanted)
    form.offer(found.themes)
    counted = texts.how_many(found.count, is_filtered=bool(form.chosen))
    return page(
        request,
        "schemes/catalogue.html",
        FOUND,
        say=counted,
        form=form,
        found=found,
        counted=counted,
        proposed=_proposed(request.actor, form),
    )


def _proposed(actor: Actor | None, form: CatalogueForm) -> tuple[str, str] | None:
    """What is for the structure that one acts for, and where; never chosen for them, since they may look for others."""
    own = actor.membership if actor else None
    if own is None or form.wanted.family:
        return None
    return texts.OWN_FAMILY.format(to_them=texts.to_them([own.family])), form.address(type=type_of(own.family))


@get(paths.SHEET, opt=declare(Access.PUBLIC))
async def show_sheet(request: PortalRequest, reads: GivenReads, slug: FromPath[str]) -> Response[str]:
    return await _sheet(request, reads, slug, request.actor)


async def _sheet(
    request: PortalRequest, reads: AsyncEngine, slug: str, actor: Actor | None, form: BeginningForm | None = None
) -> Response[str]:
    """`actor`: who asks, for the structure that the page is about. `form`: the one that was refused."""
    sheet = await scheme_sheet(reads, slug)
    if sheet is None:
        raise NotFound
    scheme, now = sheet.definition, request.app.state.clock.now()
    members = actor.memberships if actor else ()
    own = actor.membership if actor else None
    return page(
        request,
        "schemes/sheet.html",
        status=422 if form else 200,
        sheet=sheet,
        standing=standing(scheme.campaign, now),
        period=period(scheme.campaign),
        notice=notice(scheme.campaign, now),
        for_whom=texts.FOR_OTHERS.format(to_them=texts.to_them(scheme.families)),
        drafts=await drafts_on(reads, actor, slug) if actor and own else [],
        denied=denial_to_begin(own, scheme, now) if own else None,
        fitting=[member for member in members if denial_to_begin(member, scheme, now) is None],
        form=form or BeginningForm(data={"key": str(new_id())}),
        own=own,
        acting_for=own.structure_name if own else "",
    )


@get(paths.TEMPLATE, opt=declare(Access.PUBLIC))
async def show_template(reads: GivenReads, slug: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    template = await sheet_template(reads, slug, file)
    if template is None:
        raise NotFound
    return download_bytes(template.content, template.file, template.media_type)


@get(paths.NEW_APPLICATION, opt=declare(Access.PUBLIC), sync_to_thread=False)
def show_new(request: PortalRequest, slug: FromPath[str]) -> Response[None]:
    return leave(request, to(paths.SHEET, slug=slug))


@post(paths.NEW_APPLICATION, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, slug: FromPath[str]
) -> PageOrRedirect:
    form = BeginningForm(await request.fields())
    actor = _for_the_structure_of_the_page(actor, form)
    if actor.membership is None:
        return leave(request, DECLARATION + suite(to(paths.SHEET, slug=slug)))
    key = form.key_or_new()
    with form.refusing():
        draft = await begin_application(work, actor, slug, key=key, another=form.is_another)
        found = "" if draft.id == key else texts.FOUND_DRAFT.format(reference=draft.reference)
        return leave(request, application_paths.step(draft.reference, Step.INTRO), say=found)
    return await _sheet(request, reads, slug, actor, form)


def _for_the_structure_of_the_page(actor: Actor, form: BeginningForm) -> Actor:
    """Not for the one chosen meanwhile in another tab. Raises NotFound for a structure that is not the actor's."""
    try:
        structure_id = form.structure_id
    except ValueError as error:
        raise NotFound from error
    return actor.acting_for(membership_of(actor, structure_id).structure_id) if structure_id else actor


ROUTES = [show_catalogue, show_sheet, show_template, show_new, create]
