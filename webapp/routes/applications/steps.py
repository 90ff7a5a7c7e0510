"""The steps of the form: what each shows and what each keeps."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths
from webapp.applications.forms import SubmissionForm, answers_form, checked_where_filled_in, eligibility_form
from webapp.applications.queries import ApplicationPage, application_page
from webapp.applications.receipt import statement_text
from webapp.applications.rules import Step, Verb, denial, missing
from webapp.applications.use_cases.drafts import save_answers
from webapp.core.actor import Actor
from webapp.core.forms import Form
from webapp.documents.inspection import ACCEPT, ACCEPTED_FORMATS
from webapp.routes.applications.numbers import number_of
from webapp.schemes.rules import check_answer
from webapp.structures.queries import card_of
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ANSWERS = Fragment("partials/applications/answers_form.html", id="answers-form")
FORM_STEPS = {Step.ELIGIBILITY: eligibility_form, Step.ANSWERS: answers_form}


# One path each: a parameter would hide /demandes/{ref}/pieces behind /demandes/{ref}/pieces/{key}.
PATHS = [f"/demandes/{{ref:str}}/{step}" for step in Step]


@get(PATHS, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, ref: FromPath[str]
) -> Response[str] | Response[None]:
    current = _step(request)
    application = await application_page(reads, actor, number_of(ref))
    if not application.card.is_draft:
        return leave(request, paths.application(application.card.reference))
    if current in FORM_STEPS:
        form = checked_where_filled_in(FORM_STEPS[current](application.definition)(data=application.answers))
        return answers_page(request, application, current, form)
    return await step_page(request, reads, actor, application, current)


@post(PATHS, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    ref: FromPath[str],
) -> Response[str] | Response[None]:
    """Keeps what was typed, valid or not, then says what is wrong or goes on."""
    current = _step(request)
    application = await application_page(reads, actor, number_of(ref))
    reference = application.card.reference
    if current not in FORM_STEPS:
        return leave(request, paths.step(reference, current.next))
    fields = await request.fields()
    form = FORM_STEPS[current](application.definition)(fields)
    if form.given_back and application.card.is_draft:
        return answers_page(request, application, current, form, status=422)
    typed = {field.name: field.data or "" for field in form if field.name in fields}
    await save_answers(work, actor, application.card.number, typed)
    if fields.get("action") == "previous":
        return leave(request, paths.step(reference, current.previous))
    if form.validate():
        return leave(request, paths.step(reference, current.next))
    return answers_page(request, application, current, form, status=422)


def answers_page(
    request: PortalRequest, application: ApplicationPage, step: Step, form: Form, status: int = 200
) -> Response[str]:
    return page(
        request,
        f"applications/steps/{step.name.lower()}.html",
        ANSWERS,
        status=status,
        application=application,
        acting_for=application.card.structure_name,
        step=step,
        form=form,
        has_errors=bool(form.errors) or status != 200,
    )


async def step_page(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, application: ApplicationPage, step: Step
) -> Response[str]:
    return page(
        request,
        f"applications/steps/{step.name.lower()}.html",
        application=application,
        acting_for=application.card.structure_name,
        step=step,
        structure=await card_of(reads, application.card.structure_id) if step is not Step.INTRO else None,
        has_errors=False,
        **(piece_context(request) if step is Step.PIECES else {}),
        **(summary_context(actor, application, SubmissionForm()) if step is Step.SUMMARY else {}),
    )


def piece_context(request: PortalRequest) -> dict[str, Any]:
    settings = request.app.state.settings
    return {"accept": ACCEPT, "formats": ACCEPTED_FORMATS, "upload_max_bytes": settings.upload_max_bytes}


def summary_context(actor: Actor, application: ApplicationPage, form: SubmissionForm) -> dict[str, Any]:
    return {
        "form": form,
        "missing": missing(application.definition, application.answers, application.filled_pieces),
        "denied": denial(actor.acting_for(application.card.structure_id), Verb.SUBMIT, application.card.state),
        "statement": statement_text(application.definition),
        "shown": shown_answers(application),
    }


def shown_answers(application: ApplicationPage) -> dict[str, str]:
    """As they will be on the receipt; what is not valid yet stays as it was typed."""
    answers = application.answers
    typed = {field: answers.get(field.key, "") for field in application.definition.fields}
    return {field.key: check_answer(field, text).shown or text for field, text in typed.items()}


def _step(request: PortalRequest) -> Step:
    return Step(request.url.path.rpartition("/")[2])


ROUTES = [show, save]
