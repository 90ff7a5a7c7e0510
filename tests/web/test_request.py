"""What a request says of itself: which part of the page it wants, and where it really comes from."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.exceptions import ClientException

from webapp.settings import Settings
from webapp.web import request as web_request
from webapp.web.request import PortalRequest


def request(
    app: Litestar,
    receive: Any = None,
    *,
    peer: str | None = "10.0.0.9",
    forwarded: Sequence[str] = (),
    query: str = "",
    **headers: str,
) -> PortalRequest:
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    raw += [(b"x-forwarded-for", line.encode()) for line in forwarded]
    scope: Any = {
        "type": "http",
        "headers": raw,
        "client": (peer, 4321) if peer else None,
        "query_string": query.encode(),
        "route_handler": next(iter(app.routes)).route_handlers[0],  # type: ignore[union-attr]
        "state": {},
        "litestar_app": app,
        "app": app,
    }
    return PortalRequest(scope, receive) if receive else PortalRequest(scope)


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, ""),
        ({"hx_request": "true"}, ""),
        ({"hx_request": "true", "hx_target": "form#sign-in-form"}, "sign-in-form"),
        ({"hx_request": "true", "hx_target": "section#pi%C3%A8ce"}, "pièce"),
        ({"hx_request": "true", "hx_target": "body"}, ""),
        ({"hx_target": "form#sign-in-form"}, ""),
        ({"hx_request": "false", "hx_target": "form#sign-in-form"}, ""),
        ({"hx_history_restore_request": "true", "hx_request_type": "full"}, ""),
    ],
)
def test_the_part_that_htmx_will_swap(headers: dict[str, str], fragment: str, app: Litestar) -> None:
    assert request(app, **headers).fragment_id == fragment


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        ("", ["1.2.3.4"], "10.0.0.9"),
        ("10.0.0.8", ["1.2.3.4"], "10.0.0.9"),
        ("10.0.0.9", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.0/24", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.8, 10.0.0.9", ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        pytest.param("10.0.0.9", ["6.6.6.6", "1.2.3.4"], "1.2.3.4", id="the proxy adds a line of its own"),
        pytest.param("10.0.0.0/24", ["6.6.6.6, 1.2.3.4, 10.0.0.8"], "1.2.3.4", id="two proxies of ours"),
        pytest.param("10.0.0.9", ["1.2.3.4:40001"], "1.2.3.4", id="with a port"),
        pytest.param("10.0.0.9", ["[2001:db8::9]:40001"], "2001:db8::9", id="with a port, IPv6"),
        pytest.param("10.0.0.9", ["2001:db8::9"], "2001:db8::9", id="IPv6"),
        pytest.param("10.0.0.9", ["::ffff:1.2.3.4"], "1.2.3.4", id="IPv4 written as IPv6"),
        pytest.param("10.0.0.9", ["unknown"], "10.0.0.9", id="not an address"),
        pytest.param("10.0.0.9", ["1.2.3.4, new-each-time"], "10.0.0.9", id="made up, at the end"),
        pytest.param("10.0.0.9", [""], "10.0.0.9", id="empty"),
        ("10.0.0.9", [], "10.0.0.9"),
    ],
)
def test_a_forwarded_address_counts_only_from_a_proxy_of_ours(
    trusted: str,
    forwarded: list[str],
    address: str,
    app: Litestar,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app.state, "settings", msgspec.structs.replace(settings, trusted_proxies=trusted))
    assert request(app, forwarded=forwarded).client_address == address


def test_behind_a_socket_there_is_no_address(app: Litestar) -> None:
    assert request(app, peer=None).client_address is None


def test_what_an_address_asks_for_is_cleaned_as_what_is_typed(app: Litestar) -> None:
    asked = request(app, query="suite=%2Faides%00&recherche=Lu%E2%80%AEc%0D%0A").asked()
    assert dict(asked.items()) == {"suite": "/aides", "recherche": "Luc\n"}


@pytest.mark.parametrize("event", [{"type": "http.disconnect"}, None], ids=["goes away", "says nothing more"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_a_body_that_does_not_come_to_its_end_is_the_sender_s_doing(
    event: Any, kind: str, app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_request, "LONGEST_SILENCE", timedelta(milliseconds=10))
    events = [{"type": "http.request", "body": b"a", "more_body": True}, event]

    async def receive() -> Any:
        return (events.pop(0) if events else None) or await asyncio.Event().wait()

    with pytest.raises(ClientException):
        await request(app, receive, content_type=kind).fields()
