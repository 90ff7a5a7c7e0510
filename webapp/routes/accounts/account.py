"""Mon compte: the same page for applicants and agents."""

from litestar import Response

from webapp.accounts import paths
from webapp.accounts.forms import PasswordForm
from webapp.accounts.queries import account_card
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.ACCOUNT, opt=declare(Access.SIGNED_IN))
async def show(request: PortalRequest, reads: GivenReads, actor: GivenActor) -> Response[str]:
    return page(
        request, "accounts/account.html", account=await account_card(reads, actor), password_form=PasswordForm()
    )


ROUTES = [show]
