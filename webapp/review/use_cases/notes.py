"""Notes that agents keep on an application, for each other."""

from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert

from webapp.applications.access import lock_application, require
from webapp.applications.rules import Verb
from webapp.core.actor import Actor
from webapp.core.work import Work
from webapp.review.models import Note


async def add_note(work: Work, actor: Actor, number: int, text: str, key: UUID) -> None:
    """The same text from the same page, whose key it is, is one note; Back, then another text, is another.

    Raises NotFound.
    """
    async with work:
        application = await lock_application(work.session, actor, number)
        require(actor, Verb.NOTE, application)
        note = {
            "id": uuid5(key, f"{application.id} {actor.account_id} {text}"),
            "application_id": application.id,
            "text": text,
            "written_at": work.now,
            "written_by": actor.account_id,
        }
        added = await work.session.scalar(insert(Note).values(note).on_conflict_do_nothing().returning(Note.id))
        if added is not None:
            work.audit("application.noted", "application", application.id, note=str(added))
