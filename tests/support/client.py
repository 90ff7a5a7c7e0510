"""A browser without JavaScript (and, on demand, with htmx) that inspects every answer; over ASGI, no network.

    client = PortalClient(app)
    page = await client.get("/creer-un-compte")
    page = await client.submit(page, {"Identifiant": "anne"}, button="Créer mon compte")
    assert page.errors == {...}

Fields are named by their label or their `name`. An answer with a violation fails the test at once.
"""

import random
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address
from itertools import count
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack
from urllib.parse import quote, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import httpx

from tests.support.dom import Document, describe, text_of
from tests.support.form_entries import Entries, Upload, Value, encode, entries, find_button, find_form
from tests.support.html import inspect_fragment, inspect_headers, inspect_page
from tests.support.page import Hop, Page, Swap

REDIRECTS = (301, 302, 303, 307, 308)
SAME_METHOD = (307, 308)
MOST_REDIRECTS = 8
# The statuses of our htmx configuration that swap nothing but <hx-partial> (see `noSwap` in the site's layout).
NO_SWAP = (204, 304, 400, 401, 403, 404, 405, 413, 429)


class Filling(TypedDict, total=False):
    button: str
    """Words of the submit button, or its `name=value`; the first button without."""
    form: str
    """Id or action of the form, where the page has several."""
    files: Mapping[str, Upload | list[Upload]]
    forged: Mapping[str, str]
    """Replaces or adds what a person could not type: hidden fields, options that are not offered."""


_numbers = count(random.getrandbits(20))


def new_address() -> str:
    """Somebody's own address on the network: tries are counted by it."""
    return str(IPv4Address("10.0.0.0") + next(_numbers))


