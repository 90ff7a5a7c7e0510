"""Closed by default: an application with a route that says nothing of its access does not start."""

import pytest
from litestar import Litestar, get

from webapp.web.guards import Access, declare, refuse_undeclared_routes


@get("/ouverte", opt=declare(Access.PUBLIC), sync_to_thread=False)
def declared() -> None:
    pass


@get("/oubliee", sync_to_thread=False)
def forgotten() -> None:
    pass


@get("/mal-dite", opt={"access": "public"}, sync_to_thread=False)
def misdeclared() -> None:
    pass


def test_a_declared_route_is_accepted() -> None:
    refuse_undeclared_routes(Litestar([declared], openapi_config=None))


@pytest.mark.parametrize(("route", "path"), [(forgotten, "/oubliee"), (misdeclared, "/mal-dite")])
def test_a_route_without_access_stops_the_start(route: object, path: str) -> None:
    with pytest.raises(RuntimeError, match=path):
        refuse_undeclared_routes(Litestar([declared, route], openapi_config=None))  # type: ignore[list-item]
