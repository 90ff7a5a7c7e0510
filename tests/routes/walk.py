"""Walking over every route of the application, so that a new one is tested the day it is added."""

import re
from collections.abc import Iterator, Mapping
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from tests.support.client import PortalClient
from webapp.web.csrf import FIELD

BASE64 = ascii_uppercase + ascii_lowercase + digits + "-_"
SAFE = ("GET", "HEAD", "OPTIONS")
# Parameters that are the same for every walk; `ref` and `document_id` belong to an application.
SCHEME = "petite-aide"
ANYTHING = {
    "slug": SCHEME,
    "key": "statuts",
    "page": "demande",
    "kind": "association",
    "file": "aucun-modele.ods",
    "token": "un-jeton",
    "path": "nulle-part",
    "version": "0",
    "account_id": UUID(int=0),
    "structure_id": UUID(int=0),
    "representative_id": UUID(int=0),
    "invitation_id": UUID(int=0),
    "request_id": UUID(int=0),
    "mail_id": UUID(int=0),
    "solicitation_id": UUID(int=0),
    "item_id": UUID(int=0),
}
NO_DOCUMENT = UUID(int=0)


# Pages that a draft does not have.
ABOUT_WHAT_WAS_SENT = (
    "/accuse-de-reception",
    "/accuse-de-reception.pdf",
    "/messages",
    "/sollicitations",
    "/contribution",
    "/contribution/attestation",
)


class Route(NamedTuple):
    method: str
    path: str
    """As declared, parameters between braces: `/demandes/{ref}`."""
    access: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_about_what_was_sent(self) -> bool:
        return self.path.endswith(ABOUT_WHAT_WAS_SENT)

    @property
    def is_about_what_is_asked(self) -> bool:
        return "/sollicitations" in self.path or self.path.endswith("/contribution")

    def address(self, **values: object) -> str:
        """Raises KeyError for a parameter that nobody has given a value."""
        return self.path.format_map({**ANYTHING, **values})


def routes(app: Litestar) -> Iterator[Route]:
    """Each (method, path) that we wrote; HEAD goes with its GET."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            if isinstance(handler, HTTPRouteHandler):
                for method in sorted(handler.http_methods - {"HEAD", "OPTIONS"}):
                    yield Route(str(method), route.path_format, str(handler.opt["access"]))


def unsafe_routes(app: Litestar) -> list[Route]:
    return [route for route in routes(app) if route.method not in SAFE]


async def token_for(browser: PortalClient) -> str:
    """A token that this browser may send now; the page is not inspected, for speed."""
    return csrf_token((await browser.http.get("/creer-un-compte")).text)


def csrf_token(html: str) -> str:
    """The first one of the page."""
    found = re.search(rf'name="{FIELD}" value="([^"]+)"', html)
    assert found is not None, "the page has no form"
    return found.group(1)


async def send(
    browser: PortalClient,
    method: str,
    path: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """A request that no form of ours would send, with the cookies of this browser; redirects are not followed."""
    data = dict(fields or {}) if method not in SAFE else None
    return await browser.http.request(method, path, data=data, headers=dict(headers or {}))


def without_what_changes(html: str) -> str:
    """A page without what differs at each request: its reference number, its security tokens, whose page it is."""
    html = re.sub(r'(data-account=")[^"]*', r"\1", html)
    html = re.sub(r"(Référence[^<]*<strong>)[^<]*", r"\1", html)
    return re.sub(rf'(name="{FIELD}" value=")[^"]*', r"\1", html)


def reencoded(path: str) -> str:
    """The same signature in other letters: the last one holds two bits that nobody reads."""
    return path[:-1] + BASE64[BASE64.index(path[-1]) ^ 1]
