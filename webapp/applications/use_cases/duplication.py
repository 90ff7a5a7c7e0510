"""A new draft with the answers and the files of an application on the same scheme."""

from uuid import UUID

from sqlalchemy import ARRAY, Text, cast, func, insert, literal, select

from webapp.applications import texts
from webapp.applications.access import lock_application, require
from webapp.applications.duplicating import UNSOUND, kept_names, kept_slots
from webapp.applications.models import Answer, Application, PieceDocument
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
    `another`: beside the drafts that the structure has on this scheme, which the form has shown.

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
        answers = await _take_answers(work, actor, source, draft, definition)
        files = await _take_documents(work, source, draft, definition)
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


async def _take_answers(
    work: Work, actor: Actor, source: Application, draft: Application, definition: SchemeDefinition
) -> int:
    """As typed, however many: the texts never leave the database."""
    names = await work.session.scalars(select(Answer.field).where(Answer.application_id == source.id))
    kept = kept_names(definition, names)
    taken = select(literal(draft.id), Answer.field, Answer.text, literal(work.now), literal(actor.account_id)).where(
        Answer.application_id == source.id, Answer.field == func.any(cast(kept, ARRAY(Text)))
    )
    await work.session.execute(
        insert(Answer).from_select(["application_id", "field", "text", "saved_at", "saved_by"], taken)
    )
    return len(kept)


async def _take_documents(work: Work, source: Application, draft: Application, definition: SchemeDefinition) -> int:
    """In one order for all, since each is held a moment against whoever lets go of it: see shared_documents.py."""
    taken = (
        select(literal(draft.id), Document.id, PieceDocument.piece, PieceDocument.kind)
        .join(PieceDocument, PieceDocument.document_id == Document.id)
        .where(
            PieceDocument.application_id == source.id,
            ~PieceDocument.is_taken_out,
            PieceDocument.piece.in_(kept_slots(definition)),
            Document.state.not_in(UNSOUND),
        )
        .order_by(Document.id)
    )
    adding = insert(PieceDocument).from_select(["application_id", "document_id", "piece", "kind"], taken)
    added = await work.session.scalars(adding.returning(PieceDocument.document_id))
    return len(added.all())
