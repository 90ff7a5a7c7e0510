"""How the analysis of a file of a reply stands: the page asks by itself, after longer and longer, while it lasts."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath

from webapp.applications.models import reference
from webapp.core.own_paths import to
from webapp.documents import texts
from webapp.routes.applications.documents import looks_asked
from webapp.routes.applications.given import GivenNumber
from webapp.routes.solicitations.replies import reply_page
from webapp.solicitations import paths
from webapp.solicitations.queries import request_page
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.REPLY_DOCUMENT_STATE, opt=declare(Access.APPLICANT))
async def show_state(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
    document_id: FromPath[UUID],
) -> PageOrRedirect:
    """With the verdict comes what it changes in its item."""
    asked = await request_page(reads, actor, number, solicitation_id)
    item, file = asked.item_of(document_id)
    ref, part = reference(number), Fragment("partials/applications/state.html", id=f"state-{document_id}")
    if not swaps(request, part):
        return leave(request, f"{to(paths.SOLICITATION, ref=ref, solicitation_id=solicitation_id)}#item-{item.id}")
    href = to(paths.REPLY_DOCUMENT_STATE, ref=ref, solicitation_id=solicitation_id, document_id=document_id)
    if file.is_scanning:
        return page(request, part.template, file=file, state_href=href, looks=looks_asked(request))
    say = (texts.FOUND_INFECTED if file.is_infected else texts.FOUND_CLEAN).format(name=file.filename)
    found: dict[str, Any] = {"item": item, "file": file, "unable_form": None, "beside": "solicitations/after_scan.html"}
    return await reply_page(request, reads, actor, number, solicitation_id, part, say=say, **found)


ROUTES = [show_state]
