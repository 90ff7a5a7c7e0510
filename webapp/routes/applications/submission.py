"""Transmettre: the filing of an application is a resource, POST /demandes/{ref}/depot."""

from litestar import Response
from litestar.params import FromPath

from webapp.applications import paths, texts
from webapp.applications.forms import SubmissionForm
from webapp.applications.rules import Step
from webapp.applications.use_cases.submission import Sworn, submit_application
from webapp.core.own_paths import to
from webapp.core.refusals import GivenBack, Refused
from webapp.routes.applications.given import GivenApplication
from webapp.routes.applications.step_screen import step_page
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.SUBMISSION, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, paths.step(ref, Step.SUMMARY))


@post(paths.SUBMISSION, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    form = SubmissionForm(await request.fields())
    sworn = Sworn(form.statement.data, form.commitment.data, form.seen.data)
    try:
        with form.refusing():
            sent = await submit_application(work, actor, application.card.number, sworn, request.app.state.press)
            return leave(request, to(paths.RECEIPT, ref=sent.reference))
    except GivenBack:
        if application.card.is_sent:  # there is no form to show any more
            raise
    if form.commitment.errors and not sworn.statement:  # the first box that misses; say both at once
        form.refuse(Refused(texts.STATEMENT_NEEDED, field="statement"))
    return step_page(request, actor, application, Step.SUMMARY, form=form, status=422)


ROUTES = [show, create]
