"""The template of a slot, as it was in the revision that the application keeps."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.access import visible_to
from webapp.applications.models import Application
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.schemes.templates import Template, template_of


async def application_template(reads: AsyncEngine, actor: Actor, number: int, file: str) -> Template:
    """Raises NotFound."""
    query = select(Application.revision_id).where(Application.number == number, visible_to(actor))
    async with reads.connect() as connection:
        revision_id = await connection.scalar(query)
        template = await template_of(connection, revision_id, file) if revision_id else None
    if template is None:
        raise NotFound
    return template
