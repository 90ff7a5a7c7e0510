"""Membres: who acts for a structure, with which role; leaving it."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.actor import Actor
from webapp.core.refusals import Refused
from webapp.members import paths, texts
from webapp.members.forms import MemberRoleForm, chosen_role, chosen_signing
from webapp.members.queries import MembersPage, members_page
from webapp.members.use_cases.membership import change_member_role, leave_structure, remove_member, say_function
from webapp.structures import texts as structure_texts
from webapp.structures.forms import FunctionForm
from webapp.structures.paths import STRUCTURES
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

MEMBERS = "/structures/{structure_id:uuid}/membres"
MEMBER = f"{MEMBERS}/{{account_id:uuid}}"
ROLE = Fragment("partials/members/role_form.html", id="role-form")
FUNCTION = Fragment("partials/members/function_form.html", id="function-form")


async def managed(reads: GivenReads, actor: Actor, structure_id: UUID) -> MembersPage:
    """Raises NotFound; Refused for a member who does not manage the others."""
    board = await members_page(reads, actor, structure_id)
    if not board.can_manage:
        raise Refused(structure_texts.NOT_YOUR_ROLE["manage_members"])
    return board


@get(MEMBERS, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    board = await members_page(reads, actor, structure_id)
    return page(
        request,
        "members/members.html",
        board=board,
        own=board.member(actor.account_id),
        acting_for=board.structure_name,
    )


@get(f"{MEMBER}/role", opt=declare(Access.APPLICANT))
async def show_role(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    account_id: FromPath[UUID],
) -> Response[str]:
    board = await managed(reads, actor, structure_id)
    form = MemberRoleForm(None, role=board.member(account_id).role)
    return _role(request, board, account_id, form)


@post(f"{MEMBER}/role", opt=declare(Access.APPLICANT))
async def create_role(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    account_id: FromPath[UUID],
) -> Response[str] | Response[None]:
    board = await managed(reads, actor, structure_id)
    form = MemberRoleForm(await request.fields())
    if form.validate():
        try:
            is_changed = await change_member_role(work, actor, structure_id, account_id, chosen_role(form))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            said = texts.ROLE_CHANGED if is_changed else texts.ROLE_UNCHANGED
            role = texts.MEMBER_ROLES[chosen_role(form)]
            name = board.member(account_id).name
            return leave(request, paths.members(structure_id), say=said.format(name=name, role=role))
    return _role(request, board, account_id, form, status=422)


def _role(
    request: PortalRequest, board: MembersPage, account_id: UUID, form: MemberRoleForm, status: int = 200
) -> Response[str]:
    return page(
        request,
        "members/role.html",
        ROLE,
        status=status,
        board=board,
        member=board.member(account_id),
        form=form,
        acting_for=board.structure_name,
        has_errors=status != 200,
    )


@get(f"{MEMBER}/retrait", opt=declare(Access.APPLICANT))
async def show_removal(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    account_id: FromPath[UUID],
) -> Response[str] | Response[None]:
    board = await managed(reads, actor, structure_id)
    if account_id == actor.account_id:
        return leave(request, paths.departure(structure_id))
    return page(
        request,
        "members/removal.html",
        board=board,
        member=board.member(account_id),
        acting_for=board.structure_name,
    )


@post(f"{MEMBER}/retrait", opt=declare(Access.APPLICANT))
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
    return leave(request, paths.members(structure_id), say=said)


@get(f"{MEMBERS}/depart", opt=declare(Access.APPLICANT))
async def show_departure(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    board = await members_page(reads, actor, structure_id)
    return page(
        request,
        "members/departure.html",
        board=board,
        problem=texts.LAST_ADMINISTRATOR_LEAVES if board.is_last_administrator(actor.account_id) else "",
        acting_for=board.structure_name,
    )


@post(f"{MEMBERS}/depart", opt=declare(Access.APPLICANT))
async def create_departure(
    request: PortalRequest, work: GivenWork, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[None]:
    """Whoever is no member, or no longer, is led to their own structures: no structure is told from another."""
    left = await leave_structure(work, actor, structure_id)
    return leave(request, STRUCTURES, say=texts.LEFT.format(structure=left) if left else "")


@get(f"{MEMBERS}/ma-fonction", opt=declare(Access.APPLICANT))
async def show_function(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    board = await members_page(reads, actor, structure_id)
    own = board.member(actor.account_id)
    return _function(request, board, FunctionForm(None, function=own.function, signing=own.signing))


@post(f"{MEMBERS}/ma-fonction", opt=declare(Access.APPLICANT))
async def create_function(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    board = await members_page(reads, actor, structure_id)
    form = FunctionForm(await request.fields())
    if form.validate():
        await say_function(work, actor, structure_id, form.function.data, chosen_signing(form))
        return leave(request, paths.members(structure_id), say=texts.FUNCTION_SAVED)
    return _function(request, board, form, status=422)


def _function(request: PortalRequest, board: MembersPage, form: FunctionForm, status: int = 200) -> Response[str]:
    return page(
        request,
        "members/function.html",
        FUNCTION,
        status=status,
        board=board,
        form=form,
        acting_for=board.structure_name,
        has_errors=status != 200,
    )


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
