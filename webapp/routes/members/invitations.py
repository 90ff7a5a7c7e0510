"""Inviting somebody to act for a structure, and the page of the link that they receive."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.accounts.links import DeadLink
from webapp.accounts.paths import DASHBOARD
from webapp.core.own_paths import to
from webapp.members import paths, texts
from webapp.members.forms import MemberInvitationForm, chosen_role, chosen_signing
from webapp.members.joining_queries import InvitationPage, invitation_page
from webapp.members.use_cases.acceptance import accept_invitation
from webapp.members.use_cases.invitations import cancel_invitation, invite_member, send_invitation_again
from webapp.routes.members.given import GivenBoard
from webapp.structures.forms import FunctionForm
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/members/invitation_form.html", id="invitation-form")
ANSWER = Fragment("partials/members/acceptance_form.html", id="acceptance-form")


@get(paths.INVITATIONS, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_form(request: PortalRequest, managed: GivenBoard) -> Response[str]:
    return page(request, "members/invite.html", board=managed, form=MemberInvitationForm())


@post(paths.INVITATIONS, opt=declare(Access.APPLICANT))
async def create(request: PortalRequest, work: GivenWork, actor: GivenActor, managed: GivenBoard) -> PageOrRedirect:
    form = MemberInvitationForm(await request.fields())
    if form.validate():
        with form.refusing():
            invited = await invite_member(work, actor, managed.structure_id, form.email.data, chosen_role(form))
            said = texts.INVITED.format(email=invited.email)
            return leave(request, to(paths.MEMBERS, structure_id=managed.structure_id), say=said)
    return page(request, "members/invite.html", FORM, status=422, board=managed, form=form)


@get([paths.INVITATION_RENEWAL, paths.INVITATION_CANCELLATION], opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_sending(request: PortalRequest, structure_id: FromPath[UUID], invitation_id: FromPath[UUID]) -> Response[None]:
    return leave(request, to(paths.MEMBERS, structure_id=structure_id))


@post(paths.INVITATION_RENEWAL, opt=declare(Access.APPLICANT))
async def create_renewal(
    request: PortalRequest,
    work: GivenWork,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    invitation_id: FromPath[UUID],
) -> Response[None]:
    invited = await send_invitation_again(work, actor, structure_id, invitation_id)
    return leave(request, to(paths.MEMBERS, structure_id=structure_id), say=texts.INVITED.format(email=invited.email))


@post(paths.INVITATION_CANCELLATION, opt=declare(Access.APPLICANT))
async def create_cancellation(
    request: PortalRequest,
    work: GivenWork,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    invitation_id: FromPath[UUID],
) -> Response[None]:
    invited = await cancel_invitation(work, actor, structure_id, invitation_id)
    said = texts.INVITATION_CANCELLED.format(email=invited.email)
    return leave(request, to(paths.MEMBERS, structure_id=structure_id), say=said)


@get(paths.INVITATION, opt=declare(Access.PUBLIC))
async def show(request: PortalRequest, reads: GivenReads, token: FromPath[str]) -> Response[str]:
    """Looks at the link and does not use it: programs open the links of mails too."""
    invited = await _invited(request, reads, token)
    return _dead(request) if invited is None else _answer(request, invited, token, FunctionForm())


@post(paths.INVITATION, opt=declare(Access.APPLICANT))
async def create_acceptance(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, token: FromPath[str]
) -> PageOrRedirect:
    invited = await _invited(request, reads, token)
    if invited is None:
        return _dead(request)
    form = FunctionForm(await request.fields())
    should_say = invited.asks_for_function and invited.is_theirs and not invited.is_member
    if should_say and not form.validate():
        return _answer(request, invited, token, form, status=422)
    said = {"function": form.function.data, "signing": chosen_signing(form)} if should_say else {}
    try:
        joined = await accept_invitation(work, request.app.state.signer, actor, token, **said)
    except DeadLink:
        return _dead(request)
    text = texts.JOINED if joined.is_new else texts.ALREADY_IN
    return leave(request, DASHBOARD, say=text.format(structure=joined.structure_name))


async def _invited(request: PortalRequest, reads: GivenReads, token: str) -> InvitationPage | None:
    state = request.app.state
    return await invitation_page(reads, state.signer, token, request.actor, state.clock.now())


def _dead(request: PortalRequest) -> Response[str]:
    """The same page whatever the reason, which nobody is told."""
    return page(request, "members/invitation_expired.html", status=410)


def _answer(
    request: PortalRequest, invited: InvitationPage, token: str, form: FunctionForm, status: int = 200
) -> Response[str]:
    return page(
        request,
        "members/invitation.html",
        ANSWER,
        status=status,
        invited=invited,
        token=token,
        form=form,
        continue_at=to(paths.INVITATION, token=token),
    )


ROUTES = [show_form, create, show_sending, create_renewal, create_cancellation, show, create_acceptance]
