"""Espace agent, "Comptes": the list for administrators, one account, and inviting an agent."""

from urllib.parse import urlencode
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.agents import paths, texts
from webapp.agents.forms import AccountSearchForm, InvitationForm
from webapp.agents.queries import account_record, list_accounts, service_names
from webapp.agents.use_cases.invitations import Invitation, invite
from webapp.core.actor import AgentRole
from webapp.core.own_paths import to
from webapp.core.traces import read_trace
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/desk/invitation_form.html", id="invitation-form")


@get(paths.ACCOUNTS, opt=declare(Access.ADMINISTRATOR))
async def show_list(request: PortalRequest, work: GivenWork, reads: GivenReads) -> Response[str]:
    asked = request.asked()
    form = AccountSearchForm(asked)
    words = form.recherche.data or ""
    found = await list_accounts(reads, words=words, kind=form.kind, state=form.state, page=_number(asked.get("page")))
    await read_trace(work, "account.listed", "account_list", f"page {found.page}")
    kept = urlencode({field.name: field.data for field in form if field.data})
    return page(
        request,
        "desk/accounts.html",
        form=form,
        found=found,
        base=f"{paths.ACCOUNTS}?{kept}{'&' if kept else ''}page=",
        is_filtered=bool(kept),
    )


def _number(text: str | None) -> int:
    """Of a page; what is not a number is the first."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1


@get(paths.ACCOUNT, opt=declare(Access.ADMINISTRATOR))
async def show(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[str]:
    record = await account_record(reads, account_id, request.app.state.clock.now())
    await read_trace(work, "account.read", "account", account_id)
    return page(request, "desk/account.html", record=record, is_self=account_id == actor.account_id)


@get(paths.INVITE, opt=declare(Access.ADMINISTRATOR))
async def show_invitation(request: PortalRequest, reads: GivenReads) -> Response[str]:
    return page(request, "desk/invite.html", form=InvitationForm(None, await service_names(reads)))


@post(paths.INVITE, opt=declare(Access.ADMINISTRATOR))
async def create_invitation(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor
) -> PageOrRedirect:
    form = InvitationForm(await request.fields(), await service_names(reads))
    if form.validate():
        with form.refusing():
            account = await invite(work, request.app.state.passwords, actor, _invitation(form))
            said = texts.INVITED.format(email=account.email)
            return leave(request, to(paths.ACCOUNT, account_id=account.id), say=said)
    return page(request, "desk/invite.html", FORM, status=422, form=form)


def _invitation(form: InvitationForm) -> Invitation:
    return Invitation(
        civility=form.civility.data,
        last_name=form.last_name.data,
        first_name=form.first_name.data,
        email=form.email.data,
        role=AgentRole(form.role.data),
        service_id=UUID(form.service.data) if form.service.data else None,
    )


ROUTES = [show_list, show, show_invitation, create_invitation]
