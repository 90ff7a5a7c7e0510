"""What the address of an application gives its handler, an applicant's or an agent's.

The header of an applicant's page names the structure that the application is of.
"""

import re
from dataclasses import replace

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation

from webapp.applications.amended import AmendedPage, amended
from webapp.applications.queries import ApplicationPage, application_page
from webapp.applications.receipts import ReceiptPage, receipt_page
from webapp.core.refusals import NotFound
from webapp.solicitations.amendments import asks_of
from webapp.web.dependencies import GivenActor, GivenReads
from webapp.web.request import PortalRequest

GivenNumber = NamedDependency[int]
# A filled form is ours from end to end: to check each of its values again would cost more than to make it.
GivenApplication = NamedDependency[SkipValidation[ApplicationPage]]
GivenDraft = NamedDependency[SkipValidation[ApplicationPage]]
GivenReceipt = NamedDependency[ReceiptPage]


def provide_number(ref: FromPath[str]) -> int:
    """`00000108` → 108. Raises NotFound for anything else, so that one application has one address."""
    if not re.fullmatch(r"[0-9]{8,18}", ref) or (len(ref) > 8 and ref.startswith("0")):
        raise NotFound
    return int(ref)


async def provide_application(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber
) -> ApplicationPage:
    """As it is at this instant: of what has changed since, ask again. Raises NotFound, also for another's."""
    application = await application_page(reads, actor, number, request.today)
    if not actor.is_agent:
        request.acting_for = application.card.structure_name
    return application


async def provide_draft(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber
) -> ApplicationPage:
    """What can be filled in of it at this instant: all of a draft, what the Region has reopened of what was sent."""
    page = await amended(reads, await provide_application(request, reads, actor, number))
    return replace(page, asks=await asks_of(reads, actor, number)) if isinstance(page, AmendedPage) else page


async def provide_receipt(
    request: PortalRequest, reads: GivenReads, actor: GivenActor, number: GivenNumber
) -> ReceiptPage:
    """Raises NotFound also while there is none."""
    receipt = await receipt_page(reads, actor, number)
    if not actor.is_agent:
        request.acting_for = receipt.facts["applicant"]["name"]
    return receipt


GIVEN = {
    "number": Provide(provide_number, sync_to_thread=False),
    "application": Provide(provide_application),
    "draft": Provide(provide_draft),
    "receipt": Provide(provide_receipt),
}
