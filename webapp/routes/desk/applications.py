"""Espace agent: the applications of one's service, one application with its pieces, and taking it over."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from webapp.accounts.paths import AGENT_DESK
from webapp.applications import paths, texts
from webapp.applications.queries import (
    applications_of,
    receipt_page,
    served_document,
    structure_since,
)
from webapp.applications.rules import Verb, denial
from webapp.applications.use_cases.desk import take_over
from webapp.core.own_paths import to
from webapp.core.traces import read_trace
from webapp.routes.applications.given import GivenApplication, GivenNumber
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.downloads import download
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(AGENT_DESK, opt=declare(Access.AGENT))
async def show_list(request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor) -> Response[str]:
    cards = await applications_of(reads, actor)
    await read_trace(work, "application.listed", "application_list", f"{len(cards)} rows")
    return page(request, "desk/list.html", cards=cards)


@get(paths.DESK_APPLICATION, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, application: GivenApplication
) -> Response[str]:
    receipt = await receipt_page(reads, actor, application.card.number)
    await read_trace(work, "application.read", "application", application.card.id)
    return page(
        request,
        "desk/application.html",
        application=application,
        facts=receipt.facts,
        since=await structure_since(reads, actor, application.card.number),
        denied=denial(actor, Verb.TAKE_OVER, application.card.state),
    )


@get(paths.DESK_DOCUMENT, opt=declare(Access.AGENT))
async def show_document(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    document_id: FromPath[UUID],
) -> Stream:
    file = await served_document(reads, actor, number, document_id)
    await read_trace(work, "document.downloaded", "document", document_id)
    return await download(request, file.storage_key, file.filename, file.media_type, file.size)


@get(paths.TAKE_OVER, opt=declare(Access.AGENT), sync_to_thread=False)
def show_take_over(request: PortalRequest, ref: FromPath[str]) -> Response[None]:
    return leave(request, to(paths.DESK_APPLICATION, ref=ref))


@post(paths.TAKE_OVER, opt=declare(Access.AGENT))
async def create_take_over(
    request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber
) -> Response[None]:
    application = await take_over(work, actor, number)
    said = texts.TAKEN_OVER.format(reference=application.reference)
    return leave(request, to(paths.DESK_APPLICATION, ref=application.reference), say=said)


ROUTES = [show_list, show, show_document, show_take_over, create_take_over]
