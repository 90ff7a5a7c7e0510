"""Route decorators: what answers GET answers HEAD too, since mail scanners and monitors ask so."""

from collections.abc import Callable
from typing import Any

from litestar import post, route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler

__all__ = ["get", "post"]


def get(path: str | list[str], **options: Any) -> Callable[[Any], HTTPRouteHandler]:
    """Like Litestar's, for GET and HEAD."""
    return route(path, http_method=[HttpMethod.GET, HttpMethod.HEAD], status_code=200, **options)
