"""Publishing schemes. The same content published again changes nothing."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import select

from webapp.agents.models import Service
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.schemes.definition import SchemeDefinition, ServiceInCharge, to_content
from webapp.schemes.models import Scheme, SchemeRevision, SchemeTemplate

PUBLICATION = "schemes"


async def publish(
    work: Work, slug: str, definition: SchemeDefinition, templates: Mapping[str, bytes] | None = None
) -> SchemeRevision:
    """The revision that the definition and its `templates`, by file name, make: new or known, made the current one.
    Raises LookupError when a piece names a template that is not given.

    One publication at a time: a scheme or a service that is new to two of them has no row yet that one could hold.
    """
    files = {name: (templates or {})[name] for name in definition.template_files}
    digest = _digest(to_content(definition), files)
    async with work:
        await work.one_at_a_time(PUBLICATION)
        service = await _service(work, definition.service)
        scheme = await work.session.get(Scheme, slug, with_for_update=True)
        if scheme is None:
            scheme = Scheme(slug=slug, service_id=service.id)
            work.session.add(scheme)
            await work.session.flush()
        revision = await work.session.scalar(
            select(SchemeRevision).where(SchemeRevision.scheme_slug == slug, SchemeRevision.sha256 == digest)
        )
        if revision is None:
            revision = await _add_revision(work, slug, definition, digest, files)
        scheme.service_id = service.id
        scheme.current_revision_id = revision.id
        return revision


async def _add_revision(
    work: Work, slug: str, definition: SchemeDefinition, digest: str, files: Mapping[str, bytes]
) -> SchemeRevision:
    revision = SchemeRevision(
        id=new_id(),
        scheme_slug=slug,
        sha256=digest,
        title=definition.title,
        theme=definition.theme,
        content=to_content(definition),
        loaded_at=work.now,
    )
    work.session.add(revision)
    await work.session.flush()
    work.session.add_all(
        SchemeTemplate(revision_id=revision.id, file=name, content=file, sha256=sha256(file).hexdigest())
        for name, file in files.items()
    )
    work.audit("scheme.published", "scheme", slug, revision=str(revision.id))
    return revision


def _digest(content: Mapping[str, object], files: Mapping[str, bytes]) -> str:
    """A template that is corrected makes another revision; without any, it is that of the content alone."""
    digest = sha256(msgspec.json.encode(content, order="sorted"))
    for name, file in sorted(files.items()):
        digest.update(b"\0" + name.encode() + b"\0" + sha256(file).digest())
    return digest.hexdigest()


async def current_revision(work: Work, slug: str) -> UUID | None:
    """Until the end of this transaction nobody else publishes; None for a scheme that is new."""
    async with work:
        await work.one_at_a_time(PUBLICATION)
        return await work.session.scalar(select(Scheme.current_revision_id).where(Scheme.slug == slug))


async def _service(work: Work, asked: ServiceInCharge) -> Service:
    service = await work.session.scalar(select(Service).where(Service.slug == asked.slug))
    if service is None:
        service = Service(id=new_id(), slug=asked.slug)
    service.name = asked.name
    service.address = asked.address
    service.email = asked.email
    service.phone = asked.phone
    work.session.add(service)
    await work.session.flush()
    return service
