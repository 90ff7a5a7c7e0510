"""The structure's name with its facts, edited in place."""

from functools import partial

from litestar import Response

from webapp.editing.saving import Overtaken
from webapp.routes.structures.block_forms import filled_identification
from webapp.routes.structures.blocks import IDENTIFICATION
from webapp.routes.structures.screen import GivenScreen, version_of
from webapp.structures import paths, texts
from webapp.structures.forms import identification_form
from webapp.structures.use_cases.structure import change_identification
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.IDENTIFICATION, opt=declare(Access.APPLICANT))
async def show(edit_screen: GivenScreen) -> Response[str]:
    structure = await edit_screen.structure()
    form = filled_identification(structure.family, structure.identification, version=structure.version)
    return await edit_screen.open(IDENTIFICATION, form, structure=structure)


@post(paths.IDENTIFICATION, opt=declare(Access.APPLICANT))
async def save(request: PortalRequest, work: GivenWork, actor: GivenActor, edit_screen: GivenScreen) -> PageOrRedirect:
    family = edit_screen.membership.family
    form = identification_form(family, await request.fields(), scope=IDENTIFICATION.id)
    if form.validate():
        mine = form.value()
        try:
            with form.refusing():
                await change_identification(work, actor, edit_screen.structure_id, version_of(form), mine)
                return await edit_screen.done(IDENTIFICATION, say=texts.IDENTIFICATION_SAVED)
        except Overtaken as overtaken:
            return await edit_screen.open_twice(
                IDENTIFICATION, form, mine, overtaken, partial(filled_identification, family)
            )
    return await edit_screen.open(IDENTIFICATION, form, status=422)


ROUTES = [show, save]
