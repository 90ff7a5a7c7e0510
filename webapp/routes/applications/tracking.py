"""Suivre mes demandes d'aide: the list, one application, its acknowledgement."""

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from webapp.applications import paths
from webapp.applications.queries import application_page, applications_of, receipt_page
from webapp.routes.applications.numbers import number_of
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.downloads import download
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.APPLICATIONS, opt=declare(Access.APPLICANT))
async def show_list(request: PortalRequest, reads: GivenReads, actor: GivenActor) -> Response[str]:
    return page(request, "applications/list.html", cards=await applications_of(reads, actor))


@get("/demandes/{ref:str}", opt=declare(Access.APPLICANT))
async def show(request: PortalRequest, reads: GivenReads, actor: GivenActor, ref: FromPath[str]) -> Response[str]:
    application = await application_page(reads, actor, number_of(ref))
    return page(
        request,
        "applications/application.html",
        application=application,
        acting_for=application.card.structure_name,
    )


@get("/demandes/{ref:str}/accuse-de-reception", opt=declare(Access.APPLICANT))
async def show_receipt(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, ref: FromPath[str]
) -> Response[str]:
    receipt = await receipt_page(reads, actor, number_of(ref))
    applicant = receipt.facts["applicant"]["name"]
    return page(request, "applications/receipt.html", receipt=receipt, acting_for=applicant)


@get("/demandes/{ref:str}/accuse-de-reception.pdf", opt=declare(Access.APPLICANT))
async def show_receipt_pdf(request: PortalRequest, reads: GivenReads, actor: GivenActor, ref: FromPath[str]) -> Stream:
    receipt = await receipt_page(reads, actor, number_of(ref))
    filename = f"accuse-de-reception-{receipt.facts['number']}.pdf"
    return download(request, receipt.storage_key, filename, "application/pdf", receipt.size)


ROUTES = [show_list, show, show_receipt, show_receipt_pdf]
