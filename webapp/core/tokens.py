"""Signed texts: what we gave out and get back, unchanged. The newest key signs, all keys verify."""

from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from webapp.settings import Settings


class Signer:
    """One `purpose`, one salt: a text signed for one use is worth nothing for another."""

    def __init__(self, settings: Settings) -> None:
        self._keys = list(reversed(settings.signing_keys))  # itsdangerous signs with the last

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._keys, salt=f"portal.{purpose}", signer_kwargs={"digest_method": sha256})

    def sign(self, purpose: str, payload: Any) -> str:
        return str(self._serializer(purpose).dumps(payload))

    def read(self, purpose: str, text: str) -> Any | None:
        """The payload, or None when the text was not signed by us for this purpose."""
        try:
            return self._serializer(purpose).loads(text)
        except BadData:
            return None
