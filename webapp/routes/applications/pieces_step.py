"""The step "Pièces": its slots, what they are offered, the room that is left; and one slot of it, swapped in place."""

from collections.abc import Sequence
from typing import Any

from litestar import Response
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import texts
from webapp.applications.earlier_documents import offers_for
from webapp.applications.queries import ApplicationPage
from webapp.applications.rules import Step
from webapp.applications.slots import left_aside, room_left
from webapp.applications.use_cases.pieces import UploadLimits
from webapp.core import french
from webapp.core.actor import Actor
from webapp.core.refusals import NotFound
from webapp.documents.inspection import ACCEPT, ACCEPTED_FORMATS
from webapp.routes.applications.bank_slot import BANK_ACCOUNT, closed_slot
from webapp.routes.applications.given import provide_draft
from webapp.routes.applications.step_screen import again, step_page
from webapp.web.page import Fragment, PageOrRedirect, leave, swaps
from webapp.web.request import PortalRequest

CHANGED = "applications/steps/pieces_changed.html"


def limits_of(request: PortalRequest) -> UploadLimits:
    settings = request.app.state.settings
    return UploadLimits(settings.upload_max_files, settings.upload_max_total_bytes, settings.has_scanner)


def too_large(request: PortalRequest) -> str:
    return texts.FILE_TOO_LARGE.format(size=french.file_size(request.app.state.settings.upload_max_bytes))


async def pieces_step(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    application: ApplicationPage,
    *parts: Fragment,
    refused_piece: str = "",
    refusals: Sequence[str] = (),
    **more: Any,
) -> Response[str]:
    """`refusals`: what is said of the files that the slot of this key did not take. In `more`, `bank`: a BankSlot that
    is not as it is by itself.
    """
    limits = limits_of(request)
    if "bank" not in more:
        more["bank"] = await closed_slot(request, reads, actor, application)
    return step_page(
        request,
        actor,
        application,
        Step.PIECES,
        BANK_ACCOUNT,
        *parts,
        accept=ACCEPT,
        formats=ACCEPTED_FORMATS,
        upload_max_bytes=request.app.state.settings.upload_max_bytes,
        too_large=too_large(request),
        room=room_left(application.files, limits.max_files, limits.max_total_bytes),
        left_aside=left_aside(application),
        offers=await offers_for(reads, actor, application, request.today),
        refused_piece=refused_piece,
        refusals=refusals,
        **more,
    )


async def show_slot(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    number: int,
    key: str,
    *,
    said: str = "",
    refusals: Sequence[str] = (),
) -> PageOrRedirect:
    """With htmx the slot alone, and what goes with it; without, the page again, where the slot is."""
    fragment = Fragment("partials/applications/piece.html", id=f"piece-{key}")
    application = await provide_draft(request, reads, actor, number)
    piece = application.definition.piece(key)
    if piece is None:
        raise NotFound
    if not refusals and not swaps(request, fragment):
        place = f"#{fragment.id}" if piece in application.form.pieces else ""
        return leave(request, again(request, application.card.reference, Step.PIECES, place), say=said)
    return await pieces_step(
        request,
        reads,
        actor,
        application,
        fragment,
        status=422 if refusals else 200,
        say=said,
        beside=CHANGED,
        slot=application.slot(piece),
        refused_piece=key,
        refusals=refusals,
        kept=said,
    )
