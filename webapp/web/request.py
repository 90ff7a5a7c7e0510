"""What a handler is given: the request, with who asks, what was typed, and which part of the page is wanted."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote

from litestar import Request
from litestar.exceptions import ClientException, InternalServerException

from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.forms import FormData
from webapp.core.own_paths import own_path
from webapp.core.typed import cleaned
from webapp.web.origin import origin_of
from webapp.web.parts import Upload, read_parts

MAX_FIELDS = 5000
LONGEST_SILENCE = timedelta(seconds=30)  # of a body on its way


class PortalRequest(Request[Any, Any, Any]):
    """`actor` is set by the guard of the application; None for a visitor."""

    @property
    def actor(self) -> Actor | None:
        actor: Actor | None = self.scope["state"].get("actor")
        return actor

    @property
    def acting_for(self) -> str:
        """Name of the structure that the page is about; when its address names none, that the actor acts for."""
        own = self.actor.membership.structure_name if self.actor and self.actor.membership else ""
        return str(self.scope["state"].get("acting_for", own))

    @acting_for.setter
    def acting_for(self, structure_name: str) -> None:
        self.scope["state"]["acting_for"] = structure_name

    @property
    def request_id(self) -> str:
        return str(self.scope["state"].get("request_id", ""))

    @property
    def path(self) -> str:
        """As the router read it. `url` is made of the header Host too, in which anybody writes what they like."""
        return str(self.scope["path"])

    @property
    def client_address(self) -> str | None:
        """The browser's address; X-Forwarded-For counts only from a proxy that the settings name."""
        peer = self.client.host if self.client else None
        forwarded = ",".join(self.headers.getall("x-forwarded-for", []))
        return origin_of(peer, forwarded, self.app.state.settings.proxies)

    @property
    def is_htmx(self) -> bool:
        return self.headers.get("hx-request") == "true"

    @property
    def fragment_id(self) -> str:
        """Id of the element that htmx will swap (`HX-Target: form#email-change`), or an empty text."""
        if not self.is_htmx:
            return ""
        return unquote(self.headers.get("hx-target", "").partition("#")[2])

    @property
    def given_back(self) -> str:
        """Why what was typed is only shown again, nothing being done; see resume.py."""
        fields: FormData | None = self.scope["state"].get("fields")
        return fields.given_back if fields is not None else ""

    @property
    def continue_at(self) -> str:
        """The page of ours that the person wanted first, of the address or of the form that was sent; or empty."""
        fields: FormData | None = self.scope["state"].get("fields")
        return own_path((self.asked() if fields is None else fields).get("suite"))

    @property
    def sent(self) -> FormData:
        """What `fields` has read; nothing on a page that is only asked for."""
        fields: FormData = self.scope["state"].get("fields", FormData())
        return fields

    @property
    def today(self) -> date:
        """In Paris."""
        now: datetime = self.app.state.clock.now()
        return now.astimezone(PARIS).date()

    def asked(self) -> FormData:
        """What the address asks for, behind its question mark."""
        return FormData.of((cleaned(name), cleaned(value)) for name, value in self.query_params.multi_items())

    async def fields(self) -> FormData:
        """What was typed, read once; files come as Upload.

        Litestar's own form() caches bodies, passwords included, in a process-wide memory; hence this one.
        """
        state = self.scope["state"]
        if "fields" not in state:
            state["fields"] = await self._read_fields()
        fields: FormData = state["fields"]
        return fields

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes. Raises ClientException when it is not sent to its end: the sender's doing, not ours."""
        chunks = super().stream()
        try:
            while True:
                async with asyncio.timeout(LONGEST_SILENCE.total_seconds()):
                    chunk = await anext(chunks, None)
                if chunk is None:
                    return
                yield chunk
        except (TimeoutError, InternalServerException) as error:
            raise ClientException("the body was not sent to its end") from error

    async def _read_fields(self) -> FormData:
        try:
            pairs = await self._read_pairs()
        except (ValueError, LookupError) as error:
            raise ClientException("unreadable form") from error
        return FormData.of(
            (cleaned(name), cleaned(value) if isinstance(value, str) else value) for name, value in pairs
        )

    async def _read_pairs(self) -> Iterable[tuple[str, Any]]:
        """Raises ValueError or LookupError for what no form sends."""
        content_type, options = self.content_type
        if content_type == "multipart/form-data":
            return await read_parts(self.stream(), options["boundary"], most=MAX_FIELDS, begin=self._begin_upload)
        if content_type == "application/x-www-form-urlencoded":
            text = (await self.body()).decode()
            return parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
        raise ValueError(content_type)

    def _begin_upload(self, filename: str) -> Upload:
        """traffic.py drops it, however the request ends."""
        state = self.app.state
        upload = Upload(filename, state.store.incoming(limit=state.settings.upload_max_bytes))
        self.scope["state"].setdefault("uploads", []).append(upload)
        return upload
