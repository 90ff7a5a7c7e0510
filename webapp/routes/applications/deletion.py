"""Supprimer cette demande: a draft, confirmed on a page that says what is lost."""

from uuid import UUID

from litestar import Response

from webapp.applications import paths, texts
from webapp.applications.models import reference
from webapp.applications.rules import Verb, denial
from webapp.applications.use_cases.deletion import delete_draft
from webapp.core.own_paths import to
from webapp.routes.applications.given import GivenApplication, GivenNumber
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.DELETION, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest, actor: GivenActor, application: GivenApplication) -> PageOrRedirect:
    card = application.card
    if not card.is_draft:
        return leave(request, to(paths.APPLICATION, ref=card.reference))
    denied = denial(actor.acting_for(card.structure_id), Verb.DELETE, card.state)
    return page(request, "applications/deletion.html", application=application, denied=denied)


@post(paths.DELETION, opt=declare(Access.APPLICANT))
async def create(request: PortalRequest, work: GivenWork, actor: GivenActor, number: GivenNumber) -> Response[None]:
    """The form names the draft by its id too: of one that is gone, the number alone would say nothing to anybody."""
    key = _key((await request.fields()).get("application"))
    await delete_draft(work, request.app.state.store, actor, number, key)
    return leave(request, paths.APPLICATIONS, say=texts.DELETED.format(reference=reference(number)))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


ROUTES = [show, create]
