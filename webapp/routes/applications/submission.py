"""Transmettre: the filing of an application is a resource, POST /demandes/{ref}/depot."""

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths, texts
from webapp.applications.forms import SubmissionForm
from webapp.applications.queries import application_page
from webapp.applications.rules import Step
from webapp.applications.use_cases.submission import Sworn, submit_application
from webapp.core.actor import Actor
from webapp.core.refusals import Conflict, GivenBack, OutOfRole, Refused
from webapp.routes.applications.numbers import number_of
from webapp.routes.applications.steps import summary_context
from webapp.structures.queries import unscoped_card
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/applications/submission_form.html", id="submission-form")


@get("/demandes/{ref:str}/depot", opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, paths.step(ref, Step.SUMMARY))


@post("/demandes/{ref:str}/depot", opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    ref: FromPath[str],
) -> Response[str] | Response[None]:
    form = SubmissionForm(await request.fields())
    sworn = Sworn(statement=form.statement.data, commitment=form.commitment.data)
    try:
        application = await submit_application(work, actor, number_of(ref), sworn, request.app.state.press)
    except (Conflict, OutOfRole):
        raise
    except GivenBack:
        return await _refused(request, reads, actor, number_of(ref), form)
    except Refused as refusal:
        form.refuse(refusal)
        if refusal.field == "commitment" and not sworn.statement:  # the first box that misses; say both at once
            form.refuse(Refused(texts.STATEMENT_NEEDED, field="statement"))
        return await _refused(request, reads, actor, number_of(ref), form)
    return leave(request, paths.receipt(application.reference))


async def _refused(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, number: int, form: SubmissionForm
) -> Response[str]:
    shown = await application_page(reads, actor, number)
    if form.given_back and not shown.card.is_draft:  # there is no form to show any more
        raise GivenBack(form.given_back)
    return page(
        request,
        "applications/steps/summary.html",
        FORM,
        status=422,
        application=shown,
        acting_for=shown.card.structure_name,
        step=Step.SUMMARY,
        structure=await unscoped_card(reads, shown.card.structure_id),
        has_errors=True,
        **summary_context(actor, shown, form),
    )


ROUTES = [show, create]
