"""Pieces of a draft: files put in a slot, taken out, taken up again. The slot is swapped in place."""

from uuid import UUID

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from webapp.applications import paths, texts
from webapp.applications.rules import Step
from webapp.applications.templates import application_template
from webapp.applications.use_cases.pieces import remove_piece
from webapp.applications.use_cases.reuse import reuse_document
from webapp.core.refusals import Final, GivenBack, Refused
from webapp.routes.applications import documents
from webapp.routes.applications.arrivals import Arrived, PieceOfDraft, take_all
from webapp.routes.applications.given import GivenNumber
from webapp.routes.applications.pieces_step import limits_of, show_slot
from webapp.settings import Settings
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.downloads import download_bytes
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM_ALLOWANCE = 64 * 1024  # the form's other fields, around the files


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
    try:
        arrived = await take_all(PieceOfDraft(request, work, actor, number, key))
    except Final:
        raise
    except (Refused, GivenBack) as error:
        arrived = Arrived(refused=[error.reason])
    return await show_slot(request, reads, actor, number, key, said=arrived.said, refusals=arrived.refused)


@post(paths.REUSE, opt=declare(Access.APPLICANT))
async def reuse(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    key: FromPath[str],
    document_id: FromPath[UUID],
) -> PageOrRedirect:
    try:
        name = await reuse_document(work, actor, number, key, document_id, limits_of(request))
    except Final:
        raise
    except Refused as refusal:
        return await show_slot(request, reads, actor, number, key, refusals=[refusal.reason])
    return await show_slot(request, reads, actor, number, key, said=texts.FILE_REUSED.format(name=name))


@get(paths.REUSE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_reuse(
    request: PortalRequest, ref: FromPath[str], key: FromPath[str], document_id: FromPath[UUID]
) -> Response[None]:
    return leave(request, f"{paths.step(ref, Step.PIECES)}#piece-{key}")


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
    return await show_slot(request, reads, actor, number, key, said=texts.FILE_REMOVED.format(name=name))


@get(paths.DOCUMENT_REMOVAL, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_removal(request: PortalRequest, ref: FromPath[str], document_id: FromPath[UUID]) -> Response[None]:
    return leave(request, paths.step(ref, Step.PIECES))


@get(paths.TEMPLATE, opt=declare(Access.APPLICANT))
async def show_template(
    reads: GivenReads, actor: GivenActor, number: GivenNumber, file: FromPath[str]
) -> Response[bytes]:
    template = await application_template(reads, actor, number, file)
    return download_bytes(template.content, template.file, template.media_type)


def routes(settings: Settings) -> list[HTTPRouteHandler]:
    """The upload's own limit on the body is what an application may hold; everywhere else bodies are small."""
    upload = post(
        paths.PIECE,
        opt=declare(Access.APPLICANT),
        request_max_body_size=settings.upload_max_total_bytes + FORM_ALLOWANCE,
    )(create)
    return [show, upload, reuse, show_reuse, delete, show_removal, show_template, *documents.ROUTES]
