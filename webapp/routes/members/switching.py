"""Mes structures: those that somebody acts for, and choosing one of them for this session."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.accounts.paths import DASHBOARD
from webapp.members import paths, texts
from webapp.members.joining_queries import own_structures, waiting_of
from webapp.members.use_cases.switching import act_for
from webapp.structures.paths import STRUCTURES
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(STRUCTURES, opt=declare(Access.APPLICANT))
async def show_list(request: PortalRequest, reads: GivenReads, actor: GivenActor) -> Response[str]:
    return page(
        request,
        "members/own_structures.html",
        structures=await own_structures(reads, actor),
        chosen=actor.membership.structure_id if actor.membership else None,
        waiting=await waiting_of(reads, actor, request.app.state.clock.now()),
    )


@get(paths.CHOICE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_choice(request: PortalRequest, structure_id: FromPath[UUID]) -> Response[None]:
    return leave(request, STRUCTURES)


@post(paths.CHOICE, opt=declare(Access.APPLICANT))
async def create_choice(
    request: PortalRequest, work: GivenWork, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[None]:
    name = await act_for(work, actor, structure_id)
    return leave(request, request.continue_at or DASHBOARD, say=texts.ACTING_FOR.format(structure=name))


ROUTES = [show_list, show_choice, create_choice]
