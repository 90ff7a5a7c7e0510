"""Récupérer mes informations de connexion: a reminder of the identifier, a link to choose a new password."""

from litestar import Response
from litestar.params import FromPath

from webapp.accounts import paths, texts
from webapp.accounts.forms import EmailForm, NewPasswordForm, ResetRequestForm
from webapp.accounts.links import DeadLink
from webapp.accounts.models import LinkPurpose
from webapp.accounts.queries import would_work
from webapp.accounts.use_cases.recovery import remind_identifier, request_password_reset, reset_password
from webapp.core.own_paths import suite, to
from webapp.core.refusals import Refused
from webapp.web.dependencies import GivenReads, GivenWork
from webapp.web.devices import device_cookie
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORMS = Fragment("partials/accounts/recovery_forms.html", id="recovery-forms")
NEW_PASSWORD = Fragment("partials/accounts/new_password_form.html", id="new-password-form")


@get(paths.RECOVERY, opt=declare(Access.PUBLIC))
async def show(request: PortalRequest) -> Response[str]:
    forms = {"reminder": EmailForm(), "reset": ResetRequestForm()}
    return page(request, "accounts/recovery.html", **forms)


@get([paths.IDENTIFIER_REMINDER, paths.RESET_REQUEST], opt=declare(Access.PUBLIC), sync_to_thread=False)
def show_forms(request: PortalRequest) -> Response[None]:
    return leave(request, paths.RECOVERY)


@post(paths.IDENTIFIER_REMINDER, opt=declare(Access.PUBLIC))
async def create_reminder(request: PortalRequest, work: GivenWork) -> Response[str] | Response[None]:
    form = EmailForm(await request.fields())
    if form.validate():
        await remind_identifier(work, form.email.data, continue_at=request.continue_at)
        return leave(request, paths.RECOVERY_SENT)
    forms = {"reminder": form, "reset": ResetRequestForm()}
    return page(request, "accounts/recovery.html", FORMS, status=422, has_errors=True, **forms)


@post(paths.RESET_REQUEST, opt=declare(Access.PUBLIC))
async def create_reset_request(request: PortalRequest, work: GivenWork) -> Response[str] | Response[None]:
    form = ResetRequestForm(await request.fields())
    if form.validate():
        await request_password_reset(work, form.identifier.data, continue_at=request.continue_at)
        return leave(request, paths.RECOVERY_SENT)
    forms = {"reminder": EmailForm(), "reset": form}
    return page(request, "accounts/recovery.html", FORMS, status=422, has_errors=True, **forms)


@get(paths.RECOVERY_SENT, opt=declare(Access.PUBLIC))
async def show_sent(request: PortalRequest) -> Response[str]:
    return page(request, "accounts/recovery_sent.html")


@get(paths.PASSWORD_RESET, opt=declare(Access.PUBLIC))
async def show_new_password(request: PortalRequest, reads: GivenReads, token: FromPath[str]) -> Response[str]:
    """Looks at the link and does not use it: programs open the links of mails too."""
    state = request.app.state
    if not await would_work(reads, state.signer, LinkPurpose.PASSWORD_RESET, token, state.clock.now()):
        return page(request, "accounts/reset_link_expired.html", status=410)
    return page(request, "accounts/new_password.html", form=NewPasswordForm(), token=token)


@post(paths.PASSWORD_RESET, opt=declare(Access.PUBLIC))
async def create_new_password(
    request: PortalRequest, work: GivenWork, token: FromPath[str]
) -> Response[str] | Response[None]:
    form = NewPasswordForm(await request.fields())
    if form.validate():
        state = request.app.state
        try:
            owner = await reset_password(work, state.passwords, state.signer, token, form.new_password.data)
        except DeadLink:
            return leave(request, to(paths.PASSWORD_RESET, token=token) + suite(request.continue_at))  # which says so
        except Refused as refusal:
            form.refuse(refusal)
        else:
            known = device_cookie(request, owner)
            return leave(request, paths.sign_in(request.continue_at), say=texts.RESET, set_cookies=(known,))
    return page(
        request, "accounts/new_password.html", NEW_PASSWORD, status=422, form=form, has_errors=True, token=token
    )


ROUTES = [
    show,
    show_forms,
    create_reminder,
    create_reset_request,
    show_sent,
    show_new_password,
    create_new_password,
]
