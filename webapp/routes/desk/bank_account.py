"""The whole IBAN of an application, for the service in charge: a page of its own, every reading leaves a trace."""

from litestar import Response
from litestar.params import FromPath

from webapp.applications import paths
from webapp.applications.bank_accounts import whole_account
from webapp.core.traces import read_trace
from webapp.routes.applications.given import GivenNumber
from webapp.schemes.identifiers import shown_iban
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.DESK_BANK_ACCOUNT, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    ref: FromPath[str],
) -> Response[str]:
    account = await whole_account(reads, actor, number)
    await read_trace(work, "bank_account.read", "application", ref)
    return page(request, "desk/bank_account.html", reference=ref, account=account, iban=shown_iban(account.iban))


ROUTES = [show]
