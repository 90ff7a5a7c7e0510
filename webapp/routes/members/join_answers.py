"""The answer to a request to join: by the administrators of the structure, or by agents where it has none.

The same handlers stand at two addresses, which give them the request, the page and the way back.
"""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, Router
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.actor import MemberRole
from webapp.core.forms import Form
from webapp.core.own_paths import to
from webapp.core.traces import read_trace
from webapp.members import paths, texts
from webapp.members.forms import JoinAcceptanceForm, JoinRefusalForm, chosen_role
from webapp.members.queries import JoinRow, MembersPage, one_of, orphan_requests
from webapp.members.use_cases.joining import accept_join, refuse_join
from webapp.routes.members.given import GivenBoard
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

ACCEPTANCE = Fragment("partials/members/join_acceptance_form.html", id="join-acceptance-form")
REFUSAL = Fragment("partials/members/join_refusal_form.html", id="join-refusal-form")


@dataclass(frozen=True, slots=True)
class Answering:
    """One request, before who may answer it. `role`: what is proposed first; `board`: of the structure, if it has one
    who answers.
    """

    request_id: UUID
    template: str
    back: str
    role: MemberRole
    reads: AsyncEngine
    board: MembersPage | None = None

    async def asked(self) -> JoinRow:
        """Raises NotFound once it is answered, and for an agent when the structure has an administrator to do so."""
        return one_of(self.board.requests if self.board else await orphan_requests(self.reads), self.request_id)

    async def show(self, request: PortalRequest, fragment: Fragment, form: Form, *, status: int = 200) -> Response[str]:
        return page(
            request,
            self.template,
            fragment,
            status=status,
            fragment=fragment.template,
            asked=await self.asked(),
            form=form,
            action=request.path,
            back=self.back,
        )


GivenAnswering = NamedDependency[Answering]


def provide_of_a_structure(reads: GivenReads, managed: GivenBoard, request_id: FromPath[UUID]) -> Answering:
    back = to(paths.MEMBERS, structure_id=managed.structure_id)
    return Answering(request_id, "members/join_answer.html", back, MemberRole.WRITER, reads, managed)


def provide_of_an_orphan(reads: GivenReads, request_id: FromPath[UUID]) -> Answering:
    return Answering(request_id, "desk/join_answer.html", paths.DESK_JOIN_REQUESTS, MemberRole.ADMINISTRATOR, reads)


@get(paths.DESK_JOIN_REQUESTS, opt=declare(Access.AGENT))
async def show_orphans(request: PortalRequest, work: GivenWork, reads: GivenReads) -> Response[str]:
    requests = await orphan_requests(reads)
    await read_trace(work, "structure.join_requests_listed", "join_request_list", f"{len(requests)} rows")
    return page(request, "desk/join_requests.html", requests=requests)


@get(paths.ACCEPTANCE)
async def show_acceptance(request: PortalRequest, work: GivenWork, answering: GivenAnswering) -> Response[str]:
    return await _read(request, work, answering, ACCEPTANCE, JoinAcceptanceForm(None, role=answering.role))


@post(paths.ACCEPTANCE)
async def create_acceptance(
    request: PortalRequest, work: GivenWork, actor: GivenActor, answering: GivenAnswering
) -> PageOrRedirect:
    form = JoinAcceptanceForm(await request.fields())
    if form.validate():
        asker = await accept_join(work, actor, answering.request_id, chosen_role(form))
        return leave(request, answering.back, say=texts.JOIN_ACCEPTED.format(name=asker.full_name))
    return await answering.show(request, ACCEPTANCE, form, status=422)


@get(paths.REFUSAL)
async def show_refusal(request: PortalRequest, work: GivenWork, answering: GivenAnswering) -> Response[str]:
    return await _read(request, work, answering, REFUSAL, JoinRefusalForm())


async def _read(
    request: PortalRequest, work: GivenWork, answering: Answering, fragment: Fragment, form: Form
) -> Response[str]:
    """What an agent reads of people leaves a trace."""
    shown = await answering.show(request, fragment, form)
    if answering.board is None:
        await read_trace(work, "structure.join_request_read", "join_request", answering.request_id)
    return shown


@post(paths.REFUSAL)
async def create_refusal(
    request: PortalRequest, work: GivenWork, actor: GivenActor, answering: GivenAnswering
) -> PageOrRedirect:
    form = JoinRefusalForm(await request.fields())
    if form.validate():
        asker = await refuse_join(work, actor, answering.request_id, form.reason.data or "")
        return leave(request, answering.back, say=texts.JOIN_REFUSED.format(name=asker.full_name))
    return await answering.show(request, REFUSAL, form, status=422)


ANSWERS = [show_acceptance, create_acceptance, show_refusal, create_refusal]
ROUTES: list[ControllerRouterHandler] = [
    show_orphans,
    Router(
        paths.JOIN_REQUEST,
        route_handlers=ANSWERS,
        opt=declare(Access.APPLICANT),
        dependencies={"answering": Provide(provide_of_a_structure, sync_to_thread=False)},
    ),
    Router(
        paths.DESK_JOIN_REQUEST,
        route_handlers=ANSWERS,
        opt=declare(Access.AGENT),
        dependencies={"answering": Provide(provide_of_an_orphan, sync_to_thread=False)},
    ),
]
