"""Espace agent: the lists of applications that agents work through, and the same for a spreadsheet."""

from typing import Any

from litestar import Response
from litestar.response import Stream

from webapp.accounts.paths import AGENT_DESK
from webapp.applications import paths
from webapp.applications.worklists import texts
from webapp.applications.worklists.export import exported
from webapp.applications.worklists.form import WorklistForm
from webapp.applications.worklists.lists import Worklist
from webapp.applications.worklists.offered import offered
from webapp.applications.worklists.queries import worklist
from webapp.applications.worklists.words import is_number
from webapp.core.spreadsheets import MEDIA_TYPE
from webapp.core.traces import read_trace
from webapp.outbox.queries import count_undelivered
from webapp.routes.desk.in_list import place_asked
from webapp.threads.queries import new_messages_in
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.downloads import download_stream
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get

FOUND = Fragment("partials/desk/worklist_results.html", id="worklist-results")


@get(AGENT_DESK, opt=declare(Access.AGENT))
async def show(request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor) -> Response[str]:
    asked = request.asked()
    form = WorklistForm(asked)
    place, here = place_asked(asked)
    found = await worklist(reads, actor, form.wanted, request.app.state.clock.now(), place)
    form.offer(await offered(reads, actor))
    await read_trace(work, "application.listed", "application_list", f"{len(found.rows)} rows")
    counted = texts.how_many(len(found.rows), is_all=found.is_all, is_filtered=bool(form.filters))
    return page(
        request,
        "desk/list.html",
        FOUND,
        say=counted,
        beside="desk/worklist_changed.html",
        form=form,
        found=found,
        counted=counted,
        here=here,
        new_messages=await new_messages_in(reads, actor, [row.number for row in found.rows]),
        **_said_of(form),
        lists=[(texts.LISTS[one], form.other(one), one is form.worklist) for one in Worklist],
        undelivered=await count_undelivered(reads) if actor.is_administrator else 0,
    )


def _said_of(form: WorklistForm) -> dict[str, Any]:
    """`empty`: the words for nothing at all; `read_as_number`: how digits were understood."""
    return {
        "label": texts.LISTS[form.worklist],
        "meaning": texts.MEANINGS[form.worklist],
        "empty": texts.EMPTY[form.worklist],
        "read_as_number": texts.READ_AS_NUMBER if is_number(form.wanted.words) else "",
    }


@get(paths.DESK_EXPORT, opt=declare(Access.AGENT))
async def export(request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor) -> Stream:
    form, now = WorklistForm(request.asked()), request.app.state.clock.now()
    async with work:
        work.audit("application.exported", "application_list", str(form.worklist), asked=form.chosen)
    chunks = exported(reads, actor, form.wanted, now)
    return await download_stream(request, chunks, f"demandes-{now:%Y-%m-%d}.csv", MEDIA_TYPE)


ROUTES = [show, export]
