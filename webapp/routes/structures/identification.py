"""The structure's name with its facts, edited in place."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.routes.structures.structure import IDENTIFICATION, Screen, version_of
from webapp.structures import paths, texts
from webapp.structures.facts import Identification
from webapp.structures.forms import IdentificationForm, identification_form, shown_identification
from webapp.structures.use_cases import change_identification
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

PATH = paths.STRUCTURES + "/{structure_id:uuid}/identification"


@get(PATH, opt=declare(Access.APPLICANT))
async def show(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str]:
    screen = Screen.to_edit(request, reads, actor, structure_id)
    structure = await screen.structure()
    form = _form(structure.family, structure.identification, version=structure.version)
    return await screen.open(IDENTIFICATION, form, structure=structure)


@post(PATH, opt=declare(Access.APPLICANT))
async def save(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor, structure_id: FromPath[UUID]
) -> Response[str] | Response[None]:
    screen = Screen.to_edit(request, reads, actor, structure_id)
    family = screen.membership.family
    form = identification_form(family, await request.fields(), scope=IDENTIFICATION.id)
    if not form.validate():
        return await screen.open(IDENTIFICATION, form, status=422)
    change = change_identification(work, actor, structure_id, version_of(form), mine := form.value())
    return await screen.save(
        IDENTIFICATION, form, mine, change, lambda facts: _form(family, facts), say=texts.IDENTIFICATION_SAVED
    )


def _form(family: str, facts: Identification, *, version: int = 0) -> IdentificationForm:
    shown = {**shown_identification(facts), "version": str(version)}
    return identification_form(family, data=shown, scope=IDENTIFICATION.id)


ROUTES = [show, save]
