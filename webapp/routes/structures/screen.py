"""The screen "Ma structure": the page, and what the modules of its blocks share. At most one block is open when a page
is loaded; htmx opens and closes each in its place. The same blocks, at the same addresses, stand in the step "Votre
structure" of a form: whoever comes from there is answered with that page.

The POST of a block reads from top to bottom: the screen, given by the address, has told who may; the form is read; its
use case stands in `form.refusing()`; then `done`, or the form again. What is saved in place next (one answer of a
téléservice, a reply, an agents' block) takes this shape: something given, a form, a use case, a screen of its own.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.queries import ApplicationPage, application_page
from webapp.core.actor import ActingMembership, Actor
from webapp.core.forms import Form
from webapp.core.own_paths import to
from webapp.core.refusals import NotFound
from webapp.editing.blocks import Block
from webapp.editing.comparison import compare
from webapp.editing.saving import Overtaken
from webapp.routes.applications.structure_step import number_of_step, structure_step
from webapp.routes.structures.blocks import CLOSED, Opened, Place, block_context, block_parts
from webapp.structures import paths
from webapp.structures.access import membership_of, require
from webapp.structures.address_form import TYPED
from webapp.structures.queries import RepresentativeCard, StructureCard, structure_details
from webapp.structures.rules import StructureFamily, Verb
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest

SHOWN_AGAIN = ("show", TYPED)
"""What buttons send that want the form again, with other fields, and nothing saved."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One member at the page of one structure. The structure is read last: a page costs one statement beside what
    the person did.
    """

    request: PortalRequest
    reads: AsyncEngine
    actor: Actor
    membership: ActingMembership

    @property
    def structure_id(self) -> UUID:
        return self.membership.structure_id

    async def structure(self) -> StructureCard:
        return await structure_details(self.reads, self.actor, self.structure_id)

    async def application(self) -> ApplicationPage | None:
        """Whose step the blocks stand on, when the page wanted first is one; else they are those of "Ma structure"."""
        number = number_of_step(self.request.continue_at)
        if number is None:
            return None
        with suppress(NotFound):
            application = await application_page(self.reads, self.actor, number, self.request.today)
            if application.card.structure_id == self.structure_id and application.card.is_draft:
                return application
        return None

    async def representative(self, key: UUID) -> tuple[StructureCard, RepresentativeCard]:
        """One of them, with the structure. Raises NotFound."""
        structure = await self.structure()
        card = structure.representative(key)
        if card is None:
            raise NotFound
        return structure, card

    async def show(
        self,
        *parts: Fragment,
        opened: Opened = CLOSED,
        structure: StructureCard | None = None,
        status: int = 200,
        say: str = "",
    ) -> Response[str]:
        """The page, or the one of its blocks, `parts` among them, that htmx asks for. "Ma structure", or the step of a
        form, where the person was.
        """
        if application := await self.application():
            more: dict[str, Any] = {"opened": opened, "status": status, "say": say}
            return await structure_step(self.request, self.reads, self.actor, application, *parts, **more)
        structure = structure or await self.structure()
        place = Place(back=to(paths.STRUCTURE, structure_id=self.structure_id), opened=opened)
        return page(
            self.request,
            "structures/structure.html",
            *(*block_parts(structure, opened), *parts),
            status=status,
            say=say,
            has_errors=status in (409, 422),
            just_saved=bool(say),
            **block_context(self.request, structure, self.membership, place),
        )

    async def open(
        self, part: Fragment, form: Form, *, structure: StructureCard | None = None, status: int = 200
    ) -> Response[str]:
        """The block as its form; with what is to be corrected, if `status` says so."""
        return await self.show(part, opened=Opened(part.id, form), structure=structure, status=status)

    async def open_twice(
        self, part: Fragment, form: Form, mine: Block, overtaken: Overtaken, filled: Callable[[Any], Form]
    ) -> Response[str]:
        """The block in two versions, since somebody else was first; `mine` is what the form says.

        `filled` makes the form of a block: each version is shown as it is kept, so that "france" and "FRANCE" are no
        difference.
        """
        differences = compare(filled(mine), filled(overtaken.theirs), filled(overtaken.base), overtaken)
        return await self.show(part, opened=Opened(part.id, form, differences), status=409)

    async def done(self, part: Fragment, *, say: str, added: UUID | None = None) -> PageOrRedirect:
        """The block as it is now, in its place; without htmx the page, which says that it worked.

        `added`: the representative whom the block has just made.
        """
        if swaps(self.request, part):
            return await self.show(part, opened=Opened(added=added), say=say)
        step = self.request.continue_at
        if number_of_step(step) is None:
            return leave(self.request, to(paths.STRUCTURE, structure_id=self.structure_id), say=say)
        return leave(self.request, f"{step}#{part.id}", say=say)


def version_of(form: Form) -> int:
    """What the form began with; a form without one began with nothing that could still be so."""
    text = form["version"].data or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


GivenScreen = NamedDependency[Screen]
"""Asked for as `screen` to show it, as `edit_screen` to edit it, as `people_screen` to edit its representatives."""


def provide_screen(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Screen:
    """Raises NotFound for who is no member."""
    screen = Screen(request, reads, actor, membership_of(actor, structure_id))
    request.acting_for = screen.membership.structure_name
    return screen


def provide_edit_screen(screen: GivenScreen) -> Screen:
    """Raises Refused for a reader."""
    require(screen.actor, screen.structure_id, Verb.EDIT)
    return screen


def provide_people_screen(edit_screen: GivenScreen) -> Screen:
    """Raises NotFound for a private person, who has no representatives."""
    if edit_screen.membership.family == StructureFamily.INDIVIDUAL:
        raise NotFound
    return edit_screen


GIVEN = {
    "screen": Provide(provide_screen, sync_to_thread=False),
    "edit_screen": Provide(provide_edit_screen, sync_to_thread=False),
    "people_screen": Provide(provide_people_screen, sync_to_thread=False),
}
