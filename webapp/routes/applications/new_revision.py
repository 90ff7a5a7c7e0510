"""The form has changed since the draft began: what changes, then the newer revision or the one that the draft keeps."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths, texts
from webapp.applications.queries import ApplicationPage
from webapp.applications.revision_offers import revision_offer
from webapp.applications.rules import Step, Verb, denial
from webapp.applications.use_cases.new_revision import decline_revision, take_revision
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Final, Refused
from webapp.routes.applications.given import GivenApplication
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.NEW_REVISION, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    return await _offer(request, reads, actor, application)


@post(paths.NEW_REVISION, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    """`action`, the button, is "take" or "decline"; a revision that is not named, or not understood, is none."""
    fields, number = await request.fields(), application.card.number
    try:
        revision_id = UUID(fields.get("revision"))
        if fields.get("action") == "take":
            await take_revision(work, actor, number, revision_id)
            return leave(request, paths.step(application.card.reference, Step.SUMMARY), say=texts.REVISION_TAKEN)
        await decline_revision(work, actor, number, revision_id)
        return leave(request, to(paths.APPLICATION, ref=application.card.reference), say=texts.REVISION_DECLINED)
    except Final:
        raise
    except (Refused, ValueError):
        return await _offer(request, reads, actor, application, refusal=texts.REVISION_OVERTAKEN)


async def _offer(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, application: ApplicationPage, refusal: str = ""
) -> PageOrRedirect:
    """Where there is nothing newer, the draft itself."""
    card = application.card
    offer = await revision_offer(reads, actor, card.number)
    if offer is None:
        return leave(request, to(paths.APPLICATION, ref=card.reference))
    return page(
        request,
        "applications/new_revision.html",
        status=422 if refusal else 200,
        application=application,
        offer=offer,
        refusal=refusal,
        denied=denial(actor.acting_for(card.structure_id), Verb.CHANGE_REVISION, card.state),
    )


ROUTES = [show, create]
