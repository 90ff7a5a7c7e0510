"""What an address about the members of a structure gives its handler. The header of the page names that structure."""

from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from webapp.core.refusals import Refused
from webapp.members.queries import MembersPage, members_page
from webapp.structures import texts
from webapp.structures.rules import Verb
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.request import PortalRequest

GivenBoard = NamedDependency[MembersPage]
"""Asked for as `board` by what each member may see, as `managed` by what only they may who manage the others."""


async def provide_board(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> MembersPage:
    """Raises NotFound for who is no member, and for a private person."""
    board = await members_page(reads, actor, structure_id)
    request.acting_for = board.structure_name
    return board


def provide_managed(board: GivenBoard) -> MembersPage:
    """Raises Refused for a member who does not manage the others."""
    if not board.can_manage:
        raise Refused(texts.NOT_YOUR_ROLE[Verb.MANAGE_MEMBERS])
    return board


GIVEN = {"board": Provide(provide_board), "managed": Provide(provide_managed, sync_to_thread=False)}
