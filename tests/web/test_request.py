"""What a request says of itself: which part of the page it wants, and where it really comes from."""

from typing import Any

import msgspec
import pytest
from litestar import Litestar

from webapp.settings import Settings
from webapp.web.request import PortalRequest


def request(app: Litestar, *, peer: str | None = "10.0.0.9", **headers: str) -> PortalRequest:
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    client = (peer, 4321) if peer else None
    scope: Any = {"type": "http", "headers": raw, "client": client, "state": {}, "litestar_app": app, "app": app}
    return PortalRequest(scope)


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
        ("", "1.2.3.4", "10.0.0.9"),
        ("10.0.0.8", "1.2.3.4", "10.0.0.9"),
        ("10.0.0.9", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.8, 10.0.0.9", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.9", "", "10.0.0.9"),
    ],
)
def test_a_forwarded_address_counts_only_from_a_proxy_of_ours(
    trusted: str,
    forwarded: str,
    address: str,
    app: Litestar,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app.state, "settings", msgspec.structs.replace(settings, trusted_proxies=trusted))
    headers = {"x_forwarded_for": forwarded} if forwarded else {}
    assert request(app, **headers).client_address == address


def test_behind_a_socket_there_is_no_address(app: Litestar) -> None:
    assert request(app, peer=None).client_address is None
