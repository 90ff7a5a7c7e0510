"""Forms come from our own pages only (ASVS 3.5). First the browser's word, before the body is read; then a token.

The token is bound to the session or, before login, to a random cookie. It differs on each page, so that a compressed
response tells nothing of it.
"""

import secrets
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from webapp.web import cookies
from webapp.web.request import PortalRequest

FIELD = "csrf_token"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
PURPOSE = "csrf"


class ForeignForm(PermissionDeniedException):
    """The browser says that the form is not on our pages."""


class StaleForm(PermissionDeniedException):
    """The page was open since before a login or a logout; htmx leaves its form as it is, and gives it a new token."""


class UnknownForm(PermissionDeniedException):
    """The token is none of ours, so that nobody knows for whom the page was made."""


class OthersForm(PermissionDeniedException):
    """The page was made for another account than the one that is signed in now: nothing of it is shown to this one."""


def _binding(request: PortalRequest) -> str:
    """What the token is tied to; makes the visitor's mark if there is none yet."""
    state = request.scope["state"]
    settings = request.app.state.settings
    if request.actor:
        mark = str(request.actor.session_id)
    else:
        mark = request.cookies.get(cookies.cookie_name(settings, cookies.VISITOR)) or state.get("visitor", "")
        if not mark:
            mark = state["visitor"] = secrets.token_urlsafe(24)  # leave() and page() send it as a cookie
    return sha256(mark.encode()).hexdigest()


def make_token(request: PortalRequest) -> str:
    payload = [secrets.token_urlsafe(8), _binding(request), page_owner(request)]
    return str(request.app.state.signer.sign(PURPOSE, payload))


def page_owner(request: PortalRequest) -> str:
    """Whose page it is: of use when its session is over, and the same person has another. Empty for a visitor."""
    return sha256(request.actor.account_id.bytes).hexdigest()[:32] if request.actor else ""


def is_own_token(request: PortalRequest, token: str) -> bool:
    match request.app.state.signer.read(PURPOSE, token):
        case [str(), str(binding), str()]:
            return compare_digest(binding, _binding(request))
    return False


def problem_with(request: PortalRequest, token: str) -> PermissionDeniedException:
    """Of a token that is not this session's."""
    match request.app.state.signer.read(PURPOSE, token):
        case [str(), str(), str(owner)] if request.actor and owner not in ("", page_owner(request)):
            return OthersForm()
        case [str(), str(), str()]:
            return StaleForm()
    return UnknownForm()


def comes_from_us(request: PortalRequest) -> bool:
    """By `Sec-Fetch-Site`, else by the origin; a browser that says neither is left to the token."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    source = origin if origin != "null" else request.headers.get("referer", "")
    if not source:
        return True
    ours = urlsplit(request.app.state.settings.base_url)
    theirs = urlsplit(source)
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


async def refuse_foreign_forms(connection: ASGIConnection, _: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Guard that runs first: reads headers only."""
    assert isinstance(connection, PortalRequest)  # noqa: S101  (Litestar gives each route our request class)
    if connection.method not in SAFE_METHODS and not comes_from_us(connection):
        connection.scope["state"]["is_foreign"] = True  # see traffic.py
        raise ForeignForm
