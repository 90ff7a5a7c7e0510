"""The steps of the form: what each shows, what each keeps, and where its buttons lead."""

from typing import Any

from webapp.applications import paths, texts
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step, control_id
from webapp.applications.shown import questions_to_correct, typed_in
from webapp.applications.use_cases.answers import Saved, save_answers
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Conflict, Final, NotFound, Refused
from webapp.routes.applications.answers import ADD, REMOVE, read_typed, two_answers
from webapp.routes.applications.given import GivenDraft, provide_draft
from webapp.routes.applications.pieces_step import pieces_step
from webapp.routes.applications.step_screen import again, back_to, beside, step_of, step_page
from webapp.routes.applications.structure_step import structure_step
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

DOSSIER = Fragment("partials/applications/dossier.html", id="dossier")
PREVIOUS, NEXT, GO, BACK = "previous", "next", "go", "back"


@get([*paths.STEPS, paths.FORM_PAGE], opt=declare(Access.APPLICANT))
async def show(request: PortalRequest, reads: GivenReads, actor: GivenActor, draft: GivenDraft) -> PageOrRedirect:
    application, end = draft, _end(request)
    reference = application.card.reference
    if application.card.is_sent and not application.is_amended:
        return leave(request, to(paths.APPLICATION, ref=reference))
    if application.is_amended and end == Step.SUMMARY:
        return leave(request, to(paths.CONTRIBUTION, ref=reference))
    if application.card.is_awaiting and end != Step.SUMMARY:  # it is read there, and not filled in
        return leave(request, paths.step(reference, Step.SUMMARY))
    if end not in [one.end for one in application.pages]:
        return leave(request, paths.step(reference, _instead(application, end)))
    if end == Step.STRUCTURE:
        return await structure_step(request, reads, actor, application)
    if end == Step.PIECES:
        return await pieces_step(request, reads, actor, application)
    return step_page(request, actor, application, end)


def _instead(application: ApplicationPage, end: str) -> str:
    """Of a page that is not asked at the moment, the one that says what is. Raises NotFound for one that never is."""
    if end == Step.ANSWERS:
        first = next(iter(application.form.steps), None)
        return f"{Step.ANSWERS}/{first.step.key}" if first else Step.PIECES
    _require_page(application, end)
    return Step.SUMMARY


def _require_page(application: ApplicationPage, end: str) -> None:
    """Raises NotFound for a page that no form of this scheme has, whatever is answered."""
    if end not in list(Step) and application.definition.step(end.rpartition("/")[2]) is None:
        raise NotFound


@post([*paths.STEPS, paths.FORM_PAGE], opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, draft: GivenDraft
) -> PageOrRedirect:
    """Keeps what was typed, valid or not, then goes where the button says, or says what is wrong.

    Also from a page that the form has lost since, by a newer revision or by an answer: what is still asked is kept.
    """
    application, end, fields = draft, _end(request), await request.fields()
    if not typed_in(application.definition, fields):
        _require_page(application, end)
    if request.given_back and application.can_be_filled_in and step_of(application, end):
        return step_page(request, actor, _as_typed(request, application), end, DOSSIER)
    try:
        saved = await save_answers(work, actor, application.card.number, read_typed(application.definition, fields))
    except Final:
        raise
    except Refused as refusal:
        if not step_of(application, end) or (request.fragment_id and not swaps(request, DOSSIER)):
            raise  # the alert of the page says why; the form below it stays as it is typed
        as_typed = _as_typed(request, application)
        return step_page(request, actor, as_typed, end, DOSSIER, status=422, said=refusal.reason)
    application = await provide_draft(request, reads, actor, application.card.number)
    return _after(request, actor, application, end, saved)


def _after(
    request: PortalRequest, actor: Actor, application: ApplicationPage, end: str, saved: Saved
) -> PageOrRedirect:
    """Where the button leads once all is kept; first, both answers where somebody else was faster.

    Raises Conflict with both where no page is left to choose on.
    """
    if answers := two_answers(application, saved):
        if step_of(application, end) is None:
            raise Conflict(" ".join(one.on_a_page_that_is_gone for one in answers))
        return step_page(request, actor, application, end, DOSSIER, status=409, conflicts=answers)
    action, _, about = request.sent.get("action").partition(":")
    if action in (ADD, REMOVE):
        return _row(request, actor, application, end, action, about)
    return _go(request, actor, application, end, action, about)


def _as_typed(request: PortalRequest, application: ApplicationPage) -> ApplicationPage:
    """With what was sent, which is not kept."""
    return application.with_answers(typed_in(application.definition, request.sent), request.today)


def _go(
    request: PortalRequest, actor: Actor, application: ApplicationPage, end: str, action: str, about: str
) -> PageOrRedirect:
    reference, step = application.card.reference, step_of(application, end)
    if action == PREVIOUS:
        return leave(request, paths.step(reference, beside(application, end, -1)))
    if action == BACK:
        anchor = f"#modifier-{named}" if (named := back_to(request)) else ""
        return leave(request, f"{paths.step(reference, Step.SUMMARY)}{anchor}")
    if action == GO:
        ends = [one.end for one in application.pages]
        return leave(request, paths.step(reference, about if about in ends else Step.SUMMARY))
    if action == NEXT or step is None:
        if step and questions_to_correct(step, shows_missing=end == Step.ELIGIBILITY):
            return step_page(request, actor, application, end, DOSSIER, status=422)
        return leave(request, paths.step(reference, beside(application, end, 1)))
    if swaps(request, DOSSIER):
        return step_page(request, actor, application, end, DOSSIER, say=texts.SAVED)
    return leave(request, again(request, application.card.reference, end), say=texts.SAVED)


def _row(
    request: PortalRequest, actor: Actor, application: ApplicationPage, end: str, action: str, name: str
) -> PageOrRedirect:
    """The section with its new row, or without the one that was taken out."""
    step, key = step_of(application, end), name.partition(".")[0]
    section = step.section_of(key) if step else None
    if section is None:  # what was typed beside it has taken it out
        return _go(request, actor, application, end, "", "")
    part = Fragment("partials/applications/section.html", id=f"section-{section.key}")
    is_new = action == ADD
    if not swaps(request, part):
        anchor = control_id(name) if is_new else part.id
        return leave(request, again(request, application.card.reference, end, f"#{anchor}"))
    say = texts.ROW_ADDED if is_new else texts.ROW_REMOVED
    more: dict[str, Any] = {
        "section": section,
        "row_added": name if is_new else "",
        "row_removed": "" if is_new else name.rpartition(".")[0],
    }
    return step_page(request, actor, application, end, part, say=say, **more)


def _end(request: PortalRequest) -> str:
    """Of the page's address, what stands behind the application's."""
    return request.path.split("/", 3)[3]


ROUTES = [show, save]
