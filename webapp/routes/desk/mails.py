"""Espace agent, "Courriels non remis": what failed and why, for administrators, and sending it again."""

from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from webapp.core.traces import read_trace
from webapp.outbox import paths, texts
from webapp.outbox.queries import MOST_SHOWN, undelivered_mails
from webapp.outbox.use_cases import send_again
from webapp.web.dependencies import GivenActor, GivenReads, GivenWork
from webapp.web.guards import Access, declare
from webapp.web.page import leave, page
from webapp.web.request import PortalRequest
from webapp.web.routing import get, post


@get(paths.MAILS, opt=declare(Access.ADMINISTRATOR))
async def show_list(request: PortalRequest, work: GivenWork, reads: GivenReads) -> Response[str]:
    found = await undelivered_mails(reads, request.app.state.clock.now())
    await read_trace(work, "mail.listed", "mail_list", f"{len(found.rows)} rows")
    return page(request, "desk/mails.html", found=found, most_shown=MOST_SHOWN)


@get(paths.MAIL_SENDING, opt=declare(Access.ADMINISTRATOR), sync_to_thread=False)
def show_sending(request: PortalRequest, mail_id: FromPath[UUID]) -> Response[None]:
    return leave(request, paths.MAILS)


@post(paths.MAIL_SENDING, opt=declare(Access.ADMINISTRATOR))
async def create_sending(
    request: PortalRequest, work: GivenWork, actor: GivenActor, mail_id: FromPath[UUID]
) -> Response[None]:
    sent = await send_again(work, actor, mail_id)
    said = texts.SENT_AGAIN if sent.was_failed else texts.NOT_FAILED
    return leave(request, paths.MAILS, say=said.format(recipient=sent.recipient))


ROUTES = [show_list, show_sending, create_sending]
