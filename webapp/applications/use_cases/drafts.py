"""Beginning an application."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert

from webapp.applications import texts
from webapp.applications.beginning import denial_to_begin
from webapp.applications.models import Application
from webapp.applications.rules import ApplicationState
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.schemes.models import Scheme, SchemeRevision
from webapp.schemes.revisions import definition_of
from webapp.structures.access import lock_for_member


async def begin_application(
    work: Work, actor: Actor, slug: str, *, key: UUID | None = None, another: bool = False
) -> Application:
    """With the next public number, or the one that is there already. `key` comes with the sheet and becomes the
    application's id: sent twice, it is one application. `another`: beside the drafts that the structure has on this
    scheme; without it the latest of them goes on.

    Raises NotFound for an unknown scheme, for who is no member any more and for a key of another structure's; Refused
    when it is closed or not for this structure, and for a reader.
    """
    if actor.membership is None:
        raise Refused(texts.NO_STRUCTURE)
    async with work:
        # The lock makes a double click wait, and find the draft that the first click made.
        structure, writer = await lock_for_member(work, actor, actor.membership.structure_id)
        revision = await _current_revision(work, slug)
        definition = definition_of(revision.id, revision.content)
        if writer.membership and (denied := denial_to_begin(writer.membership, definition, work.now)):
            raise Refused(denied.reason)
        if not another and (draft := await _draft_of(work, structure.id, slug)):
            return draft
        key = key or new_id()
        return await _insert(work, actor, structure.id, revision, key) or await _begun_before(
            work, structure.id, slug, key
        )


async def _insert(
    work: Work, actor: Actor, structure_id: UUID, revision: SchemeRevision, key: UUID
) -> Application | None:
    """None when there is one of that id."""
    scheme = await work.session.get_one(Scheme, revision.scheme_slug)
    row = {
        "id": key,
        "state": ApplicationState.DRAFT,
        "revision_id": revision.id,
        "service_id": scheme.service_id,
        "structure_id": structure_id,
        "created_by": actor.account_id,
        "created_at": work.now,
        "edited_at": work.now,
    }
    adding = insert(Application).values(row).on_conflict_do_nothing(index_elements=[Application.id])
    draft: Application | None = await work.session.scalar(adding.returning(Application))
    if draft is not None:
        work.audit("application.begun", "application", draft.id, reference=draft.reference)
    return draft


async def _begun_before(work: Work, structure_id: UUID, slug: str, key: UUID) -> Application:
    """By the same form, whatever became of it since. Raises NotFound for a key that is not of this sheet."""
    begun: Application | None = await work.session.scalar(_of(structure_id, slug).where(Application.id == key))
    if begun is None:
        raise NotFound
    return begun


async def _current_revision(work: Work, slug: str) -> SchemeRevision:
    revision: SchemeRevision | None = await work.session.scalar(
        select(SchemeRevision).join(Scheme, Scheme.current_revision_id == SchemeRevision.id).where(Scheme.slug == slug)
    )
    if revision is None:
        raise NotFound
    return revision


async def _draft_of(work: Work, structure_id: UUID, slug: str) -> Application | None:
    """The latest."""
    drafts = _of(structure_id, slug).where(Application.state == ApplicationState.DRAFT)
    draft: Application | None = await work.session.scalar(drafts.order_by(Application.number.desc()).limit(1))
    return draft


def _of(structure_id: UUID, slug: str) -> Select[Application]:
    return (
        select(Application)
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .where(Application.structure_id == structure_id, SchemeRevision.scheme_slug == slug)
    )
