"""One application as a row of a list, and one page of such rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp.applications import texts
from webapp.applications.models import reference
from webapp.applications.rules import ApplicationState


@dataclass(frozen=True, slots=True)
class Row:
    """`due_at`: the earlier of `decide_by`, when silence becomes a refusal, and `answer_due_at`, before which the
    applicant is to answer; None when nothing is awaited any more. `is_late`: it has passed.
    """

    number: int
    state: ApplicationState
    submitted_at: datetime
    taken_over_at: datetime | None
    completed_at: datetime | None
    decide_by: datetime | None
    answer_due_at: datetime | None
    open_solicitations: int
    answered_solicitations: int
    due_at: datetime | None
    is_late: bool
    title: str
    structure_name: str
    siret: str | None
    commune: str
    follower_first_name: str | None
    follower_last_name: str | None

    @property
    def reference(self) -> str:
        return reference(self.number)

    @property
    def state_label(self) -> str:
        return texts.STATES[self.state]

    @property
    def state_kind(self) -> str:
        return texts.STATE_KINDS[self.state]

    @property
    def state_icon(self) -> str:
        """Empty for that of its kind."""
        return texts.STATE_ICONS.get(self.state, "")

    @property
    def follower(self) -> str:
        """Empty while nobody follows it."""
        return f"{self.follower_first_name} {self.follower_last_name}" if self.follower_last_name else ""

    @property
    def waits_for_applicant(self) -> bool:
        """The nearest deadline is theirs."""
        return bool(self.open_solicitations) and self.due_at == self.answer_due_at


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """`is_all`: there is no other page. `before`, `after`: the places of the pages beside it, as an address says them;
    empty where there is none.
    """

    rows: Sequence[Row]
    is_all: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from, in what one's service was ever sent."""

    schemes: Sequence[tuple[str, str]]
    agents: Sequence[tuple[UUID, str]]
    years: Sequence[int]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The numbers of the applications before and after one, in a list; None at its ends."""

    before: int | None = None
    after: int | None = None
