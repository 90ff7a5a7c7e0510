"""Mon compte, "Modifier mes informations personnelles"."""

from litestar import Response

from webapp.accounts import paths, texts
from webapp.accounts.forms import DetailsForm
from webapp.accounts.use_cases.details import PersonalDetails, change_details
from webapp.routes.accounts.account import account_page
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave
from webapp.web.request import PortalRequest
from webapp.web.routing import post


@post(paths.DETAILS, opt=declare(Access.SIGNED_IN))
async def create(
    request: PortalRequest, work: GivenWork, reads: GivenReads, actor: GivenActor
) -> Response[str] | Response[None]:
    form = DetailsForm(await request.fields())
    if not form.validate():
        return await account_page(request, reads, actor, details=form)
    details = PersonalDetails(form.civility.data, form.last_name.data, form.first_name.data)
    await change_details(work, actor, details)
    return leave(request, paths.ACCOUNT, say=texts.DETAILS_CHANGED)


ROUTES = [create]
