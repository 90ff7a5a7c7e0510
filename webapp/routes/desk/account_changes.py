"""What an administrator does with one account: role and service, disabling, re-enabling, mails sent again."""

from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from webapp.agents import paths, texts
from webapp.agents.forms import RoleForm
from webapp.agents.queries import AccountRecord, account_record, service_names
from webapp.agents.use_cases.changes import change_role, disable, enable, trigger_reset
from webapp.agents.use_cases.invitations import send_invitation_again
from webapp.core.actor import AgentRole
from webapp.core.own_paths import to
from webapp.core.refusals import NotFound
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ROLE = Fragment("partials/desk/role_form.html", id="role-form")


GivenColleague = NamedDependency[AccountRecord]


async def provide_colleague(request: PortalRequest, reads: GivenReads, account_id: FromPath[UUID]) -> AccountRecord:
    """Raises NotFound, also for an applicant."""
    record = await account_record(reads, account_id, request.app.state.clock.now())
    if not record.row.is_agent:
        raise NotFound
    return record


@get(paths.ROLE, opt=declare(Access.ADMINISTRATOR))
async def show_role(request: PortalRequest, reads: GivenReads, colleague: GivenColleague) -> Response[str]:
    given = {"role": colleague.row.role, "service": str(colleague.service_id or "")}
    form = RoleForm(None, await service_names(reads), **given)
    return page(request, "desk/role.html", form=form, record=colleague)


@post(paths.ROLE, opt=declare(Access.ADMINISTRATOR))
async def create_role(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, colleague: GivenColleague
) -> PageOrRedirect:
    form = RoleForm(await request.fields(), await service_names(reads))
    if form.validate():
        service_id = UUID(form.service.data) if form.service.data else None
        with form.refusing():
            is_changed = await change_role(work, actor, colleague.row.id, AgentRole(form.role.data), service_id)
            said = (texts.CHANGED if is_changed else texts.UNCHANGED).format(name=colleague.row.name)
            return leave(request, to(paths.ACCOUNT, account_id=colleague.row.id), say=said)
    return page(request, "desk/role.html", ROLE, status=422, form=form, record=colleague)


@get(paths.DISABLING, opt=declare(Access.ADMINISTRATOR), sync_to_thread=False)
def show_disabling(request: PortalRequest, actor: GivenActor, colleague: GivenColleague) -> Response[str]:
    problem = texts.OWN_ACCOUNT if colleague.row.id == actor.account_id else ""
    return page(request, "desk/disable.html", record=colleague, problem=problem)


@post(paths.DISABLING, opt=declare(Access.ADMINISTRATOR))
async def create_disabling(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await disable(work, actor, account_id)
    said = texts.DISABLED.format(name=account.full_name)
    return leave(request, to(paths.ACCOUNT, account_id=account_id), say=said)


@get(paths.ENABLING, opt=declare(Access.ADMINISTRATOR), sync_to_thread=False)
def show_enabling(request: PortalRequest, colleague: GivenColleague) -> Response[str]:
    return page(request, "desk/enable.html", record=colleague)


@post(paths.ENABLING, opt=declare(Access.ADMINISTRATOR))
async def create_enabling(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await enable(work, actor, account_id)
    said = texts.ENABLED if account.is_active else texts.ENABLED_PENDING
    name = account.full_name
    return leave(request, to(paths.ACCOUNT, account_id=account_id), say=said.format(name=name))


@get(
    [paths.RESET, paths.INVITATION],
    opt=declare(Access.ADMINISTRATOR),
    sync_to_thread=False,
)
def show_sending(request: PortalRequest, account_id: FromPath[UUID]) -> Response[None]:
    return leave(request, to(paths.ACCOUNT, account_id=account_id))


@post(paths.RESET, opt=declare(Access.ADMINISTRATOR))
async def create_reset(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await trigger_reset(work, actor, account_id)
    return leave(request, to(paths.ACCOUNT, account_id=account_id), say=texts.RESET_SENT.format(email=account.email))


@post(paths.INVITATION, opt=declare(Access.ADMINISTRATOR))
async def create_new_invitation(
    request: PortalRequest, work: GivenWork, actor: GivenActor, account_id: FromPath[UUID]
) -> Response[None]:
    account = await send_invitation_again(work, actor, account_id)
    return leave(request, to(paths.ACCOUNT, account_id=account_id), say=texts.INVITED.format(email=account.email))


GIVEN = {"colleague": Provide(provide_colleague)}
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
