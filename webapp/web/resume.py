"""A form that was sent too late comes back on its own page, filled in: nothing typed is lost, and nothing is done.

Two ways lead here. The session had ended: what was typed travels, signed, in a hidden field of the login form; after
the login of the same account the browser posts it to the form's own address. Or the page was open since before a login:
its security token is not of this session. Either way the request reaches its handler with FormData marked `given_back`:
no form is valid, the unit of work never opens, the page has status 403. A handler without a page of its own, such as
that of a button, gives errors/resend.html. Nothing is stored on our side; passwords and files are left out.
"""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response
from litestar.exceptions import PermissionDeniedException

from webapp.core.forms import FormData
from webapp.web.csrf import FIELD as CSRF_FIELD
from webapp.web.environment import render
from webapp.web.from_list import from_list
from webapp.web.page import with_visitor
from webapp.web.request import PortalRequest

FIELD = "resume"
PURPOSE = "resume"
Pairs = list[tuple[str, str]]

SEND_AGAIN = (
    "Vérifiez votre saisie, puis envoyez-la de nouveau. Les mots de passe et les fichiers sont à saisir de nouveau."
)
SESSION_ENDED = f"Votre session était terminée : rien n'a été envoyé. {SEND_AGAIN}"
OLD_PAGE = f"Votre page était ouverte depuis longtemps : par sécurité, rien n'a été envoyé. {SEND_AGAIN}"


@dataclass(frozen=True, slots=True)
class Resumed:
    """An address of ours, with the list that an agent came from, and the fields to show there again."""

    path: str
    fields: Pairs


class SendThere(PermissionDeniedException):
    """The login form was sent by somebody who has logged in meanwhile, in another tab: its words belong to `path`."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


def typed_pairs(fields: FormData) -> Pairs:
    """What may be shown again: no password, no file, no security token."""
    return [
        (name, value)
        for name, value in fields.items()
        if isinstance(value, str) and name != CSRF_FIELD and "password" not in name
    ]


def keep(request: PortalRequest, account_id: UUID) -> str:
    """The text for the login form's hidden field. A form with files is kept without what was typed in it."""
    fields = request.scope["state"].get("fields", FormData())
    payload = [account_id.hex, from_list(request, request.path), typed_pairs(fields)]
    return str(request.app.state.signer.sign(PURPOSE, payload))


def take_up(request: PortalRequest, text: str, account_id: UUID) -> Resumed | None:
    """What was kept, if it was kept for this account."""
    match request.app.state.signer.read(PURPOSE, text):
        case [str(owner), str(path), list(pairs)] if owner == account_id.hex:
            return Resumed(path, [(name, value) for name, value in pairs])
    return None


def set_aside(request: PortalRequest, fields: FormData) -> None:
    """From here on the request can only show again what was typed. Raises SendThere when that is another page's."""
    actor = request.actor
    resumed = take_up(request, fields.get(FIELD), actor.account_id) if actor else None
    if resumed and resumed.path.partition("?")[0] != request.path:
        raise SendThere(resumed.path)
    pairs, reason = (resumed.fields, SESSION_ENDED) if resumed else (typed_pairs(fields), OLD_PAGE)
    request.scope["state"]["fields"] = FormData.of(pairs, given_back=reason)


def offer_again(request: PortalRequest) -> Response[str]:
    """For an address without a page of its own: one button that sends the same again, under the session of now."""
    fields = typed_pairs(request.scope["state"]["fields"])
    content = render(request, "errors/resend.html", messages=[], action=from_list(request, request.path), fields=fields)
    return with_visitor(request, Response(content, status_code=403, media_type="text/html"))
