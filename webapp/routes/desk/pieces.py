"""Pieces of an application, opened one after the other: the files of a slot, and the verdict on it."""

from dataclasses import dataclass

from litestar import Response
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications.queries import ApplicationPage, PieceSlot
from webapp.applications.rules import Verb, denial
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Conflict, Denied, NotFound
from webapp.core.traces import read_trace
from webapp.review import paths, texts
from webapp.review.forms import VerdictForm
from webapp.review.queries import Verdict, verdicts_of
from webapp.review.rules import Conformity
from webapp.review.use_cases.verdicts import Judged, judge_piece
from webapp.routes.applications.given import GivenApplication
from webapp.solicitations.queries import requests_of
from webapp.solicitations.received import ReceivedPieces
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, page, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

VERDICT = Fragment("partials/review/verdict.html", id="verdict")
GO_ON = "suivante"


@dataclass(frozen=True, slots=True)
class Place:
    """Of a slot among those that the application's form asks for; `number` from 1."""

    application: ApplicationPage
    slot: PieceSlot
    number: int
    total: int
    before: PieceSlot | None
    after: PieceSlot | None


def place_of(application: ApplicationPage, key: str) -> Place:
    """Raises NotFound for a piece that the form does not ask for."""
    slots = application.slots
    index = next((index for index, slot in enumerate(slots) if slot.piece.key == key), None)
    if index is None:
        raise NotFound
    before = slots[index - 1] if index else None
    after = slots[index + 1] if index + 1 < len(slots) else None
    return Place(application, slots[index], index + 1, len(slots), before, after)


@get(paths.PIECE, opt=declare(Access.AGENT))
async def show(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    application: GivenApplication,
    key: FromPath[str],
) -> Response[str]:
    place = place_of(application, key)
    await read_trace(work, "piece.read", "application", application.card.id)
    return await _show(request, reads, actor, place)


@post(paths.PIECE, opt=declare(Access.AGENT))
async def create(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    application: GivenApplication,
    key: FromPath[str],
) -> PageOrRedirect:
    place = place_of(application, key)
    fields = await request.fields()
    form, status = VerdictForm(fields), 422
    if form.validate():
        try:
            await judge_piece(work, actor, application.card.number, key, _judged(form))
            return await _judged_page(request, reads, actor, place)
        except Conflict as conflict:
            form.refuse(conflict)
            status = 409
    return await _show(request, reads, actor, place, form, status=status)


def _judged(form: VerdictForm) -> Judged:
    return Judged(Conformity(form.conformity.data), form.reason.data or "", form.shown_version)


async def _judged_page(request: PortalRequest, reads: AsyncEngine, actor: Actor, place: Place) -> PageOrRedirect:
    """On to the next piece, if that was asked for; else the block alone, or the page again."""
    fields = await request.fields()
    verdict = texts.CONFORMITIES[fields.get("conformity")]
    said = texts.JUDGED.format(piece=place.slot.piece.label, verdict=verdict.lower())
    goes_on = fields.get("action") == GO_ON and place.after is not None
    if swaps(request, VERDICT) and not goes_on:
        return await _show(request, reads, actor, place, say=said)
    piece = place.after.piece if goes_on and place.after else place.slot.piece
    return leave(request, to(paths.PIECE, ref=place.application.card.reference, key=piece.key), say=said)


def _nothing_to_judge(place: Place) -> Denied | None:
    return None if place.slot.files else Denied(texts.NOTHING_TO_JUDGE)


def _form_of(verdict: Verdict | None) -> VerdictForm:
    if verdict is None:
        return VerdictForm()
    return VerdictForm(version=str(verdict.version), conformity=verdict.conformity, reason=verdict.reason)


async def _show(
    request: PortalRequest,
    reads: AsyncEngine,
    actor: Actor,
    place: Place,
    form: VerdictForm | None = None,
    *,
    status: int = 200,
    say: str = "",
) -> Response[str]:
    verdict = (await verdicts_of(reads, actor, place.application.card.number)).get(place.slot.piece.key)
    if form is None:
        form = _form_of(verdict)
    elif status == 409:
        form.version.data = str(verdict.version if verdict else 0)
    return page(
        request,
        "review/piece.html",
        VERDICT,
        status=status,
        say=say,
        application=place.application,
        place=place,
        verdict=verdict,
        received=ReceivedPieces.of_requests(await requests_of(reads, actor, place.application.card.number)),
        form=form,
        denied=denial(actor, Verb.JUDGE_PIECE, place.application.card.state) or _nothing_to_judge(place),
        has_errors=status != 200,
    )


ROUTES = [show, create]
