"""The newer revision of a draft's scheme, and what it changes for whoever fills in the draft."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased

from webapp.applications.access import visible_to
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.core.actor import Actor
from webapp.schemes.definition import from_content
from webapp.schemes.differences import RevisionChange, revision_changes
from webapp.schemes.models import Scheme, SchemeRevision

_Current = aliased(SchemeRevision)


@dataclass(frozen=True, slots=True)
class RevisionOffer:
    """The newer revision of a draft's scheme, and what it changes for who fills in the draft."""

    revision_id: UUID
    changes: list[RevisionChange]

    @property
    def by_step(self) -> list[tuple[str, list[str]]]:
        """The sentences of each step, in the order of the form."""
        groups = groupby(self.changes, key=lambda change: change.step)
        return [(step, [change.sentence for change in changes]) for step, changes in groups]


async def revision_offer(reads: AsyncEngine, actor: Actor, number: int) -> RevisionOffer | None:
    """None where there is nothing newer, and once the application is sent. Also for another's: ask that before."""
    query = (
        select(_Current.id, SchemeRevision.content.label("kept"), _Current.content)
        .select_from(Application)
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .join(Scheme, Scheme.slug == SchemeRevision.scheme_slug)
        .join(_Current, _Current.id == Scheme.current_revision_id)
        .where(
            Application.number == number,
            visible_to(actor),
            Application.state == ApplicationState.DRAFT,
            _Current.id != SchemeRevision.id,
        )
    )
    async with reads.connect() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    return RevisionOffer(row.id, revision_changes(from_content(row.kept), from_content(row.content)))
