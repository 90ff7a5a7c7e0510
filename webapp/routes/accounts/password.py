"""Mon compte, "Modifier mon mot de passe"."""

from litestar import Response

from webapp.accounts import paths, texts
from webapp.accounts.forms import PasswordForm
from webapp.accounts.queries import account_card
from webapp.accounts.use_cases import change_password
from webapp.core.refusals import Refused
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/accounts/password_form.html", id="password-form")


@get(paths.PASSWORD, opt=declare(Access.SIGNED_IN), sync_to_thread=False)
def show(request: PortalRequest) -> Response[None]:
    return leave(request, paths.ACCOUNT)


@post(paths.PASSWORD, opt=declare(Access.SIGNED_IN))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor
) -> Response[str] | Response[None]:
    form = PasswordForm(await request.fields())
    if form.validate():
        passwords = request.app.state.passwords
        try:
            await change_password(work, passwords, actor, form.current_password.data, form.new_password.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return leave(request, paths.ACCOUNT, say=texts.CHANGED)
    account = await account_card(reads, actor)
    return page(
        request, "accounts/account.html", FORM, status=422, account=account, password_form=form, has_errors=True
    )


ROUTES = [show, create]
