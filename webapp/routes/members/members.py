"""Membres: who acts for a structure, with which role; leaving it."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.own_paths import to
from webapp.members import paths, texts
from webapp.members.forms import MemberRoleForm, chosen_role, chosen_signing
from webapp.members.use_cases.membership import change_member_role, leave_structure, remove_member, say_function
from webapp.routes.members.given import GivenBoard
from webapp.structures.forms import FunctionForm
from webapp.structures.paths import STRUCTURES
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ROLE = Fragment("partials/members/role_form.html", id="role-form")
FUNCTION = Fragment("partials/members/function_form.html", id="function-form")


@get(paths.MEMBERS, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, actor: GivenActor, board: GivenBoard) -> Response[str]:
    return page(request, "members/members.html", board=board, own=board.member(actor.account_id))


@get(paths.MEMBER_ROLE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_role(request: PortalRequest, managed: GivenBoard, account_id: FromPath[UUID]) -> Response[str]:
    member = managed.member(account_id)
    form = MemberRoleForm(None, role=member.role)
    return page(request, "members/role.html", board=managed, member=member, form=form)


@post(paths.MEMBER_ROLE, opt=declare(Access.APPLICANT))
async def create_role(
    request: PortalRequest, work: GivenWork, actor: GivenActor, managed: GivenBoard, account_id: FromPath[UUID]
) -> PageOrRedirect:
    form = MemberRoleForm(await request.fields())
    if form.validate():
        with form.refusing():
            role = chosen_role(form)
            is_changed = await change_member_role(work, actor, managed.structure_id, account_id, role)
            said = texts.ROLE_CHANGED if is_changed else texts.ROLE_UNCHANGED
            said = said.format(name=managed.member(account_id).name, role=texts.MEMBER_ROLES[role])
            return leave(request, to(paths.MEMBERS, structure_id=managed.structure_id), say=said)
    member = managed.member(account_id)
    return page(request, "members/role.html", ROLE, status=422, board=managed, member=member, form=form)


@get(paths.MEMBER_REMOVAL, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_removal(
    request: PortalRequest, actor: GivenActor, managed: GivenBoard, account_id: FromPath[UUID]
) -> PageOrRedirect:
    if account_id == actor.account_id:
        return leave(request, to(paths.DEPARTURE, structure_id=managed.structure_id))
    return page(request, "members/removal.html", board=managed, member=managed.member(account_id))


@post(paths.MEMBER_REMOVAL, opt=declare(Access.APPLICANT))
async def create_removal(
    request: PortalRequest,
    work: GivenWork,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    account_id: FromPath[UUID],
) -> Response[None]:
    name = await remove_member(work, actor, structure_id, account_id)
    if account_id == actor.account_id:
        return leave(request, STRUCTURES)
    said = texts.REMOVED.format(name=name) if name else texts.REMOVED_BEFORE
    return leave(request, to(paths.MEMBERS, structure_id=structure_id), say=said)


@get(paths.DEPARTURE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_departure(request: PortalRequest, actor: GivenActor, board: GivenBoard) -> Response[str]:
    problem = texts.LAST_ADMINISTRATOR_LEAVES if board.is_last_administrator(actor.account_id) else ""
    return page(request, "members/departure.html", board=board, problem=problem)


@post(paths.DEPARTURE, opt=declare(Access.APPLICANT))
async def create_departure(
    request: PortalRequest, work: GivenWork, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[None]:
    """Whoever is no member, or no longer, is led to their own structures: no structure is told from another."""
    left = await leave_structure(work, actor, structure_id)
    return leave(request, STRUCTURES, say=texts.LEFT.format(structure=left) if left else "")


@get(paths.OWN_FUNCTION, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_function(request: PortalRequest, actor: GivenActor, board: GivenBoard) -> Response[str]:
    own = board.member(actor.account_id)
    form = FunctionForm(None, function=own.function, signing=own.signing)
    return page(request, "members/function.html", board=board, form=form)


@post(paths.OWN_FUNCTION, opt=declare(Access.APPLICANT))
async def create_function(
    request: PortalRequest, work: GivenWork, actor: GivenActor, board: GivenBoard
) -> PageOrRedirect:
    form = FunctionForm(await request.fields())
    if form.validate():
        await say_function(work, actor, board.structure_id, form.function.data, chosen_signing(form))
        return leave(request, to(paths.MEMBERS, structure_id=board.structure_id), say=texts.FUNCTION_SAVED)
    return page(request, "members/function.html", FUNCTION, status=422, board=board, form=form)


ROUTES = [
    show,
    show_role,
    create_role,
    show_removal,
    create_removal,
    show_departure,
    create_departure,
    show_function,
    create_function,
]
