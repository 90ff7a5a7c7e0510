"""Parts of uploads that nobody finished: the server keeps them, hidden, and they take room until they are aborted.

obstore cannot list them, hence these two requests of our own, signed as S3 wants it (AWS Signature Version 4).
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import httpx
import structlog

from webapp.core.clock import SystemClock
from webapp.core.ports import StoreUnavailable
from webapp.settings import Settings

log = structlog.get_logger(__name__)
NOTHING = hashlib.sha256(b"").hexdigest()  # of a request without a body
LONGEST_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Leftover:
    key: str
    upload_id: str
    begun_at: datetime


class Leftovers:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bucket = f"{settings.s3_endpoint}/{settings.s3_bucket}"
        self._prefix = f"{settings.s3_prefix}/" if settings.s3_prefix else ""

    def abort_older(self, before: datetime) -> int:
        """How many. Raises StoreUnavailable."""
        return self._abort("", before)

    def abort_of(self, key: str) -> None:
        """After an upload that failed; when the server does not answer either, `abort_older` finds it later."""
        try:
            self._abort(key, SystemClock().now())
        except StoreUnavailable as error:
            log.warning("parts left in the store", key=key, error=str(error))

    def _abort(self, key: str, before: datetime) -> int:
        old = [left for left in self.listed(key) if left.begun_at <= before]  # first all: deleting shifts the pages
        for left in old:
            self._ask("DELETE", f"/{left.key}", {"uploadId": left.upload_id})
        return len(old)

    def listed(self, key: str) -> Iterator[Leftover]:
        """Those whose key begins so, oldest and newest alike. Raises StoreUnavailable."""
        marks: dict[str, str] = {}
        while True:
            page = ElementTree.fromstring(self._ask("GET", "", {"uploads": "", "prefix": self._prefix + key, **marks}))  # noqa: S314
            for upload in page.iterfind("{*}Upload"):
                begun_at = datetime.fromisoformat(_text(upload, "Initiated"))
                yield Leftover(_text(upload, "Key"), _text(upload, "UploadId"), begun_at)
            if _text(page, "IsTruncated") != "true":
                return
            marks = {"key-marker": _text(page, "NextKeyMarker"), "upload-id-marker": _text(page, "NextUploadIdMarker")}

    def _ask(self, method: str, path: str, query: dict[str, str]) -> bytes:
        """Raises StoreUnavailable. One that is not there any more is aborted."""
        pairs = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in sorted(query.items()))
        address = f"{self._bucket}{quote(path)}?{pairs}"
        try:
            answer = httpx.request(method, address, headers=self._signed(method, address), timeout=LONGEST_SECONDS)
        except httpx.HTTPError as error:
            raise StoreUnavailable(f"{type(error).__name__} while asking for leftovers") from error
        if answer.status_code >= 300 and not (method == "DELETE" and answer.status_code == 404):
            raise StoreUnavailable(f"status {answer.status_code} to {method} of leftovers")
        return answer.content

    def _signed(self, method: str, address: str) -> dict[str, str]:
        parts, now = urlsplit(address), SystemClock().now()
        moment, day = f"{now:%Y%m%dT%H%M%SZ}", f"{now:%Y%m%d}"
        headers = {"host": parts.netloc, "x-amz-content-sha256": NOTHING, "x-amz-date": moment}
        names = ";".join(headers)
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = "\n".join([method, parts.path, parts.query, lines, names, NOTHING])
        scope = f"{day}/{self._settings.s3_region}/s3/aws4_request"
        hashed = hashlib.sha256(request.encode()).hexdigest()
        key = f"AWS4{self._settings.s3_secret_key}".encode()
        for word in scope.split("/"):
            key = _keyed(key, word)
        signature = _keyed(key, f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashed}").hex()
        credential = f"{self._settings.s3_access_key}/{scope}"
        line = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
        return {**headers, "authorization": line}


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _escaped(text: str) -> str:
    return quote(text, safe="-_.~")


def _text(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""
