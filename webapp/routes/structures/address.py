"""The structure's main address, edited in place. "Afficher les communes" shows the form again and saves nothing."""

from functools import partial

from litestar import Response

from webapp.editing.saving import Overtaken
from webapp.routes.structures.block_forms import address_form, filled_address
from webapp.routes.structures.blocks import ADDRESS
from webapp.routes.structures.screen import SHOWN_AGAIN, GivenScreen, version_of
from webapp.structures import paths, texts
from webapp.structures.use_cases.structure import change_address
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.ADDRESS, opt=declare(Access.APPLICANT))
async def show(edit_screen: GivenScreen) -> Response[str]:
    structure = await edit_screen.structure()
    form = filled_address(structure.family, structure.address, version=structure.address_version)
    return await edit_screen.open(ADDRESS, form, structure=structure)


@post(paths.ADDRESS, opt=declare(Access.APPLICANT))
async def save(request: PortalRequest, work: GivenWork, actor: GivenActor, edit_screen: GivenScreen) -> PageOrRedirect:
    family, fields = edit_screen.membership.family, await request.fields()
    form = address_form(family, fields)
    if fields.get("action") in SHOWN_AGAIN:
        return await edit_screen.open(ADDRESS, form)
    if form.validate():
        mine = form.address()
        try:
            with form.refusing():
                await change_address(work, actor, edit_screen.structure_id, version_of(form), mine)
                return await edit_screen.done(ADDRESS, say=texts.ADDRESS_SAVED)
        except Overtaken as overtaken:
            return await edit_screen.open_twice(ADDRESS, form, mine, overtaken, partial(filled_address, family))
    return await edit_screen.open(ADDRESS, form, status=422)


ROUTES = [show, save]