class PortalClient:
    """With `raise_app_exceptions` False, an answer of 500 or more is a page like others; else it fails the test."""

    def __init__(
        self,
        app: Any,
        *,
        base_url: str = "http://localhost:8000",
        raise_app_exceptions: bool = True,
        address: str | None = None,
    ) -> None:
        self.app = app
        self.address = address or new_address()
        transport = httpx.ASGITransport(
            app=app, raise_app_exceptions=raise_app_exceptions, client=(self.address, 40000)
        )
        self.origin = base_url
        self.allows_errors = not raise_app_exceptions
        self.http = httpx.AsyncClient(transport=transport, base_url=base_url, follow_redirects=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.aclose()

    async def get(self, path: str, *, headers: Mapping[str, str] | None = None, status: int | None = None) -> Page:
        """Typed in the address bar, or followed from a mail. `status`: the one that is expected, if named."""
        page = await self._navigate("GET", path, headers={"Sec-Fetch-Site": "none", **(headers or {})})
        assert status is None or page.status == status, f"{path}: status {page.status}, expected {status}"
        return page

    async def follow(self, page: Page, words: str) -> Page:
        """Click the link with these words."""
        return await self._navigate("GET", urljoin(page.path, page.link(words)), headers=self._same_origin(page))

    async def submit(self, page: Page, fields: Mapping[str, Value] | None = None, **filling: Unpack[Filling]) -> Page:
        """Fill and send a form of the page; AssertionError for a field that a person could not fill."""
        form, pressed, sent = _fill(page, fields or {}, filling)
        own = {} if pressed is None else {name: pressed.get(f"form{name}") for name in ("action", "method", "enctype")}
        address = urljoin(page.path, own.get("action") or form.get("action", ""))
        method = (own.get("method") or form.get("method") or "get").upper()
        if method == "GET":
            return await self._navigate("GET", _with_query(address, sent), headers=self._same_origin(page))
        content_type, content = encode(sent, own.get("enctype") or form.get("enctype") or "")
        headers = {**self._same_origin(page), "Origin": self.origin, "Content-Type": content_type}
        return await self._navigate("POST", address, headers=headers, content=content)

    async def htmx_submit(
        self, page: Page, fields: Mapping[str, Value] | None = None, **filling: Unpack[Filling]
    ) -> Page:
        """As `submit`, by htmx: a Swap, or the page that `HX-Redirect` leads to."""
        form, pressed, sent = _fill(page, fields or {}, filling)
        source = pressed if pressed is not None and pressed.get("hx-post") else form
        if (action := source.get("hx-post")) is None:
            assert source.get("hx-get") is not None, f"{describe(source)} has neither hx-post nor hx-get"
            address = urljoin(page.path, source.get("hx-get"))
            return await self._htmx(page, source, "GET", _with_query(address, sent))
        body = encode(sent, form.get("enctype", ""))
        return await self._htmx(page, source, "POST", urljoin(page.path, action), body)

    async def htmx_follow(self, page: Page, words: str) -> Page:
        """Click a link that has hx-get."""
        found = [a for a in page.document.all("a") if a.get("hx-get") is not None and text_of(a).startswith(words)]
        assert len(found) == 1, f"{len(found)} links with hx-get say {words!r}"
        return await self._htmx(page, found[0], "GET", urljoin(page.path, found[0].get("hx-get", "")))

    async def _htmx(
        self, page: Page, source: Element, method: str, address: str, body: tuple[str, bytes] | None = None
    ) -> Page:
        target = _target(page.document, source)
        headers = {
            "HX-Request": "true",
            "HX-Request-Type": "full" if target.tag == "body" else "partial",
            "HX-Source": _identifier(source),
            "HX-Target": _identifier(target),
            "HX-Current-URL": self.origin + page.path,
            "Accept": "text/html",
            "Sec-Fetch-Mode": "cors",
            **self._same_origin(page),
        }
        if body is not None:
            headers |= {"Origin": self.origin, "Content-Type": body[0]}
        response = await self._request(method, address, headers=headers, content=body[1] if body else None)
        if location := response.headers.get("HX-Redirect"):
            there = await self._navigate("GET", location, headers=self._same_origin(page))
            return Page(there.response, [Hop(response.status_code, location), *there.history])
        assert response.status_code not in REDIRECTS, f"{address} redirects htmx by {response.status_code}"
        answer = Swap(
            response, page=page, target=target.get("id", ""), how=_attribute(page.document, source, "hx-swap")
        )
        _inspect(answer, inspect_headers(response.headers))
        if response.content:
            _inspect(answer, inspect_fragment(answer.html, parsed=answer.document))
            in_no_swap = answer.status in NO_SWAP or answer.status >= 500
            partial_only = all(child.tag == "hx-partial" for child in answer.document.root)
            assert partial_only or not in_no_swap, f"status {answer.status} is never swapped: use <hx-partial>"
        return answer

    async def _navigate(
        self, method: str, path: str, *, headers: Mapping[str, str], content: bytes | None = None
    ) -> Page:
        history: list[Hop] = []
        headers = {"Sec-Fetch-Mode": "navigate", **headers}
        response = await self._request(method, path, headers=headers, content=content)
        while response.status_code in REDIRECTS:
            location = response.headers["Location"]
            _inspect(Page(response), inspect_headers(response.headers))
            history.append(Hop(response.status_code, location))
            if response.status_code not in SAME_METHOD:
                method, content = "GET", None
                headers = {name: value for name, value in headers.items() if name not in ("Origin", "Content-Type")}
            there = response.request.url.join(location)
            assert there.host == response.request.url.host, f"redirected off the site, to {there}"
            assert len(history) <= MOST_REDIRECTS, f"redirects without end: {history}"
            response = await self._request(method, str(there), headers=headers, content=content)
        page = Page(response, history)
        if response.headers.get("content-type", "").startswith("text/html"):
            found = inspect_page(page.html, status=page.status, headers=response.headers, parsed=page.document)
            _inspect(page, found)
        else:
            _inspect(page, inspect_headers(response.headers))
        return page

    async def _request(
        self, method: str, address: str, *, headers: Mapping[str, str], content: bytes | None
    ) -> httpx.Response:
        response = await self.http.request(method, address, headers=headers, content=content)
        failed = response.status_code >= 500 and not self.allows_errors
        assert not failed, f"{method} {address} answered {response.status_code}: its log says why"
        return response

    def _same_origin(self, page: Page) -> dict[str, str]:
        return {"Sec-Fetch-Site": "same-origin", "Referer": self.origin + page.path}


def _inspect(page: Page, violations: Sequence[str]) -> None:
    request = page.response.request
    where = f"{request.method} {request.url.path} ({page.status})"
    assert not violations, f"{where}:\n- " + "\n- ".join(violations)


def _fill(page: Page, fields: Mapping[str, Value], filling: Filling) -> tuple[Element, Element | None, Entries]:
    form = find_form(page.document, filling.get("form"))
    pressed = find_button(page.document, form, filling.get("button"))
    sent = entries(page.document, form, fields, filling.get("files", {}), pressed)
    forged = filling.get("forged", {})
    sent.fields = [(name, value) for name, value in sent.fields if name not in forged] + list(forged.items())
    return form, pressed, sent


def _with_query(address: str, sent: Entries) -> str:
    """A GET form replaces the query of its action."""
    return urlsplit(address)._replace(query=urlencode(sent.fields), fragment="").geturl()


def _attribute(doc: Document, element: Element, name: str) -> str:
    """The element's own, or one that an ancestor passes on by `:inherited`."""
    if (own := element.get(name)) is not None:
        return own
    passed = (ancestor.get(f"{name}:inherited") for ancestor in doc.ancestors(element))
    return next((value for value in passed if value is not None), "innerHTML" if name == "hx-swap" else "")


def _target(doc: Document, source: Element) -> Element:
    selector = _attribute(doc, source, "hx-target")
    if selector in ("", "this"):
        return source
    assert selector.startswith("#"), f"hx-target={selector!r}: this client knows #id and this"
    target = doc.by_id(selector[1:])
    assert target is not None, f"hx-target={selector!r} is not in the page"
    return target


def _identifier(element: Element) -> str:
    """As htmx writes it: `tag#id`, percent-encoded."""
    name = element.get("id")
    return f"{element.tag}#{quote(name)}" if name else str(element.tag)
