"""Login, on the first page of the site, and logout: POST /connexion opens a session, POST /deconnexion ends it."""

from litestar import Response

from webapp.accounts import paths, texts
from webapp.accounts.forms import SignInForm
from webapp.accounts.models import Account
from webapp.accounts.use_cases.sessions import sign_in, sign_out
from webapp.core.actor import AccountKind
from webapp.core.forms import FormData
from webapp.core.refusals import Refused
from webapp.web import cookies
from webapp.web.dependencies import GivenWork
from webapp.web.devices import device_cookie, known_device
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page, send_again
from webapp.web.request import PortalRequest
from webapp.web.resume import FIELD as RESUME
from webapp.web.resume import take_up
from webapp.web.routing import get, post

FORM = Fragment("partials/accounts/sign_in_form.html", id="sign-in-form")


@get(paths.HOME, opt=declare(Access.PUBLIC))
async def show(request: PortalRequest) -> Response[str] | Response[None]:
    if request.actor:
        return leave(request, request.continue_at or _landing(request.actor.is_agent))
    return page(request, "accounts/sign_in.html", form=SignInForm())


@get(paths.SIGN_IN, opt=declare(Access.PUBLIC), sync_to_thread=False)
def show_form(request: PortalRequest) -> Response[None]:
    return leave(request, paths.HOME)


@post(paths.SIGN_IN, opt=declare(Access.PUBLIC))
async def create(request: PortalRequest, work: GivenWork) -> Response[str] | Response[None]:
    fields = await request.fields()
    form = SignInForm(fields)
    if form.validate():
        known = known_device(request)
        passwords = request.app.state.passwords
        try:
            account, text = await sign_in(work, passwords, form.identifier.data, form.password.data, device=known)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _enter(request, account, text, fields)
    resume = fields.get(RESUME)
    return page(request, "accounts/sign_in.html", FORM, status=422, form=form, resume=resume, has_errors=True)


def _enter(request: PortalRequest, account: Account, text: str, fields: FormData) -> Response[None]:
    """To the page wanted first, or to the form that an ended session had lost; the browser is known from now on."""
    session = cookies.make_cookie(request.app.state.settings, cookies.SESSION, text)
    sent = (session, device_cookie(request, account.id))
    if resumed := take_up(request, fields.get(RESUME), account.id):
        return send_again(resumed.path, *sent)
    return leave(request, request.continue_at or _landing(account.kind == AccountKind.AGENT), set_cookies=sent)


@get(paths.SIGN_OUT, opt=declare(Access.PUBLIC), sync_to_thread=False)
def show_sign_out(request: PortalRequest) -> Response[None]:
    return leave(request, paths.HOME)


@post(paths.SIGN_OUT, opt=declare(Access.PUBLIC))
async def delete(request: PortalRequest, work: GivenWork) -> Response[None]:
    if request.actor:
        await sign_out(work, request.actor.session_id)
    ended = cookies.make_cookie(request.app.state.settings, cookies.SESSION, "")
    response = leave(request, paths.HOME, say=texts.SIGNED_OUT, set_cookies=(ended,))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _landing(is_agent: bool) -> str:
    return paths.AGENT_DESK if is_agent else paths.DASHBOARD


ROUTES = [show, show_form, create, show_sign_out, delete]
