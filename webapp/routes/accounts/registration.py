"""Créer un compte: the form, the page that says a mail is on its way, the activation by its link."""

from litestar import Response
from litestar.params import FromPath

from webapp.accounts import paths
from webapp.accounts.forms import EmailForm, RegistrationForm
from webapp.accounts.links import DeadLink
from webapp.accounts.use_cases.registration import Registration, activate, register, send_activation_again
from webapp.core.refusals import Refused
from webapp.web.dependencies import GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/accounts/registration_form.html", id="registration-form")
NEW_LINK_FORM = Fragment("partials/accounts/new_activation_form.html", id="new-activation-form")


@get(paths.REGISTRATION, opt=declare(Access.PUBLIC))
async def show(request: PortalRequest) -> Response[str]:
    return page(request, "accounts/registration.html", form=RegistrationForm())


@post(paths.REGISTRATION, opt=declare(Access.PUBLIC))
async def create(request: PortalRequest, work: GivenWork) -> Response[str] | Response[None]:
    form = RegistrationForm(await request.fields())
    if form.validate():
        try:
            await register(work, request.app.state.passwords, _registration(form, request.continue_at))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return leave(request, paths.registration_sent(request.continue_at))
    return page(
        request,
        "accounts/registration.html",
        FORM,
        status=422,
        form=form,
        has_errors=True,
    )


def _registration(form: RegistrationForm, continue_at: str) -> Registration:
    return Registration(
        login=form.login.data,
        password=form.password.data,
        civility=form.civility.data,
        last_name=form.last_name.data,
        first_name=form.first_name.data,
        email=form.email.data,
        continue_at=continue_at,
    )


@get(paths.REGISTRATION_SENT, opt=declare(Access.PUBLIC))
async def show_sent(request: PortalRequest) -> Response[str]:
    return page(request, "accounts/registration_sent.html")


@get(paths.NEW_ACTIVATION, opt=declare(Access.PUBLIC))
async def show_new_link(request: PortalRequest) -> Response[str]:
    return page(request, "accounts/new_activation.html", form=EmailForm())


@post(paths.NEW_ACTIVATION, opt=declare(Access.PUBLIC))
async def create_new_link(request: PortalRequest, work: GivenWork) -> Response[str] | Response[None]:
    form = EmailForm(await request.fields())
    if form.validate():
        await send_activation_again(work, form.email.data, continue_at=request.continue_at)
        return leave(request, paths.registration_sent(request.continue_at))
    return page(request, "accounts/new_activation.html", NEW_LINK_FORM, status=422, form=form, has_errors=True)


@get(paths.ACTIVATION, opt=declare(Access.PUBLIC))
async def show_activation(request: PortalRequest, token: FromPath[str]) -> Response[str]:
    """Shows one button: programs that open the links of mails must not use them up."""
    return page(request, "accounts/activation.html", token=token)


@post(paths.ACTIVATION, opt=declare(Access.PUBLIC))
async def create_activation(
    request: PortalRequest, work: GivenWork, token: FromPath[str]
) -> Response[str] | Response[None]:
    try:
        said = await activate(work, request.app.state.signer, token)
    except DeadLink:
        return page(request, "accounts/link_expired.html", status=410)
    return leave(request, paths.sign_in(request.continue_at), say=said)


ROUTES = [show, create, show_sent, show_new_link, create_new_link, show_activation, create_activation]
