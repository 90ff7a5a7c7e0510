"""The structure's main address, edited in place. "Afficher les communes" shows the form again and saves nothing."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.forms import FormData
from webapp.routes.structures.structure import ADDRESS, SHOWN_AGAIN, Screen, version_of
from webapp.structures import paths, texts
from webapp.structures.address_form import shown_address
from webapp.structures.facts import Address
from webapp.structures.forms import AddressForm
from webapp.structures.models import AddressLayout
from webapp.structures.rules import StructureFamily
from webapp.structures.use_cases import change_address
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

PATH = paths.STRUCTURES + "/{structure_id:uuid}/adresse"


@get(PATH, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    screen = Screen.to_edit(request, reads, actor, structure_id)
    structure = await screen.structure()
    form = _form_of(structure.family, structure.address, version=structure.address_version)
    return await screen.open(ADDRESS, form, structure=structure)


@post(PATH, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    screen = Screen.to_edit(request, reads, actor, structure_id)
    family, fields = screen.membership.family, await request.fields()
    form = _form(family, fields)
    if fields.get("action") in SHOWN_AGAIN:
        return await screen.open(ADDRESS, form)
    if not form.validate():
        return await screen.open(ADDRESS, form, status=422)
    change = change_address(work, actor, structure_id, version_of(form), mine := form.address())
    return await screen.save(
        ADDRESS, form, mine, change, lambda lines: _form_of(family, lines), say=texts.ADDRESS_SAVED
    )


def _form_of(family: str, address: Address, *, version: int = 0) -> AddressForm:
    return _form(family, None, data={**shown_address(address), "version": str(version)})


def _form(family: str, fields: FormData | None, **options: object) -> AddressForm:
    form = AddressForm(fields, scope=ADDRESS.id, **options)
    form.name_lines(AddressLayout.PERSON if family == StructureFamily.INDIVIDUAL else AddressLayout.ORGANISATION)
    return form


ROUTES = [show, save]
