"""Fil de discussion: what applicants and agents write to each other about one application, a page for each side."""

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.own_paths import to
from webapp.core.traces import read_trace
from webapp.core.work import Work
from webapp.routes.threads.given import GivenThread
from webapp.threads import paths, texts
from webapp.threads.forms import MessageForm
from webapp.threads.queries import Thread, thread_page
from webapp.threads.rules import denial
from webapp.threads.use_cases import mark_read, write_message
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.from_list import from_list
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

CONVERSATION = Fragment("partials/threads/conversation.html", id="conversation")


@get(paths.MESSAGES, opt=declare(Access.APPLICANT))
async def show(request: PortalRequest, work: GivenWork, actor: GivenActor, thread: GivenThread) -> Response[str]:
    await _note_reading(work, actor, thread)
    return _shown(request, actor, thread, _empty())


@post(paths.MESSAGES, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, thread: GivenThread
) -> PageOrRedirect:
    return await _write(request, work, reads, actor, thread)


@get(paths.DESK_MESSAGES, opt=declare(Access.AGENT))
async def show_at_desk(
    request: PortalRequest, work: GivenWork, actor: GivenActor, thread: GivenThread
) -> Response[str]:
    await _note_reading(work, actor, thread)
    await read_trace(work, "thread.read", "application", thread.card.id)
    return _shown(request, actor, thread, _empty())


@post(paths.DESK_MESSAGES, opt=declare(Access.AGENT))
async def create_at_desk(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, thread: GivenThread
) -> PageOrRedirect:
    return await _write(request, work, reads, actor, thread)


async def _write(
    request: PortalRequest, work: Work, reads: AsyncEngine, actor: Actor, thread: Thread
) -> PageOrRedirect:
    form = MessageForm(await request.fields())
    if form.validate():
        with form.refusing():
            number = thread.card.number
            await write_message(work, actor, number, form.key_or_new(), form.message.data)
            if not swaps(request, CONVERSATION):
                return leave(request, _address(actor, thread), say=texts.SENT)
            now_shown = await thread_page(reads, actor, number)
            await _note_reading(work, actor, now_shown)
            return _shown(request, actor, now_shown, _empty(), say=texts.SENT)
    return _shown(request, actor, thread, form, status=422)


def _shown(
    request: PortalRequest, actor: Actor, thread: Thread, form: MessageForm, *, status: int = 200, say: str = ""
) -> Response[str]:
    return page(
        request,
        "desk/messages.html" if actor.is_agent else "threads/messages.html",
        CONVERSATION,
        status=status,
        say=say,
        thread=thread,
        form=form,
        address=from_list(request, _address(actor, thread)),
        whole=from_list(request, f"{_address(actor, thread)}?tout=oui"),
        denied=denial(actor if actor.is_agent else actor.acting_for(thread.card.structure_id)),
    )


def _empty() -> MessageForm:
    return MessageForm(data={"key": str(new_id())})


def _address(actor: Actor, thread: Thread) -> str:
    return to(paths.DESK_MESSAGES if actor.is_agent else paths.MESSAGES, ref=thread.card.reference)


async def _note_reading(work: Work, actor: Actor, thread: Thread) -> None:
    """A trace like that of any reading, which nobody has to press a button for; none when there is nothing new."""
    if thread.new:
        await mark_read(work, actor, thread.card.id, thread.last_number)


ROUTES = [show, create, show_at_desk, create_at_desk]
