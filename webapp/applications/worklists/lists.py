"""Which lists agents work through, in which order, and what may be asked of each. Pure.

There is no list beyond one's service: no role sees more than that (access.visible_to). "Toutes" is all that the service
was ever sent; "Mon service" leaves out what has come to its end.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from webapp.applications.rules import ApplicationState
from webapp.core.clock import PARIS


class Worklist(StrEnum):
    """The value is what an address says."""

    TO_TAKE_OVER = "a-prendre-en-charge"
    MINE = "mes-dossiers"
    SERVICE = "mon-service"
    WAITING = "en-attente-du-demandeur"
    LATE = "en-retard"
    ALL = "toutes"


class Order(StrEnum):
    """The value is what an address says."""

    LATEST = "recentes"
    OLDEST = "anciennes"
    DEADLINE = "echeance"


USUAL_ORDER = {
    Worklist.TO_TAKE_OVER: Order.OLDEST,
    Worklist.MINE: Order.DEADLINE,
    Worklist.SERVICE: Order.LATEST,
    Worklist.WAITING: Order.DEADLINE,
    Worklist.LATE: Order.DEADLINE,
    Worklist.ALL: Order.LATEST,
}
"""Who waits longest first, where it is about what to do now."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words`: a number, a Siret, a structure, or words of the aid and of the answers. `scheme`: its slug. `agent_id`:
    who follows it, `is_nobodys` if nobody does. `year`: in which it was sent. Nothing does not count.
    """

    worklist: Worklist = Worklist.SERVICE
    order: Order = Order.LATEST
    words: str = ""
    scheme: str = ""
    state: ApplicationState | None = None
    agent_id: UUID | None = None
    is_nobodys: bool = False
    year: int = 0


def year_in_paris(year: int) -> tuple[datetime, datetime]:
    """When it begins, and when the next one does."""
    first, next_one = (datetime(at, 1, 1, tzinfo=PARIS) for at in (year, year + 1))
    return first, next_one


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"(?:([0-9]{1,16})|~)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Place:
    """Between two pages: beside an application, which may be gone meanwhile. `at` is what the list is ordered by, None
    for no deadline. `is_before`: the page ends there.
    """

    at: datetime | None
    number: int
    is_before: bool = False

    def __str__(self) -> str:
        instant = "~" if self.at is None else str((self.at - EPOCH) // timedelta(microseconds=1))
        return f"{instant}-{self.number}"


def place_of(text: str, *, is_before: bool = False) -> Place | None:
    """What an address says; None for what is no place."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    at = EPOCH + timedelta(microseconds=int(match[1])) if match[1] else None
    return Place(at, int(match[2]), is_before)
