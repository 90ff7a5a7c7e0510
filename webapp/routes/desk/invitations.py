"""The link of an agent's invitation: choosing an identifier and a password."""

from litestar import Response
from litestar.params import FromPath

from webapp.accounts import paths
from webapp.accounts.links import DeadLink
from webapp.agents.forms import ActivationForm
from webapp.agents.queries import open_invitation
from webapp.agents.use_cases.invitations import accept_invitation
from webapp.web.dependencies import GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/desk/agent_activation_form.html", id="agent-activation-form")


@get(paths.AGENT_INVITATION, opt=declare(Access.PUBLIC))
async def show(request: PortalRequest, reads: GivenReads, token: FromPath[str]) -> Response[str]:
    """Looks at the link and does not use it: programs open the links of mails too."""
    return await _form(request, reads, token, ActivationForm(), status=200)


@post(paths.AGENT_INVITATION, opt=declare(Access.PUBLIC))
async def create(request: PortalRequest, work: GivenWork, reads: GivenReads, token: FromPath[str]) -> PageOrRedirect:
    form = ActivationForm(await request.fields())
    if form.validate():
        state = request.app.state
        try:
            with form.refusing():
                said = await accept_invitation(
                    work, state.passwords, state.signer, token, form.login.data, form.new_password.data
                )
                return leave(request, paths.HOME, say=said)
        except DeadLink:
            return page(request, "desk/invitation_expired.html", status=410)
    return await _form(request, reads, token, form, status=422)


async def _form(
    request: PortalRequest, reads: GivenReads, token: str, form: ActivationForm, *, status: int
) -> Response[str]:
    """Of a link that is still good; else the page that says it is not, and nothing more."""
    state = request.app.state
    invited = await open_invitation(reads, state.signer, token, state.clock.now())
    if invited is None:
        return page(request, "desk/invitation_expired.html", status=410)
    return page(
        request,
        "desk/invitation.html",
        FORM,
        status=status,
        form=form,
        token=token,
        invited=invited,
    )


ROUTES = [show, create]
