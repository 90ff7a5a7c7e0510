"""The blocks of a structure, on "Ma structure" and in the step of a form that shows them: which there are, which are
open, and what their templates ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from webapp.core.actor import ActingMembership
from webapp.core.forms import Form
from webapp.core.own_paths import suite
from webapp.editing.comparison import TwoVersions
from webapp.structures.queries import StructureCard, mark_of
from webapp.structures.rules import Verb, denial
from webapp.web.page import Fragment, swaps
from webapp.web.request import PortalRequest

IDENTIFICATION = Fragment("partials/structures/identification.html", id="identification")
ADDRESS = Fragment("partials/structures/address.html", id="address")
NEW_REPRESENTATIVE = Fragment("partials/structures/new_representative.html", id="new-representative")


def representative_block(key: UUID) -> Fragment:
    return Fragment("partials/structures/representative.html", id=f"representative-{mark_of(key)}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A block that is being edited: its id, its form, and both versions when somebody else saved it meanwhile."""

    block: str = ""
    form: Form | None = None
    differences: TwoVersions | None = None
    is_removal: bool = False
    refusal: str = ""
    """Of a removal: why it is not possible."""
    added: UUID | None = None
    """The representative who goes with the swap of the block that made them."""
    is_waiting: bool = False
    """Open by itself, for what is missing in it: it takes no focus, and holds nothing that was sent."""


CLOSED = Opened()


@dataclass(frozen=True, slots=True)
class Place:
    """The page that the blocks stand on. `opened`: the one that the request is about, open or not.

    `continue_at`: what each block's own address keeps, so that saving leads back. `waiting`: by their ids, those that
    are open by themselves.
    """

    back: str
    continue_at: str = ""
    opened: Opened = CLOSED
    waiting: Mapping[str, Opened] = field(default_factory=dict)

    def opened_in(self, block: str) -> Opened:
        return self.opened if self.opened.block == block else self.waiting.get(block, CLOSED)


def block_parts(structure: StructureCard, opened: Opened = CLOSED) -> tuple[Fragment, ...]:
    """What htmx may ask for alone, of a page with these blocks: each, and what a postal code that was typed swaps."""
    scope = opened.form.scope if opened.form else ""
    commune = Fragment("partials/structures/commune_field.html", id=f"commune-field-{scope}")
    people = (representative_block(one.id) for one in structure.representatives)
    return (IDENTIFICATION, ADDRESS, NEW_REPRESENTATIVE, *people, commune)


def block_context(
    request: PortalRequest, structure: StructureCard, membership: ActingMembership | None, place: Place
) -> dict[str, Any]:
    """What the templates of the blocks ask."""
    added = place.opened.added
    people = ((representative_block(one.id), one) for one in structure.representatives)
    return {
        "structure": structure,
        "opened": place.opened,
        "opened_in": place.opened_in,
        "back": place.back,
        "continue_at": place.continue_at,
        "sent_to": f"{request.path}{suite(place.continue_at)}",
        "denied": denial(membership, Verb.EDIT),
        "representative": next((one for block, one in people if swaps(request, block) or one.id == added), None),
    }
