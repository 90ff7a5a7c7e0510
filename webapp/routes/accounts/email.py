"""Modifier mon adresse électronique: the form of Mon compte, then the links of the two mails that it sends.

The links are used without being signed in: on the device where the mail is read.
"""

from litestar import Response
from litestar.params import FromPath

from webapp.accounts import paths, texts
from webapp.accounts.forms import EmailChangeForm
from webapp.accounts.links import DeadLink
from webapp.accounts.models import LinkPurpose
from webapp.accounts.queries import would_work
from webapp.accounts.use_cases.email_change import confirm_email, request_email_change, restore_email
from webapp.core.refusals import Refused
from webapp.routes.accounts.account import account_page
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

CONFIRMATION, REFUSAL = "accounts/email_confirmation.html", "accounts/email_refusal.html"


@post(paths.EMAIL, opt=declare(Access.SIGNED_IN))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor
) -> Response[str] | Response[None]:
    form = EmailChangeForm(await request.fields())
    if form.validate():
        passwords = request.app.state.passwords
        try:
            await request_email_change(work, passwords, actor, form.new_email.data, form.password.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return leave(request, paths.ACCOUNT, say=texts.EMAIL_ASKED)
    return await account_page(request, reads, actor, email=form)


@get(paths.EMAIL_CONFIRMATION, opt=declare(Access.PUBLIC))
async def show_confirmation(request: PortalRequest, reads: GivenReads, token: FromPath[str]) -> Response[str]:
    """Looks at the link and does not use it: programs open the links of mails too."""
    state = request.app.state
    if not await would_work(reads, state.signer, LinkPurpose.EMAIL_CHANGE, token, state.clock.now()):
        return _dead(request)
    return page(request, CONFIRMATION, token=token)


@post(paths.EMAIL_CONFIRMATION, opt=declare(Access.PUBLIC))
async def create_confirmation(
    request: PortalRequest, work: GivenWork, token: FromPath[str]
) -> Response[str] | Response[None]:
    try:
        said = await confirm_email(work, request.app.state.signer, token)
    except DeadLink:
        return _dead(request)
    except Refused as refusal:
        return page(request, CONFIRMATION, status=409, token=token, refusal=refusal.reason)
    return leave(request, paths.HOME, say=said)


@get(paths.EMAIL_REFUSAL, opt=declare(Access.PUBLIC))
async def show_refusal(request: PortalRequest, reads: GivenReads, token: FromPath[str]) -> Response[str]:
    state = request.app.state
    if not await would_work(reads, state.signer, LinkPurpose.EMAIL_RESTORE, token, state.clock.now()):
        return _dead(request)
    return page(request, REFUSAL, token=token)


@post(paths.EMAIL_REFUSAL, opt=declare(Access.PUBLIC))
async def create_refusal(
    request: PortalRequest, work: GivenWork, token: FromPath[str]
) -> Response[str] | Response[None]:
    try:
        await restore_email(work, request.app.state.signer, token)
    except DeadLink:
        return _dead(request)
    except Refused as refusal:
        return page(request, REFUSAL, status=409, token=token, refusal=refusal.reason)
    return leave(request, paths.EMAIL_RESTORED)


@get(paths.EMAIL_RESTORED, opt=declare(Access.PUBLIC))
async def show_restored(request: PortalRequest) -> Response[str]:
    """What to do next; it tells nothing that the link did not."""
    return page(request, "accounts/email_restored.html")


def _dead(request: PortalRequest) -> Response[str]:
    """The same page whatever the reason is."""
    return page(request, "accounts/email_link_expired.html", status=410)


ROUTES = [
    create,
    show_confirmation,
    create_confirmation,
    show_refusal,
    create_refusal,
    show_restored,
]
