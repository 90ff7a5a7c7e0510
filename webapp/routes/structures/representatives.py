"""Those who represent the structure: one more, and one who is edited, each in its place."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.ids import new_id
from webapp.core.refusals import NotFound
from webapp.routes.structures.structure import (
    NEW_REPRESENTATIVE,
    SHOWN_AGAIN,
    Screen,
    representative_block,
    version_of,
)
from webapp.structures import paths, texts
from webapp.structures.facts import RepresentativeDetails
from webapp.structures.forms import RepresentativeForm, shown_representative
from webapp.structures.queries import mark_of
from webapp.structures.use_cases import add_representative, change_representative
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

NEW = paths.STRUCTURES + "/{structure_id:uuid}/representants/nouveau"
ONE = paths.STRUCTURES + "/{structure_id:uuid}/representants/{representative_id:uuid}"


@get(NEW, opt=declare(Access.APPLICANT))
async def show_new(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    screen = Screen.to_edit(request, reads, actor, structure_id, people=True)
    form = RepresentativeForm(data={"key": str(new_id())}, scope=NEW_REPRESENTATIVE.id)
    return await screen.open(NEW_REPRESENTATIVE, form)


@post(NEW, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    screen = Screen.to_edit(request, reads, actor, structure_id, people=True)
    fields = await request.fields()
    form = RepresentativeForm(fields, scope=NEW_REPRESENTATIVE.id)
    if fields.get("action") in SHOWN_AGAIN:
        return await screen.open(NEW_REPRESENTATIVE, form)
    if not form.validate():
        return await screen.open(NEW_REPRESENTATIVE, form, status=422)
    details, representative_id = form.value(), form.key_or_new()
    change = add_representative(work, actor, structure_id, representative_id, details)
    say = texts.REPRESENTATIVE_ADDED.format(name=details.full_name)
    return await screen.save(
        NEW_REPRESENTATIVE, form, details, change, lambda _: form, say=say, added=representative_id
    )


@get(ONE, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    representative_id: FromPath[UUID],
) -> Response[str]:
    screen = Screen.to_edit(request, reads, actor, structure_id, people=True)
    structure = await screen.structure()
    card = structure.representative(representative_id)
    if card is None:
        raise NotFound
    form = _form(representative_id, card.details, version=card.version)
    return await screen.open(representative_block(representative_id), form, structure=structure)


@post(ONE, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    representative_id: FromPath[UUID],
) -> Response[str] | Response[None]:
    screen, block = (
        Screen.to_edit(request, reads, actor, structure_id, people=True),
        representative_block(representative_id),
    )
    fields = await request.fields()
    form = RepresentativeForm(fields, scope=mark_of(representative_id))
    if fields.get("action") in SHOWN_AGAIN:
        return await screen.open(block, form)
    if not form.validate():
        return await screen.open(block, form, status=422)
    change = change_representative(
        work, actor, structure_id, representative_id, version_of(form), details := form.value()
    )
    say = texts.REPRESENTATIVE_SAVED.format(name=details.full_name)
    return await screen.save(block, form, details, change, lambda theirs: _form(representative_id, theirs), say=say)


def _form(representative_id: UUID, details: RepresentativeDetails, *, version: int = 0) -> RepresentativeForm:
    shown = {**shown_representative(details), "version": str(version)}
    return RepresentativeForm(data=shown, scope=mark_of(representative_id))


ROUTES = [show_new, create, show, save]
