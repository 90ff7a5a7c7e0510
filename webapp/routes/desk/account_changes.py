"""What an administrator does with one account: role and service, disabling, re-enabling, mails sent again."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.agents import paths, texts
from webapp.agents.forms import RoleForm
from webapp.agents.queries import AccountRecord, account_record, service_names
from webapp.agents.use_cases import change_role, disable, enable, send_invitation_again, trigger_reset
from webapp.core.actor import AgentRole
from webapp.core.refusals import Conflict, NotFound, Refused
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ACCOUNT = "/espace-agent/comptes/{account_id:uuid}"
ROLE = Fragment("partials/desk/role_form.html", id="role-form")


async def _colleague(request: PortalRequest, reads: GivenReads, account_id: UUID) -> AccountRecord:
    """Raises NotFound, also for an applicant."""
    record = await account_record(reads, account_id, request.app.state.clock.now())
    if not record.row.is_agent:
        raise NotFound
    return record


@get(f"{ACCOUNT}/role", opt=declare(Access.ADMINISTRATOR))
async def show_role(request: PortalRequest, reads: GivenReads, account_id: FromPath[UUID]) -> Response[str]:
    record = await _colleague(request, reads, account_id)
    given = {"role": record.row.role, "service": str(record.service_id or "")}
    form = RoleForm(None, await service_names(reads), **given)
    return page(request, "desk/role.html", form=form, record=record)


@post(f"{ACCOUNT}/role", opt=declare(Access.ADMINISTRATOR))
async def create_role(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    record = await _colleague(request, reads, account_id)
    form = RoleForm(await request.fields(), await service_names(reads))
    if form.validate():
        service_id = UUID(form.service.data) if form.service.data else None
        try:
            is_changed = await change_role(work, actor, account_id, AgentRole(form.role.data), service_id)
        except Conflict:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            said = (texts.CHANGED if is_changed else texts.UNCHANGED).format(name=record.row.name)
            return leave(request, paths.account(account_id), say=said)
    return page(request, "desk/role.html", ROLE, status=422, form=form, record=record, has_errors=True)


@get(f"{ACCOUNT}/desactivation", opt=declare(Access.ADMINISTRATOR))
async def show_disabling(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[str]:
    record = await _colleague(request, reads, account_id)
    problem = texts.OWN_ACCOUNT if account_id == actor.account_id else ""
    return page(request, "desk/disable.html", record=record, problem=problem)


@post(f"{ACCOUNT}/desactivation", opt=declare(Access.ADMINISTRATOR))
async def create_disabling(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await disable(work, actor, account_id)
    said = texts.DISABLED.format(name=account.full_name)
    return leave(request, paths.account(account_id), say=said)


@get(f"{ACCOUNT}/reactivation", opt=declare(Access.ADMINISTRATOR))
async def show_enabling(request: PortalRequest, reads: GivenReads, account_id: FromPath[UUID]) -> Response[str]:
    return page(request, "desk/enable.html", record=await _colleague(request, reads, account_id))


@post(f"{ACCOUNT}/reactivation", opt=declare(Access.ADMINISTRATOR))
async def create_enabling(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await enable(work, actor, account_id)
    said = texts.ENABLED if account.is_active else texts.ENABLED_PENDING
    name = account.full_name
    return leave(request, paths.account(account_id), say=said.format(name=name))


@get(
    [f"{ACCOUNT}/reinitialisation", f"{ACCOUNT}/invitation"],
    opt=declare(Access.ADMINISTRATOR),
    sync_to_thread=False,
)
def show_sending(request: PortalRequest, account_id: FromPath[UUID]) -> Response[None]:
    return leave(request, paths.account(account_id))


@post(f"{ACCOUNT}/reinitialisation", opt=declare(Access.ADMINISTRATOR))
async def create_reset(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await trigger_reset(work, actor, account_id)
    return leave(request, paths.account(account_id), say=texts.RESET_SENT.format(email=account.email))


@post(f"{ACCOUNT}/invitation", opt=declare(Access.ADMINISTRATOR))
async def create_new_invitation(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await send_invitation_again(work, actor, account_id)
    return leave(request, paths.account(account_id), say=texts.INVITED.format(email=account.email))


ROUTES = [
    show_role,
    create_role,
    show_disabling,
    create_disabling,
    show_enabling,
    create_enabling,
    show_sending,
    create_reset,
    create_new_invitation,
]
