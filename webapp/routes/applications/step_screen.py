"""The screen of one step of the form: its questions as they are kept, what is wrong, where one is."""

import re
import secrets
from typing import Any

from litestar import Response

from webapp.applications import paths
from webapp.applications.forms import StatementForm, SubmissionForm, TakingBackForm
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step, Verb, attested, denial
from webapp.applications.shown import ELIGIBILITY, Question, eligibility_step, questions_to_correct
from webapp.core.actor import Actor
from webapp.core.forms import Form
from webapp.routes.applications.needed_facts import needed_facts, structure_place
from webapp.routes.structures.blocks import CLOSED, Opened, block_context
from webapp.schemes.filled import FilledStep
from webapp.schemes.printed import printed
from webapp.structures import rules as structure_rules
from webapp.web.page import Fragment, page
from webapp.web.request import PortalRequest

BACK_TO = re.compile(r"[a-z0-9_-]{1,130}")
MARK_LENGTH = 16
"""Characters that are kept of the mark of a page; ours has 8."""


def step_of(application: ApplicationPage, end: str) -> FilledStep | None:
    """What is asked on a page; None for a page without questions."""
    if end == Step.ELIGIBILITY:
        return eligibility_step(application.form)
    before, _, key = end.rpartition("/")
    return application.form.step(key) if before == Step.ANSWERS else None


def beside(application: ApplicationPage, end: str, by: int) -> str:
    """The page before or after; the answers that were just given may have taken this one out."""
    ends = [one.end for one in application.pages]
    if end not in ends:
        return Step.SUMMARY
    return ends[min(max(ends.index(end) + by, 0), len(ends) - 1)]


def back_to(request: PortalRequest) -> str:
    """Which pencil of the summary led to this page; empty for who came otherwise."""
    named = request.sent.get("retour") or request.asked().get("retour")
    return named if BACK_TO.fullmatch(named or "") else ""


def again(request: PortalRequest, reference: str, end: str, anchor: str = "") -> str:
    """The address of the same page, which still leads back to the summary."""
    suite = f"?retour={named}" if (named := back_to(request)) else ""
    return f"{paths.step(reference, end)}{suite}{anchor}"


def step_page(
    request: PortalRequest,
    actor: Actor,
    application: ApplicationPage,
    end: str,
    *parts: Fragment,
    form: Form | None = None,
    status: int = 200,
    said: str = "",
    **more: Any,
) -> Response[str]:
    """One step as it is kept. `said`: why not all of it was. `more`: what its `parts` need beside, or `say`."""
    context: dict[str, Any] = {"application": application, "end": end, "form": form, "back_to": back_to(request)}
    template = "answers"
    if step := step_of(application, end):
        context |= questions(request, application, step, status, said)
    else:
        template = Step(end).name.lower()
    if end == Step.STRUCTURE:
        context |= _own_blocks(request, actor, application, **more)
    if end == Step.SUMMARY:
        context |= _summary(actor, application, form or SubmissionForm(), **more)
    return page(request, f"applications/steps/{template}.html", *parts, status=status, **(context | more))


def _own_blocks(
    request: PortalRequest,
    actor: Actor,
    application: ApplicationPage,
    *,
    opened: Opened = CLOSED,
    say: str = "",
    **_: Any,
) -> dict[str, Any]:
    """The blocks of the structure; those in which something is missing for this aid are open."""
    membership = actor.member_of(application.card.structure_id)
    can_edit = structure_rules.denial(membership, structure_rules.Verb.EDIT) is None
    place = structure_place(application, opened, can_edit=can_edit)
    return {
        **block_context(request, application.structure, membership, place),
        "needed": needed_facts(application, place),
        "administrators": [],
        "just_saved": bool(say),
    }


class ToCorrect(list[Question]):
    """As error_summary takes it: the questions with a sentence beside them, and before them what is said of them all.

    `given_back`: why nothing of the page was kept; empty when it was, or when something else is `said`.
    """

    def __init__(self, questions: list[Question], given_back: str, said: str) -> None:
        super().__init__(questions)
        self.given_back = given_back
        self.form_errors = [sentence for sentence in (given_back, said) if sentence]


def questions(
    request: PortalRequest, application: ApplicationPage, step: FilledStep, status: int = 200, said: str = ""
) -> dict[str, Any]:
    """What the templates of a step ask. `page_mark`: which page types; `version`: which edition of the draft it shows.

    A page that is checked says what is missing too; else only what is wrong, since what is empty is not wrong yet.
    """
    sent = request.sent
    asks_what_misses = request.asked().get("verifier") or sent.get("verifier")
    is_checked = bool(asks_what_misses) or (status == 422 and step.step is ELIGIBILITY)
    to_correct = ToCorrect(questions_to_correct(step, shows_missing=is_checked), request.given_back, said)
    return {
        "step": step,
        "to_correct": to_correct,
        "has_errors": bool(to_correct or request.given_back) or status in (409, 422),
        "question_of": lambda filled: Question(filled, is_checked),
        "is_checked": is_checked,
        "page_mark": sent.get("page")[:MARK_LENGTH] or secrets.token_hex(4),
        "turn": sent.get("turn")[:MARK_LENGTH] or "0",
        "version": sent.get("version") if request.given_back else application.edition,
        "conflicts": [],
        "row_added": "",
        "row_removed": "",
    }


def _summary(
    actor: Actor, application: ApplicationPage, form: Form, *, statement_form: Form | None = None, **_: Any
) -> dict[str, Any]:
    acting, state = actor.acting_for(application.card.structure_id), application.card.state
    return {
        "form": form,
        "statement_form": statement_form or (TakingBackForm() if application.card.is_awaiting else StatementForm()),
        "printed": printed,
        "denied": denial(acting, Verb.SUBMIT, state),
        "can_ask": denial(acting, Verb.ASK_STATEMENT, state) is None,
        "can_take_back": denial(acting, Verb.TAKE_BACK, state) is None,
        "attested": attested(application.definition, application.structure.family),
    }
