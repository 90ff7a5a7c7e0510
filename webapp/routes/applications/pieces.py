"""Pieces of a draft: adding a file to a slot, taking it out, reading it again. The slot is swapped in place."""

from collections.abc import Awaitable
from uuid import UUID

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths, texts
from webapp.applications.queries import served_document
from webapp.applications.rules import Step
from webapp.applications.use_cases.pieces import UploadLimits, add_piece, admit_upload, remove_piece
from webapp.core import french
from webapp.core.actor import Actor
from webapp.core.ports import FileTooLarge
from webapp.core.refusals import Final, GivenBack, NotFound, Refused
from webapp.core.work import Work
from webapp.documents.use_cases import Received, take_in
from webapp.routes.applications.given import GivenNumber, provide_application
from webapp.routes.applications.step_screen import step_page
from webapp.settings import Settings
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.downloads import download
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, swaps
from webapp.web.parts import Upload
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM_ALLOWANCE = 64 * 1024  # the form's other fields, around the largest file
OVERSHOOT = 32 * 1024 * 1024  # bytes of a file that is too large, read and thrown away to tell so at its slot


@get(paths.PIECE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, ref: FromPath[str], key: FromPath[str]) -> Response[None]:
    return leave(request, f"{paths.step(ref, Step.PIECES)}#piece-{key}")


async def create(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    key: FromPath[str],
) -> PageOrRedirect:
    settings: Settings = request.app.state.settings
    limits = UploadLimits(settings.upload_max_files, settings.upload_max_total_bytes)
    refusal = said = ""
    try:
        received = await _received(request, work, actor, number, key)
        await _keep(request, received, add_piece(work, actor, number, key, received, limits))
        said = texts.FILE_ADDED.format(name=received.filename)
    except Final:
        raise
    except (Refused, GivenBack) as error:
        refusal = error.reason
    except FileTooLarge:
        refusal = texts.FILE_TOO_LARGE.format(size=french.file_size(settings.upload_max_bytes))
    return await _show_slot(request, reads, actor, number, key, said=said, refusal=refusal)


async def _received(request: PortalRequest, work: Work, actor: Actor, number: int, key: str) -> Received:
    """Asks whether the slot takes a file before spending anything on it."""
    await admit_upload(work, actor, number, key)
    upload = (await request.fields()).upload("file")
    if not isinstance(upload, Upload):
        raise Refused(texts.NO_FILE)
    return await take_in(upload.incoming, upload.filename)


async def _keep(request: PortalRequest, received: Received, adding: Awaitable[UUID]) -> None:
    """A file that no slot takes is not left in the store."""
    try:
        await adding
    except (Refused, NotFound):
        await request.app.state.store.delete(received.stored.key)
        raise


async def _show_slot(
    request: PortalRequest, reads: AsyncEngine, actor: Actor, number: int, key: str, *, said: str, refusal: str = ""
) -> PageOrRedirect:
    """With htmx the slot alone; without, the page again, where the slot is."""
    fragment = Fragment("partials/applications/piece.html", id=f"piece-{key}")
    application = await provide_application(request, reads, actor, number)
    piece = application.definition.piece(key)
    if piece is None:
        raise NotFound
    if not refusal and not swaps(request, fragment):
        return leave(request, f"{paths.step(application.card.reference, Step.PIECES)}#{fragment.id}", say=said)
    return step_page(
        request,
        actor,
        application,
        Step.PIECES,
        fragment,
        status=422 if refusal else 200,
        say=said,
        slot=application.slot(piece),
        refused_piece=key,
        refusal=refusal,
    )


@post(paths.DOCUMENT_REMOVAL, opt=declare(Access.APPLICANT))
async def delete(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    document_id: FromPath[UUID],
) -> PageOrRedirect:
    key, name = await remove_piece(work, request.app.state.store, actor, number, document_id)
    return await _show_slot(request, reads, actor, number, key, said=texts.FILE_REMOVED.format(name=name))


@get(paths.DOCUMENT_REMOVAL, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_removal(request: PortalRequest, ref: FromPath[str], document_id: FromPath[UUID]) -> Response[None]:
    return leave(request, paths.step(ref, Step.PIECES))


@get(paths.DOCUMENT, opt=declare(Access.APPLICANT))
async def show_document(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber, document_id: FromPath[UUID]
) -> Stream:
    file = await served_document(reads, actor, number, document_id)
    return await download(request, file.storage_key, file.filename, file.media_type, file.size)


def routes(settings: Settings) -> list[HTTPRouteHandler]:
    """The upload's own limit on the body is a setting; everywhere else bodies are small."""
    upload = post(
        paths.PIECE,
        opt=declare(Access.APPLICANT),
        request_max_body_size=settings.upload_max_bytes + FORM_ALLOWANCE + OVERSHOOT,
    )(create)
    return [show, upload, delete, show_removal, show_document]
