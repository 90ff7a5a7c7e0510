"""One file of an application: its bytes, where they may be given, and how its analysis stands while it lasts."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from webapp.applications import paths
from webapp.applications.models import reference
from webapp.applications.rules import Step
from webapp.applications.served_files import ServedFile, piece_file, served_document
from webapp.core.own_paths import to
from webapp.core.refusals import NotFound
from webapp.documents import texts
from webapp.documents.rules import LOOKS
from webapp.routes.applications.given import GivenNumber, provide_draft
from webapp.routes.applications.step_screen import step_page
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.downloads import download
from webapp.web.from_list import from_list
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get

FileOrPage = Stream | Response[str]


@get(paths.DOCUMENT, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber, document_id: FromPath[UUID]
) -> FileOrPage:
    has_scanner = request.app.state.settings.has_scanner
    file = await served_document(reads, actor, number, document_id, has_scanner=has_scanner)
    return await give(request, file, back=to(paths.APPLICATION, ref=reference(number)))


async def give(request: PortalRequest, file: ServedFile, *, back: str) -> FileOrPage:
    """The file, or a page that says why not: 409 while it is analysed, 410 once it is removed. `back`: where to go."""
    if file.denied is None:
        return await download(request, file.storage_key, file.filename, file.media_type, file.size)
    status = 409 if file.denied.moved_on else 410
    return page(request, "applications/file_not_given.html", status=status, file=file, back=from_list(request, back))


@get(paths.DOCUMENT_STATE, opt=declare(Access.APPLICANT))
async def show_state(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber, document_id: FromPath[UUID]
) -> PageOrRedirect:
    """The slot asks by itself, after longer and longer; with the verdict comes what it changes on the page."""
    file = await piece_file(reads, actor, number, document_id)
    part = Fragment("partials/applications/state.html", id=f"state-{document_id}")
    if not swaps(request, part):
        return leave(request, f"{paths.step(reference(number), Step.PIECES)}#piece-{file.piece}")
    if file.is_scanning:
        return page(request, part.template, file=file, ref=reference(number), looks=looks_asked(request))
    application = await provide_draft(request, reads, actor, number)
    piece = application.definition.piece(file.piece)
    if piece is None:
        raise NotFound
    say = (texts.FOUND_INFECTED if file.is_infected else texts.FOUND_CLEAN).format(name=file.filename)
    changed: dict[str, Any] = {"file": file, "slot": application.slot(piece), "beside": "applications/after_scan.html"}
    return step_page(request, actor, application, Step.PIECES, part, say=say, **changed)


def looks_asked(request: PortalRequest) -> int:
    """How often the page has asked, this time included; with an address that we did not make it asks no more."""
    asked = request.asked().get("looks")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else len(LOOKS)


ROUTES = [show, show_state]
