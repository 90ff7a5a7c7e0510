"""Asking to act for a structure that others declared, and taking that back."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.refusals import Refused
from webapp.members import paths, texts
from webapp.members.forms import JoiningForm, JoiningNumberForm, chosen_signing
from webapp.members.joining_queries import JoinableStructure, find_joinable
from webapp.members.use_cases.joining import JoinAsked, ask_to_join, withdraw_join
from webapp.structures.paths import STRUCTURES
from webapp.structures.use_cases.look_up import count_question
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/members/joining_form.html", id="joining-form")


@get(paths.JOINING, opt=declare(Access.APPLICANT))
async def show_form(request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor) -> Response[str]:
    """Of the structure whose number is in the address; without one, the page asks for it."""
    asked = request.asked()
    if "siret" not in asked:
        return page(request, "members/joining_number.html", form=JoiningNumberForm())
    await count_question(work, actor)
    structure = await find_joinable(reads, asked.get("siret"))
    if structure is None:
        form = JoiningNumberForm(asked)
        if form.validate():
            form.refuse(Refused(texts.UNKNOWN_NUMBER, field="siret"))
        return page(request, "members/joining_number.html", status=404, form=form, has_errors=True)
    return _form(request, structure, JoiningForm(), is_member=actor.member_of(structure.id) is not None)


@post(paths.JOINING, opt=declare(Access.APPLICANT))
async def create(request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor) -> PageOrRedirect:
    fields = await request.fields()
    await count_question(work, actor)
    structure = await find_joinable(reads, fields.get("siret"))
    if structure is None:
        return leave(request, paths.JOINING)
    form = JoiningForm(fields)
    if form.validate():
        asked = JoinAsked(form.function.data, chosen_signing(form), form.message.data or "")
        with form.refusing():
            await ask_to_join(work, actor, structure.number, asked)
            return leave(request, STRUCTURES, say=texts.JOIN_ASKED.format(structure=structure.name))
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
    )


@get(paths.JOIN_WITHDRAWAL, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_withdrawal(request: PortalRequest, request_id: FromPath[UUID]) -> Response[None]:
    return leave(request, STRUCTURES)


@post(paths.JOIN_WITHDRAWAL, opt=declare(Access.APPLICANT))
async def create_withdrawal(
    request: PortalRequest, work: GivenWork, actor: GivenActor, request_id: FromPath[UUID]
) -> Response[None]:
    structure = await withdraw_join(work, actor, request_id)
    return leave(request, STRUCTURES, say=texts.JOIN_WITHDRAWN.format(structure=structure.name))


ROUTES = [show_form, create, show_withdrawal, create_withdrawal]
