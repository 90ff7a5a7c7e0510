"""Where an application stands in the list that it was opened from: to those beside it, and back to the list."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.models import reference
from webapp.applications.paths import DESK_APPLICATION
from webapp.applications.worklists import texts
from webapp.applications.worklists.form import WorklistForm
from webapp.applications.worklists.lists import Place, place_of
from webapp.applications.worklists.queries import neighbours
from webapp.core.actor import Actor
from webapp.core.forms import FormData
from webapp.core.own_paths import to
from webapp.web.request import PortalRequest


@dataclass(frozen=True, slots=True)
class Way:
    reference: str
    href: str


@dataclass(frozen=True, slots=True)
class InList:
    """`label`: of the list, `href`: of its page that one came from. None at the ends of the list."""

    label: str
    href: str
    before: Way | None
    after: Way | None


def place_asked(asked: FormData) -> tuple[Place | None, dict[str, str]]:
    """The place of a list's page, and what its address says of it."""
    for name in ("avant", "apres"):
        if place := place_of(asked.get(name), is_before=name == "avant"):
            return place, {name: asked.get(name)}
    return None, {}


async def in_list(request: PortalRequest, reads: AsyncEngine, actor: Actor, number: int) -> InList | None:
    """None for who came from elsewhere. Raises NotFound for an application that is not the actor's."""
    asked = request.asked()
    if not asked.get("liste"):
        return None
    form, (_, here) = WorklistForm(asked), place_asked(asked)
    found = await neighbours(reads, actor, form.wanted, request.app.state.clock.now(), number)

    def way(other: int | None) -> Way | None:
        if other is None:
            return None
        return Way(reference(other), form.opened(to(DESK_APPLICATION, ref=reference(other)), **here))

    return InList(texts.LISTS[form.worklist], form.address(**here), way(found.before), way(found.after))
