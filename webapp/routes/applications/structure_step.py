"""The step "Votre structure": its blocks, edited in place at the addresses that they have on "Ma structure".

Those addresses keep, behind `suite`, that the blocks stand here; routes/structures/screen.py then answers with this
page.
"""

from contextlib import suppress

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import paths
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step
from webapp.core.actor import Actor, MemberRole
from webapp.core.refusals import NotFound
from webapp.members.queries import members_page
from webapp.routes.applications.given import provide_number
from webapp.routes.applications.step_screen import step_page
from webapp.routes.structures.blocks import CLOSED, Opened, block_parts
from webapp.structures.rules import Verb, denial
from webapp.web.page import Fragment
from webapp.web.request import PortalRequest

CHANGED = "applications/steps/structure_changed.html"


def number_of_step(path: str) -> int | None:
    """The number of the application whose step "Votre structure" has this address; None for any other address."""
    _, *parts = path.split("/")
    if len(parts) != 3 or path != paths.step(parts[1], Step.STRUCTURE):
        return None
    with suppress(NotFound):
        return provide_number(parts[1])
    return None


async def structure_step(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    application: ApplicationPage,
    *parts: Fragment,
    opened: Opened = CLOSED,
    status: int = 200,
    say: str = "",
) -> Response[str]:
    """The step, or the one of its blocks that htmx asks for; with a block that was saved, all that this changes."""
    return step_page(
        request,
        actor,
        application,
        Step.STRUCTURE,
        *block_parts(application.structure, opened),
        *parts,
        status=status,
        say=say,
        beside=CHANGED if say else "",
        opened=opened,
        administrators=await _administrators(reads, actor, application),
        has_errors=status in (409, 422),
    )


async def _administrators(reads: AsyncEngine, actor: Actor, application: ApplicationPage) -> list[str]:
    """Who can complete the facts, for a member who may not."""
    structure_id = application.card.structure_id
    if denial(actor.member_of(structure_id), Verb.EDIT) is None:
        return []
    board = await members_page(reads, actor, structure_id)
    return [row.name for row in board.members if row.is_active and row.role is MemberRole.ADMINISTRATOR]
