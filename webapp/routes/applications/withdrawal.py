"""Retirer ma demande: an application that was sent, confirmed on a page that says what it means."""

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths, texts
from webapp.applications.duplicating import closed_notice
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import FROM, Verb, denial
from webapp.applications.use_cases.withdrawal import withdraw_application
from webapp.applications.withdrawal_form import WithdrawalForm
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.routes.applications.given import GivenApplication
from webapp.schemes.campaigns import until
from webapp.schemes.queries import scheme_sheet
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/applications/withdrawal_form.html", id="withdrawal-form")


@get(paths.WITHDRAWAL, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    return await _show(request, reads, actor, application, WithdrawalForm())


@post(paths.WITHDRAWAL, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    form = WithdrawalForm(await request.fields())
    if form.validate():
        number = application.card.number
        gone = await withdraw_application(work, actor, number, form.chosen, form.words.data or "")
        said = texts.WITHDRAWN.format(reference=gone.reference)
        return leave(request, to(paths.APPLICATION, ref=gone.reference), say=said)
    return await _show(request, reads, actor, application, form, status=422)


async def _show(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    application: ApplicationPage,
    form: WithdrawalForm,
    status: int = 200,
) -> PageOrRedirect:
    """Where nothing can be withdrawn, the application itself."""
    card = application.card
    if card.state not in FROM[Verb.WITHDRAW]:
        return leave(request, to(paths.APPLICATION, ref=card.reference))
    sheet = await scheme_sheet(reads, card.scheme_slug)
    campaign = sheet.definition.campaign if sheet else application.campaign
    return page(
        request,
        "applications/withdrawal.html",
        FORM,
        status=status,
        application=application,
        form=form,
        closed=closed_notice(campaign, request.app.state.clock.now()),
        until=until(campaign),
        denied=denial(actor.acting_for(card.structure_id), Verb.WITHDRAW, card.state),
    )


ROUTES = [show, create]
