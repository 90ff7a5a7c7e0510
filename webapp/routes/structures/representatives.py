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
from webapp.structures.queries import RepresentativeCard
from webapp.structures.use_cases import add_representative, change_representative
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

NEW = paths.STRUCTURES + "/{structure_id:uuid}/representants/nouveau"
ONE = paths.STRUCTURES + "/{structure_id:uuid}/representants/{key:uuid}"


@get(NEW, opt=declare(Access.APPLICANT))
async def show_new(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    screen = await Screen.to_edit(request, reads, actor, structure_id, people=True)
    form = RepresentativeForm(data={"key": str(new_id())}, scope=NEW_REPRESENTATIVE.id)
    return screen.open(NEW_REPRESENTATIVE, form)


@post(NEW, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    screen = await Screen.to_edit(request, reads, actor, structure_id, people=True)
    fields = await request.fields()
    form = RepresentativeForm(fields, scope=NEW_REPRESENTATIVE.id)
    if fields.get("action") == SHOWN_AGAIN:
        return screen.open(NEW_REPRESENTATIVE, form)
    if not form.validate():
        return screen.open(NEW_REPRESENTATIVE, form, status=422)
    details, key = form.value(), form.key_or_new()
    change = add_representative(work, actor, structure_id, key, details)
    say = texts.REPRESENTATIVE_ADDED.format(name=details.full_name)
    return await screen.save(NEW_REPRESENTATIVE, form, change, lambda _: form, say=say, added=key)


@get(ONE, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID], key: FromPath[UUID]
) -> Response[str]:
    screen = await Screen.to_edit(request, reads, actor, structure_id, people=True)
    card = screen.structure.representative(key)
    if card is None:
        raise NotFound
    return screen.open(representative_block(key), _form(card))


@post(ONE, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    structure_id: FromPath[UUID],
    key: FromPath[UUID],
) -> Response[str] | Response[None]:
    screen, block = await Screen.to_edit(request, reads, actor, structure_id, people=True), representative_block(key)
    fields = await request.fields()
    form = RepresentativeForm(fields, scope=block.id)
    if (card := screen.structure.representative(key)) is None:
        raise NotFound
    if fields.get("action") == SHOWN_AGAIN:
        return screen.open(block, form)
    if not form.validate():
        return screen.open(block, form, status=422)
    change = change_representative(work, actor, structure_id, key, version_of(form), details := form.value())
    say = texts.REPRESENTATIVE_SAVED.format(name=details.full_name)
    return await screen.save(block, form, change, lambda theirs: _form(card, theirs), say=say)


def _form(card: RepresentativeCard, details: RepresentativeDetails | None = None) -> RepresentativeForm:
    shown = {**shown_representative(details or card.details), "version": str(card.version)}
    return RepresentativeForm(data=shown, scope=representative_block(card.id).id)


ROUTES = [show_new, create, show, save]
