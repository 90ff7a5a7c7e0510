"""Suivi par: who of the service follows an application."""

from collections.abc import Sequence
from typing import Any

from litestar import Response

from webapp.applications.paths import DESK_APPLICATION
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Verb, denial
from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.core.own_paths import to
from webapp.core.refusals import Conflict
from webapp.core.work import Work
from webapp.review import paths, texts
from webapp.review.forms import AssignmentForm
from webapp.review.queries import Colleague, colleagues_of
from webapp.review.use_cases.assignment import assign
from webapp.routes.applications.given import GivenApplication
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ASSIGNMENT = Fragment("partials/review/assignment.html", id="assignment")


def assignment_form(colleagues: Sequence[Colleague], fields: FormData | None = None) -> AssignmentForm:
    follower = next((one.id for one in colleagues if one.follows), None)
    return AssignmentForm(fields, {one.id: one.name for one in colleagues}, follower)


def assignment_shown(
    actor: Actor, application: ApplicationPage, colleagues: Sequence[Colleague], form: AssignmentForm
) -> dict[str, Any]:
    """What the block asks of its page."""
    return {
        "application": application,
        "assignment_form": form,
        "follower": next((one.name for one in colleagues if one.follows), ""),
        "not_assigned": denial(actor, Verb.ASSIGN, application.card.state),
    }


@get(paths.ASSIGNMENT, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    colleagues = await colleagues_of(reads, actor, application.card.number)
    shown = assignment_shown(actor, application, colleagues, assignment_form(colleagues))
    return page(request, "review/assignment.html", **shown)


@post(paths.ASSIGNMENT, opt=declare(Access.AGENT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    number, said, status = application.card.number, "", 422
    form = assignment_form(await colleagues_of(reads, actor, number), await request.fields())
    if form.validate():
        try:
            with form.refusing():
                said = await _assign(work, actor, application, form)
        except Conflict as conflict:
            form.refuse(conflict)
            status = 409
    if said and not swaps(request, ASSIGNMENT):
        return leave(request, to(DESK_APPLICATION, ref=application.card.reference), say=said)
    colleagues = await colleagues_of(reads, actor, number)
    form = form if not said else assignment_form(colleagues)
    form.now_followed_by(next((one.id for one in colleagues if one.follows), None))
    shown = assignment_shown(actor, application, colleagues, form)
    return page(request, "review/assignment.html", ASSIGNMENT, status=200 if said else status, say=said, **shown)


async def _assign(work: Work, actor: Actor, application: ApplicationPage, form: AssignmentForm) -> str:
    """What to say of it. Raises Refused, Conflict."""
    agent = await assign(work, actor, application.card.number, was=form.expected, to=form.chosen)
    return texts.ASSIGNED.format(reference=application.card.reference, name=agent.full_name)


ROUTES = [show, create]
