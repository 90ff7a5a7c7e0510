"""Notes of agents on one application: a block of its page, and a page of its own for who has no JavaScript."""

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.paths import DESK_APPLICATION
from webapp.applications.queries import ApplicationPage
from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.core.ids import new_id
from webapp.core.own_paths import to
from webapp.core.traces import read_trace
from webapp.review import paths, texts
from webapp.review.forms import NoteForm
from webapp.review.queries import notes_of
from webapp.review.use_cases.notes import add_note
from webapp.routes.applications.given import GivenApplication
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

NOTES = Fragment("partials/review/notes.html", id="notes")


def note_form(fields: FormData | None = None) -> NoteForm:
    return NoteForm(fields, scope="note", key=str(new_id()))


@get(paths.NOTES, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    await read_trace(work, "application.notes_read", "application", application.card.id)
    return await _show(request, reads, actor, application, note_form())


@post(paths.NOTES, opt=declare(Access.AGENT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> PageOrRedirect:
    form = note_form(await request.fields())
    if form.validate():
        await add_note(work, actor, application.card.number, form.text.data, form.key_or_new())
        if swaps(request, NOTES):
            return await _show(request, reads, actor, application, note_form(), say=texts.NOTED)
        back = to(DESK_APPLICATION, ref=application.card.reference)
        return leave(request, f"{back}#{NOTES.id}", say=texts.NOTED)
    return await _show(request, reads, actor, application, form, status=422)


async def _show(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    application: ApplicationPage,
    form: NoteForm,
    *,
    status: int = 200,
    say: str = "",
) -> Response[str]:
    notes = await notes_of(reads, actor, application.card.number)
    return page(
        request,
        "review/notes.html",
        NOTES,
        status=status,
        say=say,
        application=application,
        notes=notes,
        note_form=form,
    )


ROUTES = [show, create]
