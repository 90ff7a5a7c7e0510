"""The structure's main address, edited in place. "Afficher les communes" shows the form again and saves nothing."""

from functools import partial

from litestar import Response

from webapp.core.forms import FormData
from webapp.editing.saving import Overtaken
from webapp.routes.structures.screen import ADDRESS, SHOWN_AGAIN, GivenScreen, version_of
from webapp.structures import paths, texts
from webapp.structures.address_form import shown_address
from webapp.structures.facts import Address
from webapp.structures.forms import AddressForm
from webapp.structures.models import AddressLayout
from webapp.structures.rules import StructureFamily
from webapp.structures.use_cases.structure import change_address
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.ADDRESS, opt=declare(Access.APPLICANT))
async def show(edit_screen: GivenScreen) -> Response[str]:
    structure = await edit_screen.structure()
    form = _filled(structure.family, structure.address, version=structure.address_version)
    return await edit_screen.open(ADDRESS, form, structure=structure)


@post(paths.ADDRESS, opt=declare(Access.APPLICANT))
async def save(request: PortalRequest, work: GivenWork, actor: GivenActor, edit_screen: GivenScreen) -> PageOrRedirect:
    family, fields = edit_screen.membership.family, await request.fields()
    form = _form(family, fields)
    if fields.get("action") in SHOWN_AGAIN:
        return await edit_screen.open(ADDRESS, form)
    if form.validate():
        mine = form.address()
        try:
            with form.refusing():
                await change_address(work, actor, edit_screen.structure_id, version_of(form), mine)
                return await edit_screen.done(ADDRESS, say=texts.ADDRESS_SAVED)
        except Overtaken as overtaken:
            return await edit_screen.open_twice(ADDRESS, form, mine, overtaken, partial(_filled, family))
    return await edit_screen.open(ADDRESS, form, status=422)


def _filled(family: str, address: Address, *, version: int = 0) -> AddressForm:
    return _form(family, None, data={**shown_address(address), "version": str(version)})


def _form(family: str, fields: FormData | None, **options: object) -> AddressForm:
    form = AddressForm(fields, scope=ADDRESS.id, **options)
    form.name_lines(AddressLayout.PERSON if family == StructureFamily.INDIVIDUAL else AddressLayout.ORGANISATION)
    return form


ROUTES = [show, save]
