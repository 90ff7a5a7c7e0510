"""Around each request: a reference number, one line of log, an answer in time, and no file left of what it sent."""

import secrets
from time import perf_counter

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from webapp.web import paths
from webapp.web.bodies import Body

log = structlog.get_logger(__name__)
UNLOGGED = ("/static/", paths.ALIVE, paths.READY)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L: people read it aloud on the phone


def new_reference() -> str:
    """Eight characters, quoted by people on the phone and found in the logs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def with_traffic(app: ASGIApp) -> ASGIApp:
    """Wraps the whole application, so that errors before any route have a reference too."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        reference = new_reference()
        scope.setdefault("state", {})["request_id"] = reference
        scope["path"] = scope["path"].replace("\0", "\ufffd")  # PostgreSQL takes no NUL: not found, not an error
        started = perf_counter()
        status, body = 0, Body(scope, receive)

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if not scope["state"].get("is_foreign"):  # what another site sends is not waited for
                    await body.drain()
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=reference):
            try:
                await app(scope, body.receive, watch)
            finally:
                for upload in scope["state"].get("uploads", ()):
                    await upload.incoming.drop()
                if not scope["path"].startswith(UNLOGGED):
                    log.info(
                        "request",
                        method=scope["method"],  # type: ignore[typeddict-item]  # there is no websocket
                        route=scope.get("path_template", "-"),
                        status=status,
                        milliseconds=round((perf_counter() - started) * 1000, 1),
                    )

    return handle
