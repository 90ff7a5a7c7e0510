"""Mon compte: the same page for applicants and agents, and the end of all their sessions."""

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.accounts import paths, texts
from webapp.accounts.forms import DetailsForm, EmailChangeForm, PasswordForm
from webapp.accounts.open_sessions import open_sessions
from webapp.accounts.queries import account_card
from webapp.accounts.use_cases.sessions import sign_out_everywhere
from webapp.core.actor import Actor
from webapp.core.forms import Form
from webapp.web import cookies
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORMS = Fragment("partials/accounts/account_forms.html", id="account-forms")


async def account_page(request: PortalRequest, reads: AsyncEngine, actor: Actor, **refused: Form) -> Response[str]:
    """With the form that was refused, if one was, in the place of a fresh one: `details`, `email` or `password`."""
    now = request.app.state.clock.now()
    account = await account_card(reads, actor, now)
    forms = {"details": DetailsForm(obj=account), "email": EmailChangeForm(), "password": PasswordForm(), **refused}
    sessions = await open_sessions(reads, actor, now)
    return page(
        request,
        "accounts/account.html",
        FORMS,
        status=422 if refused else 200,
        account=account,
        forms=forms,
        sessions=sessions,
        has_errors=bool(refused),
    )


@get(paths.ACCOUNT, opt=declare(Access.SIGNED_IN))
async def show(request: PortalRequest, reads: GivenReads, actor: GivenActor) -> Response[str]:
    return await account_page(request, reads, actor)


@get(
    [paths.DETAILS, paths.EMAIL, paths.PASSWORD, paths.SIGN_OUT_EVERYWHERE],
    opt=declare(Access.SIGNED_IN),
    sync_to_thread=False,
)
def show_forms(request: PortalRequest) -> Response[None]:
    return leave(request, paths.ACCOUNT)


@post(paths.SIGN_OUT_EVERYWHERE, opt=declare(Access.SIGNED_IN))
async def delete_sessions(request: PortalRequest, work: GivenWork, actor: GivenActor) -> Response[None]:
    await sign_out_everywhere(work, actor)
    ended = cookies.make_cookie(request.app.state.settings, cookies.SESSION, "")
    response = leave(request, paths.HOME, say=texts.SIGNED_OUT_EVERYWHERE, set_cookies=(ended,))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


ROUTES = [show, show_forms, delete_sessions]
