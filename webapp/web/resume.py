"""A form sent after its session had ended: kept inside the login page, and given back to the same account only.

Nothing is stored on our side: the typed fields travel, signed, in a hidden field of the login form. Passwords and files
are left out; the page says so.
"""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response

from webapp.core.forms import FormData
from webapp.web.csrf import FIELD as CSRF_FIELD
from webapp.web.environment import render
from webapp.web.page import with_visitor
from webapp.web.request import PortalRequest

FIELD = "resume"
PURPOSE = "resume"
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Resumed:
    """A path of ours and the fields to send to it again."""

    path: str
    fields: Pairs


def typed_pairs(fields: FormData) -> Pairs:
    """What may be shown again: no password, no file, no security token."""
    return [
        (name, value)
        for name, value in fields.items()
        if isinstance(value, str) and name not in (CSRF_FIELD, FIELD) and "password" not in name
    ]


def keep(request: PortalRequest, account_id: UUID, fields: FormData) -> str:
    """The text for the login form's hidden field."""
    payload = [account_id.hex, request.url.path, typed_pairs(fields)]
    return str(request.app.state.signer.sign(PURPOSE, payload))


def take_up(request: PortalRequest, text: str, account_id: UUID) -> Resumed | None:
    """What was kept, if it was kept for this account."""
    match request.app.state.signer.read(PURPOSE, text):
        case [str(owner), str(path), list(pairs)] if owner == account_id.hex:
            return Resumed(path, [(name, value) for name, value in pairs])
    return None


def give_back(request: PortalRequest, path: str, fields: Pairs, *, status: int = 200) -> Response[str]:
    """A page with one button that sends the fields again, under the session of now."""
    content = render(request, "errors/resend.html", messages=[], action=path, fields=fields)
    return with_visitor(request, Response(content, status_code=status, media_type="text/html"))
