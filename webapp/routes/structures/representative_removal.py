"""Taking a representative out: asked once more, in their place."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.refusals import NotFound, Refused
from webapp.routes.structures.structure import Opened, Screen, representative_block
from webapp.structures import paths, texts
from webapp.structures.rules import removal_problem
from webapp.structures.use_cases import remove_representative
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

PATH = paths.STRUCTURES + "/{structure_id:uuid}/representants/{representative_id:uuid}/retrait"


@get(PATH, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    representative_id: FromPath[UUID],
) -> Response[str]:
    screen = Screen.to_edit(request, reads, actor, structure_id, people=True)
    structure = await screen.structure()
    card = structure.representative(representative_id)
    if card is None:
        raise NotFound
    refusal = removal_problem(is_legal=card.details.is_legal, other_legal=structure.legal_representatives - 1)
    opened = Opened(representative_block(representative_id).id, is_removal=True, refusal=refusal or "")
    return await screen.show(opened=opened, structure=structure)


@post(PATH, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    representative_id: FromPath[UUID],
) -> Response[str] | Response[None]:
    screen, block = (
        Screen.to_edit(request, reads, actor, structure_id, people=True),
        representative_block(representative_id),
    )
    try:
        removed = await remove_representative(work, actor, structure_id, representative_id)
    except Refused as refusal:
        opened = Opened(block.id, is_removal=True, refusal=refusal.reason)
        return await screen.show(opened=opened, status=422)
    return await screen.done(block, say=texts.REPRESENTATIVE_REMOVED.format(name=removed))


ROUTES = [show, create]
