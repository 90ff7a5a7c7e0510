"""Dupliquer cette demande: a new draft on the same scheme, after what the structure has already begun there."""

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths, texts
from webapp.applications.beginning import denial_to_begin
from webapp.applications.cards import drafts_on
from webapp.applications.duplicating import closed_notice, kept_names, kept_slots
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step, Verb, denial
from webapp.applications.use_cases.duplication import duplicate_application
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound
from webapp.routes.applications.given import GivenApplication
from webapp.schemes.forms import BeginningForm
from webapp.schemes.queries import scheme_sheet
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.DUPLICATION, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    return await _show(request, reads, actor, application, BeginningForm(data={"key": str(new_id())}))


@post(paths.DUPLICATION, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    form, card = BeginningForm(await request.fields()), application.card
    with form.refusing():
        draft = await duplicate_application(work, actor, card.number, key=form.key_or_new(), another=form.is_another)
        said = texts.DUPLICATED.format(reference=draft.reference, source=card.reference)
        return leave(request, paths.step(draft.reference, Step.ELIGIBILITY), say=said)
    return await _show(request, reads, actor, application, form, status=422)


async def _show(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    application: ApplicationPage,
    form: BeginningForm,
    status: int = 200,
) -> PageOrRedirect:
    card = application.card
    member = actor.acting_for(card.structure_id)
    sheet = await scheme_sheet(reads, card.scheme_slug)
    if sheet is None:
        raise NotFound
    now = request.app.state.clock.now()
    return page(
        request,
        "applications/duplication.html",
        status=status,
        application=application,
        form=form,
        drafts=await drafts_on(reads, member, card.scheme_slug),
        closed=closed_notice(sheet.definition.campaign, now),
        denied=denial(member, Verb.DUPLICATE, card.state)
        or (denial_to_begin(member.membership, sheet.definition, now) if member.membership else None),
        answers=len(kept_names(sheet.definition, (name for name, text in application.answers.items() if text.strip()))),
        slots=kept_slots(sheet.definition),
    )


ROUTES = [show, create]
