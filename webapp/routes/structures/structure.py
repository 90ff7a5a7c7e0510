"""Ma structure: the page, and what the modules of its blocks share. At most one block is open when a page is loaded;
htmx opens and closes each in its place.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.core.actor import ActingMembership, Actor
from webapp.core.forms import Form
from webapp.core.refusals import NotFound, Refused
from webapp.editing.blocks import Block
from webapp.editing.comparison import Differences, compare
from webapp.editing.saving import Overtaken
from webapp.structures import paths
from webapp.structures.access import membership_of, require
from webapp.structures.address_form import TYPED
from webapp.structures.queries import StructureCard, mark_of, structure_page
from webapp.structures.rules import StructureFamily, Verb, denial
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get

IDENTIFICATION = Fragment("partials/structures/identification.html", id="identification")
ADDRESS = Fragment("partials/structures/address.html", id="address")
NEW_REPRESENTATIVE = Fragment("partials/structures/new_representative.html", id="new-representative")


def representative_block(key: UUID) -> Fragment:
    return Fragment("partials/structures/representative.html", id=f"representative-{mark_of(key)}")


@dataclass(frozen=True, slots=True)
class Opened:
    """The block that is being edited: its id, its form, and both versions when somebody else saved it meanwhile."""

    block: str = ""
    form: Form | None = None
    differences: Differences | None = None
    is_removal: bool = False
    refusal: str = ""
    """Of a removal: why it is not possible."""


CLOSED = Opened()
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

    @classmethod
    def of(cls, request: PortalRequest, reads: AsyncEngine, actor: Actor, structure_id: UUID) -> "Screen":
        """Raises NotFound for who is no member."""
        return cls(request, reads, actor, membership_of(actor, structure_id))

    @classmethod
    def to_edit(
        cls, request: PortalRequest, reads: AsyncEngine, actor: Actor, structure_id: UUID, *, people: bool = False
    ) -> "Screen":
        """`people`: to edit representatives, whom a private person has not. Raises NotFound, Refused for a reader."""
        if people and membership_of(actor, structure_id).family == StructureFamily.INDIVIDUAL:
            raise NotFound
        return cls(request, reads, actor, require(actor, structure_id, Verb.EDIT))

    async def structure(self) -> StructureCard:
        return await structure_page(self.reads, self.actor, self.membership.structure_id)

    async def show(
        self,
        *parts: Fragment,
        opened: Opened = CLOSED,
        structure: StructureCard | None = None,
        status: int = 200,
        say: str = "",
        added: UUID | None = None,
    ) -> Response[str]:
        """The page, or the one of its blocks, `parts` among them, that htmx asks for.

        `added`: the representative who goes with the swap of the block that made them.
        """
        structure = structure or await self.structure()
        blocks = {representative_block(one.id): one for one in structure.representatives}
        return page(
            self.request,
            "structures/structure.html",
            *(IDENTIFICATION, ADDRESS, NEW_REPRESENTATIVE, *blocks, *_commune_field(opened), *parts),
            status=status,
            say=say,
            structure=structure,
            opened=opened,
            has_errors=status in (409, 422),
            just_saved=bool(say),
            denied=denial(self.membership, Verb.EDIT),
            representative=next(
                (one for block, one in blocks.items() if swaps(self.request, block) or one.id == added), None
            ),
            acting_for=structure.name,
        )

    async def open(
        self, part: Fragment, form: Form, *, structure: StructureCard | None = None, status: int = 200
    ) -> Response[str]:
        """The block as its form; with what is to be corrected, if `status` says so."""
        return await self.show(part, opened=Opened(part.id, form), structure=structure, status=status)

    async def save(
        self,
        part: Fragment,
        form: Form,
        mine: Block,
        change: Awaitable[None],
        again: Callable[[Any], Form],
        *,
        say: str,
        added: UUID | None = None,
    ) -> Response[str] | Response[None]:
        """Of a form that is valid, whose block is `mine`: the block as it is then, or the form with the reason why not.

        `again` makes the form of a block: when somebody else was first, both versions are shown, each as it is kept,
        so that "france" and "FRANCE" are no difference.
        """
        try:
            await change
        except Overtaken as overtaken:
            differences = compare(again(mine), again(overtaken.theirs), again(overtaken.base), overtaken)
            return await self.show(part, opened=Opened(part.id, form, differences), status=409)
        except Refused as refusal:
            form.refuse(refusal)
            return await self.open(part, form, status=422)
        return await self.done(part, say=say, added=added)

    async def done(self, part: Fragment, *, say: str, added: UUID | None = None) -> Response[str] | Response[None]:
        """The block as it is now, in its place; without htmx the page, which says that it worked."""
        if swaps(self.request, part):
            return await self.show(part, say=say, added=added)
        return leave(self.request, paths.structure(self.membership.structure_id), say=say)


def _commune_field(opened: Opened) -> list[Fragment]:
    """What a postal code that was typed swaps, in the form of the block that is open."""
    scope = opened.form.scope if opened.form else ""
    return [Fragment("partials/structures/commune_field.html", id=f"commune-field-{scope}")]


def version_of(form: Form) -> int:
    """What the form began with; a form without one began with nothing that could still be so."""
    text = form["version"].data or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@get(paths.STRUCTURE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_own(request: PortalRequest, actor: GivenActor) -> Response[None]:
    """The one that the actor acts for; before there is one, the question for whom they ask."""
    return leave(request, paths.structure(actor.membership.structure_id) if actor.membership else paths.DECLARATION)


@get(paths.STRUCTURES + "/{structure_id:uuid}", opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    """Also each block as it is: what "Annuler" puts back in its place."""
    return await Screen.of(request, reads, actor, structure_id).show()


ROUTES = [show_own, show]
