"""Asking who may sign to attest, and taking an application back that waits for it: two buttons of "Récapitulatif"."""

from litestar import Response
from litestar.params import FromPath

from webapp.applications import paths, texts
from webapp.applications.forms import StatementForm, TakingBackForm
from webapp.applications.rules import Step
from webapp.applications.use_cases.statements import ask_for_statement, take_back
from webapp.core.refusals import GivenBack
from webapp.routes.applications.given import GivenApplication
from webapp.routes.applications.step_screen import step_page
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ATTESTATION = Fragment("partials/applications/attestation.html", id="attestation")


@get([paths.STATEMENT, paths.TAKING_BACK], opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, paths.step(ref, Step.SUMMARY))


@post(paths.STATEMENT, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    form = StatementForm(await request.fields())
    with form.refusing():
        asked = await ask_for_statement(work, actor, application.card.number)
        return leave(request, paths.step(asked.reference, Step.SUMMARY), say=texts.STATEMENT_ASKED)
    return step_page(request, actor, application, Step.SUMMARY, ATTESTATION, statement_form=form, status=422)


@post(paths.TAKING_BACK, opt=declare(Access.APPLICANT))
async def create_taking_back(
    request: PortalRequest, work: GivenWork, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    form = TakingBackForm(await request.fields())
    try:
        if form.validate() or not application.card.is_awaiting:
            with form.refusing():
                taken = await take_back(work, actor, application.card.number, form.message.data or "")
                said = texts.SENT_BACK if form.message.data else texts.TAKEN_BACK
                return leave(request, paths.step(taken.reference, Step.SUMMARY), say=said)
    except GivenBack:
        if not application.card.is_awaiting:  # there is no form to show any more
            raise
    return step_page(request, actor, application, Step.SUMMARY, ATTESTATION, statement_form=form, status=422)


ROUTES = [show, create, create_taking_back]
