"""Mon compte, "Modifier mon mot de passe"."""

from litestar import Response

from webapp.accounts import paths, texts
from webapp.accounts.forms import PasswordForm
from webapp.accounts.use_cases.password import change_password
from webapp.core.refusals import Refused
from webapp.routes.accounts.account import account_page
from webapp.web import cookies
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave
from webapp.web.request import PortalRequest
from webapp.web.routing import post


@post(paths.PASSWORD, opt=declare(Access.SIGNED_IN))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor
) -> Response[str] | Response[None]:
    form = PasswordForm(await request.fields())
    if form.validate():
        state = request.app.state
        try:
            text = await change_password(
                work, state.passwords, actor, form.current_password.data, form.new_password.data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            rotated = cookies.make_cookie(state.settings, cookies.SESSION, text or "")
            return leave(request, paths.ACCOUNT, say=texts.CHANGED, set_cookies=(rotated,))
    return await account_page(request, reads, actor, password=form)


ROUTES = [create]
