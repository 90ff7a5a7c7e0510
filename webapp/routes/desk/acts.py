"""What an agent says of an application to its applicant: the review begins, the file is complete, or it ends here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from litestar import Response
from litestar.params import FromPath

from webapp.applications.models import Application
from webapp.applications.paths import DESK_APPLICATION
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Verb, denial
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Conflict
from webapp.core.work import Work
from webapp.review import paths, texts
from webapp.review.forms import DropForm, InadmissibilityForm
from webapp.review.use_cases.acts import declare_inadmissible, drop, start_review
from webapp.routes.applications.given import GivenApplication, GivenNumber
from webapp.solicitations.use_cases.completeness import declare_nothing_missing
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@dataclass(frozen=True, slots=True)
class Ending:
    """A way to end an application, with its page."""

    verb: Verb
    template: str
    fragment: Fragment
    form: type[InadmissibilityForm] | type[DropForm]
    end: Callable[[Work, Actor, int, str], Awaitable[Application]]


INADMISSIBLE = Ending(
    Verb.DECLARE_INADMISSIBLE,
    "review/inadmissibility.html",
    Fragment("partials/review/inadmissibility_form.html", id="inadmissibility-form"),
    InadmissibilityForm,
    declare_inadmissible,
)
DROPPED = Ending(
    Verb.DROP, "review/drop.html", Fragment("partials/review/drop_form.html", id="drop-form"), DropForm, drop
)


@get([paths.REVIEW, paths.COMPLETENESS], opt=declare(Access.AGENT), sync_to_thread=False)
def show_button(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, to(DESK_APPLICATION, ref=ref))


@post(paths.REVIEW, opt=declare(Access.AGENT))
async def create_review(
    request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber
) -> Response[None]:
    return _done(request, Verb.START_REVIEW, await start_review(work, actor, number))


@post(paths.COMPLETENESS, opt=declare(Access.AGENT))
async def create_completeness(
    request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber
) -> Response[None]:
    return _done(request, Verb.DECLARE_COMPLETE, await declare_nothing_missing(work, actor, number))


def _done(request: PortalRequest, verb: Verb, application: Application) -> Response[None]:
    said = texts.DONE[verb].format(reference=application.reference)
    return leave(request, to(DESK_APPLICATION, ref=application.reference), say=said)


@get(paths.INADMISSIBILITY, opt=declare(Access.AGENT), sync_to_thread=False)
def show_inadmissibility(request: PortalRequest, actor: GivenActor, application: GivenApplication) -> Response[str]:
    return _show(request, actor, application, INADMISSIBLE)


@post(paths.INADMISSIBILITY, opt=declare(Access.AGENT))
async def create_inadmissibility(
    request: PortalRequest, work: GivenWork, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    return await _create(request, work, actor, application, INADMISSIBLE)


@get(paths.DROPPING, opt=declare(Access.AGENT), sync_to_thread=False)
def show_dropping(request: PortalRequest, actor: GivenActor, application: GivenApplication) -> Response[str]:
    return _show(request, actor, application, DROPPED)


@post(paths.DROPPING, opt=declare(Access.AGENT))
async def create_dropping(
    request: PortalRequest, work: GivenWork, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    return await _create(request, work, actor, application, DROPPED)


def _show(request: PortalRequest, actor: Actor, application: ApplicationPage, ending: Ending) -> Response[str]:
    """The form, or why there is none."""
    denied = denial(actor, ending.verb, application.card.state)
    return page(request, ending.template, application=application, form=ending.form(), denied=denied)


async def _create(
    request: PortalRequest, work: Work, actor: Actor, application: ApplicationPage, ending: Ending
) -> PageOrRedirect:
    """What was typed stays on the page also when somebody was first: it may be needed elsewhere."""
    form, status = ending.form(await request.fields()), 422
    if form.validate():
        try:
            ended = await ending.end(work, actor, application.card.number, form.reason.data)
            return _done(request, ending.verb, ended)
        except Conflict as conflict:
            form.refuse(conflict)
            status = 409
    return page(
        request,
        ending.template,
        ending.fragment,
        status=status,
        application=application,
        form=form,
        denied=None,
        has_errors=True,
    )


ROUTES = [
    show_button,
    create_review,
    create_completeness,
    show_inadmissibility,
    create_inadmissibility,
    show_dropping,
    create_dropping,
]
