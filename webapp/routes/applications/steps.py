"""The steps of the form: what each shows and what each keeps."""

from typing import Any

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths
from webapp.applications.forms import SubmissionForm, answers_form, checked_where_filled_in, eligibility_form
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step, Verb, attested, denial, missing
from webapp.applications.use_cases.drafts import save_answers
from webapp.core.actor import Actor
from webapp.core.forms import Form
from webapp.core.own_paths import to
from webapp.documents.inspection import ACCEPT, ACCEPTED_FORMATS
from webapp.routes.applications.given import GivenApplication
from webapp.schemes.rules import check_answer
from webapp.structures.queries import unscoped_card
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ANSWERS = Fragment("partials/applications/answers_form.html", id="answers-form")
FORM_STEPS = {Step.ELIGIBILITY: eligibility_form, Step.ANSWERS: answers_form}


@get(paths.STEPS, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    if not application.card.is_draft:
        return leave(request, to(paths.APPLICATION, ref=application.card.reference))
    return await step_page(request, reads, actor, application, _step(request))


@post(paths.STEPS, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    """Keeps what was typed, valid or not, then says what is wrong or goes on."""
    current, reference = _step(request), application.card.reference
    if current not in FORM_STEPS:
        return leave(request, paths.step(reference, current.next))
    fields = await request.fields()
    form = FORM_STEPS[current](application.definition)(fields)
    if not (form.given_back and application.card.is_draft):  # what is given back is shown again, and not kept
        typed = {field.name: field.data or "" for field in form if field.name in fields}
        await save_answers(work, actor, application.card.number, typed)
        if fields.get("action") == "previous":
            return leave(request, paths.step(reference, current.previous))
        if form.validate():
            return leave(request, paths.step(reference, current.next))
    return await step_page(request, reads, actor, application, current, ANSWERS, form=form, status=422)


async def step_page(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    application: ApplicationPage,
    step: Step,
    *parts: Fragment,
    form: Form | None = None,
    status: int = 200,
    **more: Any,
) -> Response[str]:
    """One step as it is kept, or with the `form` that was sent. `more`: what its `parts` need beside, or `say`."""
    context: dict[str, Any] = {"application": application, "step": step, "form": form}
    if step in FORM_STEPS and form is None:
        form = checked_where_filled_in(FORM_STEPS[step](application.definition)(data=application.answers))
        context |= {"form": form, "has_errors": bool(form.errors)}
    if step in (Step.STRUCTURE, Step.SUMMARY):
        context["structure"] = await unscoped_card(reads, application.card.structure_id)
    if step is Step.PIECES:
        limit = request.app.state.settings.upload_max_bytes
        context |= {"accept": ACCEPT, "formats": ACCEPTED_FORMATS, "upload_max_bytes": limit}
    if step is Step.SUMMARY:
        context |= _summary(actor, application, form or SubmissionForm())
    template = f"applications/steps/{step.name.lower()}.html"
    return page(request, template, *parts, status=status, **context, **more)


def _summary(actor: Actor, application: ApplicationPage, form: Form) -> dict[str, Any]:
    return {
        "form": form,
        "missing": missing(application.definition, application.answers, application.filled_pieces),
        "denied": denial(actor.acting_for(application.card.structure_id), Verb.SUBMIT, application.card.state),
        "attested": attested(application.definition),
        "shown": shown_answers(application),
    }


def shown_answers(application: ApplicationPage) -> dict[str, str]:
    """As they will be on the receipt; what is not valid yet stays as it was typed."""
    answers = application.answers
    typed = {field: answers.get(field.key, "") for field in application.definition.fields}
    return {field.key: check_answer(field, text).shown or text for field, text in typed.items()}


def _step(request: PortalRequest) -> Step:
    return Step(request.path.rpartition("/")[2])


ROUTES = [show, save]
