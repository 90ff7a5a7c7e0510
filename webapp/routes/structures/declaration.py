"""For whom one asks: first what it is, then the page of that type de tiers."""

from webapp.core.own_paths import own_path
from webapp.structures import paths, texts
from webapp.structures.declaration_form import FamilyForm
from webapp.web.guards import Access, declare
from webapp.web.page import PageOrRedirect, leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@get(paths.DECLARATION, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(request: PortalRequest) -> PageOrRedirect:
    """The form asks by GET, since nothing changes: "Continuer" leads on, and Back leads here."""
    asked = request.asked()
    continue_at = own_path(asked.get("suite"))
    is_asked = "continuer" in asked
    form = FamilyForm(asked if is_asked else None)
    form.type.choices = [(slug, texts.FAMILIES[family]) for slug, family in paths.FAMILIES.items()]
    if is_asked and form.validate():
        return leave(request, paths.declaration_of(paths.FAMILIES[form.type.data], continue_at))
    return page(
        request,
        "structures/declaration.html",
        status=422 if is_asked else 200,
        form=form,
        hints={slug: texts.FAMILY_HINTS[family] for slug, family in paths.FAMILIES.items()},
        continue_at=continue_at,
        memberships=request.actor.memberships if request.actor else (),
    )


ROUTES = [show]
