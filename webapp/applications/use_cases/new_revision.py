"""A draft keeps the revision that it began with until somebody takes the newer one. Answers stay, by their keys."""

from uuid import UUID

from sqlalchemy import select

from webapp.applications import texts
from webapp.applications.access import lock_application, require
from webapp.applications.keeping import touch
from webapp.applications.models import Application
from webapp.applications.rules import Verb
from webapp.core.actor import Actor
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.schemes.models import Scheme, SchemeRevision


async def take_revision(work: Work, actor: Actor, number: int, revision_id: UUID) -> None:
    """Once: asked again, it changes nothing.

    Raises NotFound; Conflict once the application is sent; OutOfRole for a reader; Refused when the scheme has moved on
    from that revision, whose changes were never shown.
    """
    async with work:
        application = await _lock(work, actor, number)
        if application.revision_id == revision_id:
            return
        await _require_current(work, application, revision_id)
        work.audit(
            "application.revision_taken",
            "application",
            application.id,
            before=str(application.revision_id),
            after=str(revision_id),
        )
        application.revision_id, application.declined_revision_id = revision_id, None
        touch(application, work.now)


async def decline_revision(work: Work, actor: Actor, number: int, revision_id: UUID) -> None:
    """They are not asked again, until there is another one. Raises what take_revision does."""
    async with work:
        application = await _lock(work, actor, number)
        if revision_id in (application.declined_revision_id, application.revision_id):
            return
        await _require_current(work, application, revision_id)
        application.declined_revision_id = revision_id
        work.audit("application.revision_declined", "application", application.id, revision=str(revision_id))


async def _lock(work: Work, actor: Actor, number: int) -> Application:
    application = await lock_application(work.session, actor, number)
    require(actor, Verb.CHANGE_REVISION, application)
    return application


async def _require_current(work: Work, application: Application, revision_id: UUID) -> None:
    current = (
        select(Scheme.current_revision_id)
        .join(SchemeRevision, SchemeRevision.scheme_slug == Scheme.slug)
        .where(SchemeRevision.id == application.revision_id)
    )
    if await work.session.scalar(current) != revision_id:
        raise Refused(texts.REVISION_OVERTAKEN)
