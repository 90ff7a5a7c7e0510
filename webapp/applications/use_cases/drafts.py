"""Beginning an application and keeping its answers, as they are typed."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from webapp.applications import texts
from webapp.applications.access import lock_application, require
from webapp.applications.keeping import touch
from webapp.applications.models import Answer, Application
from webapp.applications.rules import ApplicationState, Verb
from webapp.core.actor import Actor
from webapp.core.ids import new_id
from webapp.core.refusals import NotFound, Refused
from webapp.core.work import Work
from webapp.schemes.definition import from_content
from webapp.schemes.models import Scheme, SchemeRevision
from webapp.structures.access import lock_for_member


async def begin_application(work: Work, actor: Actor, slug: str) -> Application:
    """The structure's draft on this scheme: the one it has, or a new one with the next public number.

    Raises NotFound for an unknown scheme, and for who is no member any more; Refused when it is closed or not for this
    structure, and for a reader.
    """
    if actor.membership is None:
        raise Refused(texts.NO_STRUCTURE)
    if not actor.membership.role.can_write:
        raise Refused(texts.READERS_ONLY_READ)
    async with work:
        # The lock makes a double click wait, and find the draft that the first click made.
        structure, writer = await lock_for_member(work, actor, actor.membership.structure_id)
        if writer.membership is None or not writer.membership.role.can_write:
            raise Refused(texts.READERS_ONLY_READ)
        revision = await _current_revision(work, slug)
        definition = from_content(revision.content)
        if not definition.campaign.is_open(work.now):
            raise Refused(texts.CLOSED)
        if structure.family not in definition.families:
            raise Refused(texts.WRONG_FAMILY)
        if draft := await _draft_of(work, structure.id, slug):
            return draft
        scheme = await work.session.get_one(Scheme, slug)
        draft = Application(
            id=new_id(),
            state=ApplicationState.DRAFT,
            revision_id=revision.id,
            service_id=scheme.service_id,
            structure_id=structure.id,
            created_by=actor.account_id,
            created_at=work.now,
            edited_at=work.now,
        )
        work.session.add(draft)
        await work.session.flush()
        work.audit("application.begun", "application", draft.id, reference=draft.reference)
        return draft


async def _current_revision(work: Work, slug: str) -> SchemeRevision:
    revision: SchemeRevision | None = await work.session.scalar(
        select(SchemeRevision).join(Scheme, Scheme.current_revision_id == SchemeRevision.id).where(Scheme.slug == slug)
    )
    if revision is None:
        raise NotFound
    return revision


async def _draft_of(work: Work, structure_id: UUID, slug: str) -> Application | None:
    draft: Application | None = await work.session.scalar(
        select(Application)
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .where(
            Application.structure_id == structure_id,
            Application.state == ApplicationState.DRAFT,
            SchemeRevision.scheme_slug == slug,
        )
        .limit(1)
    )
    return draft


async def save_answers(work: Work, actor: Actor, number: int, answers: Mapping[str, str]) -> None:
    """Keeps each text, valid or not; fields that are not named stay as they are. Only changed rows are written.

    Raises NotFound, Conflict once the application is sent, Refused for a reader.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require(actor, Verb.FILL_IN, application)
        if not answers:
            return
        touch(application, work.now)
        rows = [
            {
                "application_id": application.id,
                "field": field,
                "text": text,
                "saved_at": work.now,
                "saved_by": actor.account_id,
            }
            for field, text in answers.items()
        ]
        upsert = insert(Answer).values(rows)
        await work.session.execute(
            upsert.on_conflict_do_update(
                index_elements=[Answer.application_id, Answer.field],
                set_={
                    "text": upsert.excluded.text,
                    "saved_at": upsert.excluded.saved_at,
                    "saved_by": upsert.excluded.saved_by,
                },
                where=Answer.text != upsert.excluded.text,
            )
        )
