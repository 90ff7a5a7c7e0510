"""Identifiers that sort by the time they were made, so that indexes stay compact."""

import os
from uuid import UUID

from webapp.core.clock import Clock, SystemClock


def new_id(clock: Clock | None = None) -> UUID:
    """A UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then random bits."""
    milliseconds = int((clock or SystemClock()).now().timestamp() * 1000)
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10))
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)
