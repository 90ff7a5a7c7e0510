"""What has happened to an application, in order: the same for its applicant and for agents. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from webapp.applications.cards import ApplicationCard
from webapp.applications.queries import PieceFile
from webapp.core.french import long_date_time
from webapp.review.queries import Act


@dataclass(frozen=True, slots=True)
class Event:
    """As components/timeline.html takes it."""

    at: datetime
    title: str
    detail: str = ""

    @property
    def when(self) -> str:
        return f"le {long_date_time(self.at)}"


def infections_in(files: Iterable[PieceFile]) -> Sequence[Event]:
    """Files that are gone because of a virus: the Region asks for them again."""
    gone = [(file.scanned_at, file.filename) for file in files if file.is_infected]
    return [Event(at, "Fichier infecté supprimé", f"« {name} »") for at, name in gone if at]


def timeline_of(card: ApplicationCard, acts: Iterable[Act], more: Iterable[Event] = ()) -> Sequence[Event]:
    """`more`: what domains above this one know of."""
    events = [Event(card.created_at, "Créée")]
    if card.submitted_at:
        events.append(Event(card.submitted_at, "Déposée"))
    if card.taken_over_at:
        events.append(Event(card.taken_over_at, "Prise en charge", f"par {card.officer}, {card.service_name}"))
    events += [Event(act.at, act.title, f"par {act.by}") for act in acts]
    if card.withdrawn_at:
        events.append(Event(card.withdrawn_at, "Retirée", "par le demandeur"))
    return sorted([*events, *more], key=lambda event: event.at)
