"""Answers saved one by one, as they are given: POST /demandes/{ref}/reponses, which static/js/autosave.js sends.

What changes on the page by an answer – a field that is asked now, a total, a sentence – comes with the words that say
that it is saved.
"""

from dataclasses import dataclass

from litestar import Response
from litestar.params import FromPath

from webapp.applications import paths, texts
from webapp.applications.models import reference
from webapp.applications.queries import ApplicationPage, application_definition
from webapp.applications.rules import Step
from webapp.applications.shown import Question, changed_sections, typed_in
from webapp.applications.use_cases.answers import Saved, TwoAnswers, Typed, save_answers
from webapp.core.forms import FormData
from webapp.routes.applications.given import GivenNumber, provide_draft
from webapp.routes.applications.step_screen import MARK_LENGTH, questions, step_of
from webapp.schemes.controls import REMOVED, ROW, find_control
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.filled import Filled
from webapp.schemes.values import suggestions, understand
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

SAVING = Fragment("partials/applications/saving.html", id="saving")
ADD, REMOVE = "add", "remove"
LONGEST_SEARCH = 100


@get(paths.ANSWERS, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, paths.step(ref, Step.SUMMARY))


@post(paths.ANSWERS, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, number: GivenNumber
) -> PageOrRedirect:
    fields = await request.fields()
    definition = await application_definition(reads, actor, number)
    saved = await save_answers(work, actor, number, read_typed(definition, fields))
    application = await provide_draft(request, reads, actor, number)
    end = fields.get("step")
    step = step_of(application, end)
    if not swaps(request, SAVING) or step is None:
        return leave(request, paths.step(application.card.reference, Step.SUMMARY))
    was = step_of(application.with_answers(saved.before, request.today), end)
    return page(
        request,
        "applications/steps/answers.html",
        SAVING,
        status=409 if saved.conflicts else 200,
        application=application,
        end=end,
        saved=saved,
        changed=changed_sections(was, step),
        **(questions(request, application, step) | {"conflicts": two_answers(application, saved)}),
    )


@get(paths.PROPOSALS, opt=declare(Access.APPLICANT))
async def show_proposals(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber
) -> PageOrRedirect:
    """What a long list has that begins like what is being typed; the address names one control and holds the text."""
    definition, asked = await application_definition(reads, actor, number), request.asked()
    controls = ((field, asked.get(name)) for name in asked if (field := find_control(definition, name)))
    found = next((suggestions(field, typed[:LONGEST_SEARCH]) for field, typed in controls), ())
    if not request.is_htmx:
        return leave(request, paths.step(reference(number), Step.SUMMARY))
    return page(request, "applications/form/proposals.html", found=found)


def read_typed(definition: SchemeDefinition, fields: FormData) -> Typed:
    """With the row that a button begins or takes out."""
    action, _, about = fields.get("action").partition(":")
    answers = typed_in(definition, fields)
    if action == REMOVE and find_control(definition, about) is ROW:
        answers[about] = REMOVED
    return Typed(
        answers,
        seen=_counted(fields.get("version")),
        page=fields.get("page")[:MARK_LENGTH],
        turn=_counted(fields.get("turn")),
        new_rows=(about,) if action == ADD else (),
    )


def _counted(text: str) -> int:
    """What our page counts; 0 for what it would not send."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two answers to one question, as they read."""

    question: Question
    answer: TwoAnswers
    mine_shown: str
    theirs_shown: str

    @property
    def on_a_page_that_is_gone(self) -> str:
        label = self.question.filled.field.label
        return texts.PAGE_GONE.format(label=label, mine=self.mine_shown, theirs=self.theirs_shown)


def two_answers(application: ApplicationPage, saved: Saved) -> list[Conflict]:
    found = []
    for one in saved.conflicts:
        field = find_control(application.definition, one.name)
        if field is not None:
            mine, theirs = (understand(field, text).shown or text for text in (one.mine, one.theirs))
            found.append(Conflict(Question(Filled(one.name, field)), one, mine, theirs))
    return found


ROUTES = [show, create, show_proposals]
