"""Asking to act for a structure that others declared, and the answer of its administrators."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.forms import Form
from webapp.core.refusals import Refused
from webapp.members import paths, texts
from webapp.members.forms import (
    JoinAcceptanceForm,
    JoiningForm,
    JoinRefusalForm,
    NumberForm,
    chosen_role,
    chosen_signing,
)
from webapp.members.joining_queries import JoinableStructure, find_joinable
from webapp.members.queries import MembersPage
from webapp.members.use_cases.joining import JoinAsked, accept_join, ask_to_join, refuse_join, withdraw_join
from webapp.routes.members.members import managed
from webapp.structures.paths import STRUCTURES
from webapp.structures.use_cases import count_question
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/members/joining_form.html", id="joining-form")
ACCEPTANCE = Fragment("partials/members/join_acceptance_form.html", id="join-acceptance-form")
REFUSAL = Fragment("partials/members/join_refusal_form.html", id="join-refusal-form")
REQUEST = "/structures/{structure_id:uuid}/rattachements/{request_id:uuid}"


@get(paths.JOINING, opt=declare(Access.APPLICANT))
async def show_form(request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor) -> Response[str]:
    """Of the structure whose number is in the address; without one, the page asks for it."""
    asked = request.asked()
    if "siret" not in asked:
        return page(request, "members/joining_number.html", form=NumberForm())
    await count_question(work, actor)
    structure = await find_joinable(reads, asked.get("siret"))
    if structure is None:
        form = NumberForm(asked)
        if form.validate():
            form.refuse(Refused(texts.UNKNOWN_NUMBER, field="siret"))
        return page(request, "members/joining_number.html", status=404, form=form, has_errors=True)
    return _form(request, structure, JoiningForm(), is_member=actor.member_of(structure.id) is not None)


@post(paths.JOINING, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor
) -> Response[str] | Response[None]:
    fields = await request.fields()
    await count_question(work, actor)
    structure = await find_joinable(reads, fields.get("siret"))
    if structure is None:
        return leave(request, paths.JOINING)
    form = JoiningForm(fields)
    if form.validate():
        asked = JoinAsked(form.function.data, chosen_signing(form), form.message.data or "")
        try:
            await ask_to_join(work, actor, structure.number, asked)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            said = texts.JOIN_ASKED.format(structure=structure.name)
            return leave(request, STRUCTURES, say=said)
    return _form(request, structure, form, status=422)


def _form(
    request: PortalRequest,
    structure: JoinableStructure,
    form: JoiningForm,
    *,
    is_member: bool = False,
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "members/joining.html",
        FORM,
        status=status,
        structure=structure,
        form=form,
        is_member=is_member,
        has_errors=status != 200,
    )


@get(f"{paths.JOINING}/{{request_id:uuid}}/retrait", opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_withdrawal(request: PortalRequest, request_id: FromPath[UUID]) -> Response[None]:
    return leave(request, STRUCTURES)


@post(f"{paths.JOINING}/{{request_id:uuid}}/retrait", opt=declare(Access.APPLICANT))
async def create_withdrawal(
    request: PortalRequest, work: GivenWork, actor: GivenActor, request_id: FromPath[UUID]
) -> Response[None]:
    structure = await withdraw_join(work, actor, request_id)
    return leave(request, STRUCTURES, say=texts.JOIN_WITHDRAWN.format(structure=structure.name))


@get(f"{REQUEST}/acceptation", opt=declare(Access.APPLICANT))
async def show_acceptance(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    request_id: FromPath[UUID],
) -> Response[str]:
    board = await managed(reads, actor, structure_id)
    return _answer(request, board, request_id, ACCEPTANCE, JoinAcceptanceForm(None, role="writer"))


@post(f"{REQUEST}/acceptation", opt=declare(Access.APPLICANT))
async def create_acceptance(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    request_id: FromPath[UUID],
) -> Response[str] | Response[None]:
    board = await managed(reads, actor, structure_id)
    form = JoinAcceptanceForm(await request.fields())
    if form.validate():
        asker = await accept_join(work, actor, request_id, chosen_role(form))
        said = texts.JOIN_ACCEPTED.format(name=asker.full_name)
        return leave(request, paths.members(structure_id), say=said)
    return _answer(request, board, request_id, ACCEPTANCE, form, status=422)


@get(f"{REQUEST}/refus", opt=declare(Access.APPLICANT))
async def show_refusal(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    request_id: FromPath[UUID],
) -> Response[str]:
    board = await managed(reads, actor, structure_id)
    return _answer(request, board, request_id, REFUSAL, JoinRefusalForm())


@post(f"{REQUEST}/refus", opt=declare(Access.APPLICANT))
async def create_refusal(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    request_id: FromPath[UUID],
) -> Response[str] | Response[None]:
    board = await managed(reads, actor, structure_id)
    form = JoinRefusalForm(await request.fields())
    if form.validate():
        asker = await refuse_join(work, actor, request_id, form.reason.data or "")
        said = texts.JOIN_REFUSED.format(name=asker.full_name)
        return leave(request, paths.members(structure_id), say=said)
    return _answer(request, board, request_id, REFUSAL, form, status=422)


def _answer(
    request: PortalRequest,
    board: MembersPage,
    request_id: UUID,
    fragment: Fragment,
    form: Form,
    status: int = 200,
) -> Response[str]:
    own = paths.join_acceptance if fragment is ACCEPTANCE else paths.join_refusal
    return page(
        request,
        "members/join_answer.html",
        fragment,
        status=status,
        fragment=fragment.template,
        asked=board.request(request_id),
        form=form,
        action=own(board.structure_id, request_id),
        back=paths.members(board.structure_id),
        board=board,
        acting_for=board.structure_name,
        has_errors=status != 200,
    )


ROUTES = [
    show_form,
    create,
    show_withdrawal,
    create_withdrawal,
    show_acceptance,
    create_acceptance,
    show_refusal,
    create_refusal,
]
