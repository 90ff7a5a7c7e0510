"""Mails that the demonstration's catcher has kept, to be read without a mail program. Demonstration mode only."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path

from litestar import Response
from litestar.params import FromPath

from webapp.core.refusals import NotFound
from webapp.web import paths
from webapp.web.guards import Access, declare
from webapp.web.page import page
from webapp.web.request import PortalRequest
from webapp.web.routing import get


@dataclass(frozen=True, slots=True)
class CaughtMail:
    name: str
    recipient: str
    subject: str
    text: str
    attachments: tuple[str, ...]


def _read(path: Path) -> CaughtMail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return CaughtMail(
        name=path.stem,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        text=str(body.get_content()) if body else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _folder(request: PortalRequest) -> Path:
    return Path(request.app.state.settings.data_dir) / "mails"


@get(paths.CAUGHT_MAILS, opt=declare(Access.PUBLIC), sync_to_thread=True)
def show_list(request: PortalRequest) -> Response[str]:
    newest_first = sorted(_folder(request).glob("*.eml"), reverse=True)[:100]
    return page(request, "development/mails.html", mails=[_read(path) for path in newest_first])


@get(paths.CAUGHT_MAIL, opt=declare(Access.PUBLIC), sync_to_thread=True)
def show(request: PortalRequest, name: FromPath[str]) -> Response[str]:
    found = {path.stem: path for path in _folder(request).glob("*.eml")}.get(name)
    if found is None:
        raise NotFound
    return page(request, "development/mail.html", mail=_read(found))


ROUTES = [show_list, show]
