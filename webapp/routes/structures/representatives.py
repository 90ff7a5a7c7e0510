"""Those who represent the structure: one more, and one who is edited, each in its place."""

from functools import partial
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.editing.saving import Overtaken
from webapp.routes.structures.block_forms import filled_representative, new_representative
from webapp.routes.structures.blocks import NEW_REPRESENTATIVE, representative_block
from webapp.routes.structures.screen import SHOWN_AGAIN, GivenScreen, version_of
from webapp.structures import paths, texts
from webapp.structures.forms import RepresentativeForm
from webapp.structures.queries import mark_of
from webapp.structures.use_cases.representatives import add_representative, change_representative
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.NEW_REPRESENTATIVE, opt=declare(Access.APPLICANT))
async def show_new(people_screen: GivenScreen) -> Response[str]:
    return await people_screen.open(NEW_REPRESENTATIVE, new_representative())


@post(paths.NEW_REPRESENTATIVE, opt=declare(Access.APPLICANT))
async def create(
    request: PortalRequest, work: GivenWork, actor: GivenActor, people_screen: GivenScreen
) -> PageOrRedirect:
    fields = await request.fields()
    form = RepresentativeForm(fields, scope=NEW_REPRESENTATIVE.id)
    if fields.get("action") in SHOWN_AGAIN:
        return await people_screen.open(NEW_REPRESENTATIVE, form)
    if form.validate():
        details, key = form.value(), form.key_or_new()
        with form.refusing():
            await add_representative(work, actor, people_screen.structure_id, key, details)
            said = texts.REPRESENTATIVE_ADDED.format(name=details.full_name)
            return await people_screen.done(NEW_REPRESENTATIVE, say=said, added=key)
    return await people_screen.open(NEW_REPRESENTATIVE, form, status=422)


@get(paths.REPRESENTATIVE, opt=declare(Access.APPLICANT))
async def show(people_screen: GivenScreen, representative_id: FromPath[UUID]) -> Response[str]:
    structure, card = await people_screen.representative(representative_id)
    form = filled_representative(card.id, card.details, version=card.version)
    return await people_screen.open(representative_block(card.id), form, structure=structure)


@post(paths.REPRESENTATIVE, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest,
    work: GivenWork,
    actor: GivenActor,
    people_screen: GivenScreen,
    representative_id: FromPath[UUID],
) -> PageOrRedirect:
    block, fields = representative_block(representative_id), await request.fields()
    form = RepresentativeForm(fields, scope=mark_of(representative_id))
    if fields.get("action") in SHOWN_AGAIN:
        return await people_screen.open(block, form)
    if form.validate():
        mine = form.value()
        try:
            with form.refusing():
                await change_representative(
                    work, actor, people_screen.structure_id, representative_id, version_of(form), mine
                )
                return await people_screen.done(block, say=texts.REPRESENTATIVE_SAVED.format(name=mine.full_name))
        except Overtaken as overtaken:
            return await people_screen.open_twice(
                block, form, mine, overtaken, partial(filled_representative, representative_id)
            )
    return await people_screen.open(block, form, status=422)


ROUTES = [show_new, create, show, save]
