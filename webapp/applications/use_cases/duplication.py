"""A new draft with the answers and the files of an application on the same scheme."""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, and_, cast, column, func, insert, literal, select, true

from webapp.applications import texts
from webapp.applications.access import lock_application, require
from webapp.applications.duplicating import UNSOUND, kept_names, kept_slots
from webapp.applications.models import Answer, Application, PieceDocument, Submission
from webapp.applications.rules import ApplicationState, Verb
from webapp.applications.use_cases.drafts import begin_application
from webapp.core.actor import Actor
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.documents.models import Document
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.models import SchemeRevision
from webapp.schemes.revisions import load_definition


async def duplicate_application(
    work: Work, actor: Actor, number: int, *, key: UUID, another: bool = False
) -> Application:
    """A draft of the scheme's current revision. `key` comes with the form and becomes its id: sent twice, it is one.
    `another`: beside the drafts that the structure has on this scheme, which the form has shown. Of what was sent it
    takes what was sent last, as the page says: not what is being changed beside it.

    Nothing is copied in the store: both applications hold the same documents. Raises NotFound; OutOfRole for a reader;
    Refused when the scheme is closed or not for this structure, and for a draft that the form has not shown.
    """
    async with work:
        # Held until the end: nobody takes a document out of it meanwhile, and a double click waits here.
        source = await lock_application(work.session, actor, number)
        require(actor, Verb.DUPLICATE, source)
        made = select(Application).where(Application.id == key, Application.structure_id == source.structure_id)
        if (before := await work.session.scalar(made)) is not None:
            return before
        slug = (await work.session.get_one(SchemeRevision, source.revision_id)).scheme_slug
        if not another and await _has_draft(work, source.structure_id, slug):
            raise Refused(texts.DRAFT_MEANWHILE)
        draft = await begin_application(work, actor.acting_for(source.structure_id), slug, key=key, another=True)
        definition = await load_definition(work.session, draft.revision_id)
        sent = await _last_sent(work, source)
        answers = await _take_answers(work, actor, _answers_in(source, sent), draft, definition)
        files = await _take_documents(work, _documents_in(source, sent), draft, definition)
        work.audit(
            "application.duplicated", "application", draft.id, source=source.number, answers=answers, files=files
        )
        return draft


async def _has_draft(work: Work, structure_id: UUID, slug: str) -> bool:
    drafts = (
        select(Application.id)
        .join(SchemeRevision, SchemeRevision.id == Application.revision_id)
        .where(
            Application.structure_id == structure_id,
            Application.state == ApplicationState.DRAFT,
            SchemeRevision.scheme_slug == slug,
        )
    )
    return await work.session.scalar(drafts.limit(1)) is not None


async def _last_sent(work: Work, source: Application) -> UUID | None:
    """None of a draft."""
    query = select(Submission.id).where(Submission.application_id == source.id).order_by(Submission.number.desc())
    found: UUID | None = await work.session.scalar(query.limit(1))
    return found


async def _take_answers(work: Work, actor: Actor, held: Any, draft: Application, definition: SchemeDefinition) -> int:
    """As typed, however many: the texts never leave the database. `held`: a subquery of field and text."""
    kept = kept_names(definition, await work.session.scalars(select(held.c.field)))
    taken = select(literal(draft.id), held.c.field, held.c.text, literal(work.now), literal(actor.account_id)).where(
        held.c.field == func.any(cast(kept, ARRAY(Text)))
    )
    await work.session.execute(
        insert(Answer).from_select(["application_id", "field", "text", "saved_at", "saved_by"], taken)
    )
    return len(kept)


async def _take_documents(work: Work, held: Any, draft: Application, definition: SchemeDefinition) -> int:
    """In one order for all, since each is held a moment against whoever lets go of it: see shared_documents.py.

    `held`: a subquery of document_id, piece and kind.
    """
    taken = (
        select(literal(draft.id), Document.id, held.c.piece, held.c.kind)
        .join(held, held.c.document_id == Document.id)
        .where(held.c.piece.in_(kept_slots(definition)), Document.state.not_in(UNSOUND))
        .order_by(Document.id)
    )
    adding = insert(PieceDocument).from_select(["application_id", "document_id", "piece", "kind"], taken)
    added = await work.session.scalars(adding.returning(PieceDocument.document_id))
    return len(added.all())


def _answers_in(source: Application, sent: UUID | None) -> Any:
    if sent is None:
        return select(Answer.field, Answer.text).where(Answer.application_id == source.id).subquery()
    each = func.jsonb_each_text(Submission.answers).table_valued("key", "value")
    texts_of = select(each.c.key.label("field"), each.c.value.label("text")).select_from(Submission)
    return texts_of.join(each, true()).where(Submission.id == sent).subquery()


def _documents_in(source: Application, sent: UUID | None) -> Any:
    rows = select(PieceDocument.document_id, PieceDocument.kind).where(PieceDocument.application_id == source.id)
    if sent is None:
        return rows.add_columns(PieceDocument.piece).subquery()
    each = func.jsonb_to_recordset(Submission.pieces).table_valued(column("document_id", Uuid), column("piece", Text))
    each = each.render_derived(with_types=True)
    of_source = and_(Submission.id == sent, Submission.application_id == PieceDocument.application_id)
    held = rows.add_columns(each.c.piece).join(Submission, of_source)
    return held.join(each, each.c.document_id == PieceDocument.document_id).subquery()
