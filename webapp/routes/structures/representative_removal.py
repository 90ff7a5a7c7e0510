"""Taking a representative out: asked once more, in their place."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.refusals import Refused
from webapp.routes.structures.blocks import Opened, representative_block
from webapp.routes.structures.screen import GivenScreen
from webapp.structures import paths, texts
from webapp.structures.rules import removal_problem
from webapp.structures.use_cases.representatives import remove_representative
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect
from webapp.web.routing import get, post


@get(paths.REPRESENTATIVE_REMOVAL, opt=declare(Access.APPLICANT))
async def show(people_screen: GivenScreen, representative_id: FromPath[UUID]) -> Response[str]:
    structure, card = await people_screen.representative(representative_id)
    refusal = removal_problem(is_legal=card.details.is_legal, other_legal=structure.legal_representatives - 1)
    opened = Opened(representative_block(card.id).id, is_removal=True, refusal=refusal or "")
    return await people_screen.show(opened=opened, structure=structure)


@post(paths.REPRESENTATIVE_REMOVAL, opt=declare(Access.APPLICANT))
async def create(
    work: GivenWork, actor: GivenActor, people_screen: GivenScreen, representative_id: FromPath[UUID]
) -> PageOrRedirect:
    block = representative_block(representative_id)
    try:
        removed = await remove_representative(work, actor, people_screen.structure_id, representative_id)
    except Refused as refusal:
        opened = Opened(block.id, is_removal=True, refusal=refusal.reason)
        return await people_screen.show(opened=opened, status=422)
    return await people_screen.done(block, say=texts.REPRESENTATIVE_REMOVED.format(name=removed))


ROUTES = [show, create]
