"""Espace agent, "Rattachements": requests to join structures that have no active administrator to answer them."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.forms import Form
from webapp.core.traces import read_trace
from webapp.members import paths, texts
from webapp.members.forms import JoinAcceptanceForm, JoinRefusalForm, chosen_role
from webapp.members.queries import one_of, orphan_requests
from webapp.members.use_cases.joining import accept_join, refuse_join
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

REQUEST = "/espace-agent/rattachements/{request_id:uuid}"
ACCEPTANCE = Fragment("partials/members/join_acceptance_form.html", id="join-acceptance-form")
REFUSAL = Fragment("partials/members/join_refusal_form.html", id="join-refusal-form")


@get(paths.DESK_JOIN_REQUESTS, opt=declare(Access.AGENT))
async def show_list(request: PortalRequest, work: GivenWork, reads: GivenReads) -> Response[str]:
    requests = await orphan_requests(reads)
    await read_trace(work, "structure.join_requests_listed", "join_request_list", f"{len(requests)} rows")
    return page(request, "desk/join_requests.html", requests=requests)


@get(f"{REQUEST}/acceptation", opt=declare(Access.AGENT))
async def show_acceptance(
    request: PortalRequest, work: GivenWork, reads: GivenReads, request_id: FromPath[UUID]
) -> Response[str]:
    shown = await _answer(request, reads, request_id, ACCEPTANCE, JoinAcceptanceForm(None, role="administrator"))
    await read_trace(work, "structure.join_request_read", "join_request", request_id)
    return shown


@post(f"{REQUEST}/acceptation", opt=declare(Access.AGENT))
async def create_acceptance(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, request_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    form = JoinAcceptanceForm(await request.fields())
    if form.validate():
        asker = await accept_join(work, actor, request_id, chosen_role(form))
        said = texts.JOIN_ACCEPTED.format(name=asker.full_name)
        return leave(request, paths.DESK_JOIN_REQUESTS, say=said)
    return await _answer(request, reads, request_id, ACCEPTANCE, form, status=422)


@get(f"{REQUEST}/refus", opt=declare(Access.AGENT))
async def show_refusal(
    request: PortalRequest, work: GivenWork, reads: GivenReads, request_id: FromPath[UUID]
) -> Response[str]:
    shown = await _answer(request, reads, request_id, REFUSAL, JoinRefusalForm())
    await read_trace(work, "structure.join_request_read", "join_request", request_id)
    return shown


@post(f"{REQUEST}/refus", opt=declare(Access.AGENT))
async def create_refusal(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, request_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    form = JoinRefusalForm(await request.fields())
    if form.validate():
        asker = await refuse_join(work, actor, request_id, form.reason.data or "")
        said = texts.JOIN_REFUSED.format(name=asker.full_name)
        return leave(request, paths.DESK_JOIN_REQUESTS, say=said)
    return await _answer(request, reads, request_id, REFUSAL, form, status=422)


async def _answer(
    request: PortalRequest, reads: GivenReads, request_id: UUID, fragment: Fragment, form: Form, status: int = 200
) -> Response[str]:
    """Raises NotFound once it is answered, or when the structure has an administrator to answer it."""
    own = paths.desk_join_acceptance if fragment is ACCEPTANCE else paths.desk_join_refusal
    return page(
        request,
        "desk/join_answer.html",
        fragment,
        status=status,
        fragment=fragment.template,
        asked=one_of(await orphan_requests(reads), request_id),
        form=form,
        action=own(request_id),
        back=paths.DESK_JOIN_REQUESTS,
        has_errors=status != 200,
    )


ROUTES = [show_list, show_acceptance, create_acceptance, show_refusal, create_refusal]
