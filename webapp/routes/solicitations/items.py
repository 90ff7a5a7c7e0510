"""One item of a reply: files put in and taken out, or why there is none. Its part of the page is swapped in place."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from webapp.applications.models import reference
from webapp.core.actor import Actor
from webapp.core.own_paths import to
from webapp.core.refusals import Final, GivenBack, Refused
from webapp.core.work import Work
from webapp.documents.use_cases import Received, discard
from webapp.routes.applications.arrivals import Arrived, take_all
from webapp.routes.applications.documents import FileOrPage, give
from webapp.routes.applications.given import GivenNumber
from webapp.routes.applications.pieces_step import limits_of
from webapp.routes.solicitations.replies import reply_page
from webapp.settings import Settings
from webapp.solicitations import paths, texts
from webapp.solicitations.forms import UnableForm
from webapp.solicitations.served_files import served_reply
from webapp.solicitations.use_cases.replying import (
    add_reply_document,
    admit_reply,
    remove_reply_document,
    say_unable,
    take_back_unable,
)
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import Fragment, PageOrRedirect, leave, swaps
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post

FORM_ALLOWANCE = 64 * 1024  # the form's other fields, around the files
CHANGED = "solicitations/changed.html"


@dataclass(frozen=True, slots=True)
class _Place:
    """An item of a reply, and by whom it is answered."""

    request: PortalRequest
    work: Work
    actor: Actor
    number: int
    solicitation_id: UUID
    item_id: UUID

    async def admit(self) -> None:
        await admit_reply(self.work, self.actor, self.number, self.solicitation_id, self.item_id)

    async def keep(self, received: Received, old: UUID | None) -> None:
        """A reply has no "Remplacer": one takes out, then adds."""
        about = self.number, self.solicitation_id, self.item_id
        await add_reply_document(self.work, self.actor, *about, received, limits_of(self.request))


@get(paths.ITEM, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show(
    request: PortalRequest, ref: FromPath[str], solicitation_id: FromPath[UUID], item_id: FromPath[UUID]
) -> Response[None]:
    return leave(request, f"{to(paths.SOLICITATION, ref=ref, solicitation_id=solicitation_id)}#item-{item_id}")


async def create(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
    item_id: FromPath[UUID],
) -> PageOrRedirect:
    place = _Place(request, work, actor, number, solicitation_id, item_id)
    try:
        arrived = await take_all(place)
    except Final:
        raise
    except (Refused, GivenBack) as error:
        arrived = Arrived(refused=[error.reason])
    return await _show(place, reads, said=arrived.said, refusals=arrived.refused)


@post(paths.UNABLE, opt=declare(Access.APPLICANT))
async def create_unable(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
    item_id: FromPath[UUID],
) -> PageOrRedirect:
    place = _Place(request, work, actor, number, solicitation_id, item_id)
    fields = await request.fields()
    form = UnableForm(fields, scope=f"item-{item_id}")
    if fields.get("action") == "take_back":
        await take_back_unable(work, actor, number, solicitation_id, item_id)
        return await _show(place, reads, said=texts.UNABLE_TAKEN_BACK)
    if form.validate():
        with form.refusing():
            said, seen = form.unable.data or "", form.seen.data or ""
            await say_unable(work, actor, number, solicitation_id, item_id, said, seen=seen)
            return await _show(place, reads, said=texts.UNABLE_KEPT)
    return await _show(place, reads, unable_form=form)


@get(paths.UNABLE, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_unable(
    request: PortalRequest, ref: FromPath[str], solicitation_id: FromPath[UUID], item_id: FromPath[UUID]
) -> Response[None]:
    return leave(request, f"{to(paths.SOLICITATION, ref=ref, solicitation_id=solicitation_id)}#item-{item_id}")


@get(paths.REPLY_DOCUMENT, opt=declare(Access.APPLICANT))
async def show_document(
    request: PortalRequest,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
    document_id: FromPath[UUID],
) -> FileOrPage:
    has_scanner = request.app.state.settings.has_scanner
    file = await served_reply(reads, actor, number, solicitation_id, document_id, has_scanner=has_scanner)
    back = to(paths.SOLICITATION, ref=reference(number), solicitation_id=solicitation_id)
    return await give(request, file, back=back)


@post(paths.REPLY_DOCUMENT_REMOVAL, opt=declare(Access.APPLICANT))
async def delete(
    request: PortalRequest,
    work: GivenWork,
    reads: GivenReads,
    actor: GivenActor,
    number: GivenNumber,
    solicitation_id: FromPath[UUID],
    document_id: FromPath[UUID],
) -> PageOrRedirect:
    item_id, name, keys = await remove_reply_document(work, actor, number, solicitation_id, document_id)
    await discard(request.app.state.store, keys)
    place = _Place(request, work, actor, number, solicitation_id, item_id)
    return await _show(place, reads, said=texts.FILE_REMOVED.format(name=name))


@get(paths.REPLY_DOCUMENT_REMOVAL, opt=declare(Access.APPLICANT), sync_to_thread=False)
def show_removal(
    request: PortalRequest, ref: FromPath[str], solicitation_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[None]:
    return leave(request, to(paths.SOLICITATION, ref=ref, solicitation_id=solicitation_id))


async def _show(
    place: _Place, reads: GivenReads, *, said: str = "", refusals: list[str] | None = None, unable_form: object = None
) -> PageOrRedirect:
    """With htmx the item alone, and what goes with it; without, the page again, where the item is."""
    request = place.request
    part = Fragment("partials/solicitations/item.html", id=f"item-{place.item_id}")
    is_refused = bool(refusals or unable_form)
    if not is_refused and not swaps(request, part):
        address = to(paths.SOLICITATION, ref=reference(place.number), solicitation_id=place.solicitation_id)
        return leave(request, f"{address}#{part.id}", say=said)
    return await reply_page(
        request,
        reads,
        place.actor,
        place.number,
        place.solicitation_id,
        part,
        status=422 if is_refused else 200,
        say=said,
        beside=CHANGED,
        item_id=place.item_id,
        refusals=refusals or [],
        kept=said,
        unable_form=unable_form,
    )


def routes(settings: Settings) -> list[HTTPRouteHandler]:
    """The upload's own limit on the body is what a reply may hold; everywhere else bodies are small."""
    upload = post(
        paths.ITEM,
        opt=declare(Access.APPLICANT),
        request_max_body_size=settings.upload_max_total_bytes + FORM_ALLOWANCE,
    )(create)
    return [show, upload, create_unable, show_unable, show_document, delete, show_removal]
