"""For whom one asks: declaring a structure, and seeing it."""

from litestar import Response

from webapp.accounts.paths import DASHBOARD, own_path
from webapp.core.refusals import Refused
from webapp.structures import paths, texts
from webapp.structures.declaration_form import StructureForm
from webapp.structures.rules import normal_siret
from webapp.structures.use_cases import Declaration, declare_structure
from webapp.web.dependencies import GivenActor, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM = Fragment("partials/structures/structure_form.html", id="structure-form")


@get(paths.DECLARATION, opt=declare(Access.APPLICANT))
async def show_declaration(request: PortalRequest) -> Response[str] | Response[None]:
    if request.actor and request.actor.membership:
        return leave(request, paths.STRUCTURE)
    continue_at = own_path(request.query_params.get("suite", ""))
    return page(request, "structures/declaration.html", form=StructureForm(), continue_at=continue_at)


@post(paths.DECLARATION, opt=declare(Access.APPLICANT))
async def create(request: PortalRequest, work: GivenWork, actor: GivenActor) -> Response[str] | Response[None]:
    fields = await request.fields()
    form = StructureForm(fields)
    continue_at = own_path(fields.get("suite"))
    if form.validate():
        try:
            await declare_structure(work, actor, _declaration(form))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return leave(request, continue_at or DASHBOARD, say=texts.DECLARED)
    return page(
        request, "structures/declaration.html", FORM, status=422, form=form, continue_at=continue_at, has_errors=True
    )


def _declaration(form: StructureForm) -> Declaration:
    return Declaration(
        family=form.family.data,
        name=form.name.data,
        siret=normal_siret(form.siret.data) or "",
        street=form.street.data,
        postal_code=form.postal_code.data,
        commune=form.commune.data,
    )


ROUTES = [show_declaration, create]
