"""Addresses of ours: made from the pattern that the route has too; known again when they come back from outside."""

import re
from urllib.parse import quote, urlsplit

_BLANK = re.compile(r"\{(\w+):\w+\}")


def to(pattern: str, /, **named: object) -> str:
    """The address that a pattern of a `paths.py` means for these values, quoted.

    Raises TypeError for a name that is missing or superfluous.
    """
    wanted = set(_BLANK.findall(pattern))
    if wanted != named.keys():
        raise TypeError(f"{pattern} is filled in with {sorted(wanted)}, not with {sorted(named)}")
    return _BLANK.sub(lambda blank: quote(str(named[blank[1]]), safe=""), pattern)


def suite(continue_at: str) -> str:
    """The end of an address that keeps the page wanted first; empty for none, or for what is not a page of ours."""
    path = own_path(continue_at)
    return f"?suite={quote(path, safe='/')}" if path else ""


def own_path(text: str) -> str:
    """The path and query of an address, if it can be one of ours; otherwise an empty text. Never another site."""
    try:
        parts = urlsplit(text)
    except ValueError:  # "//[", or a host that could be mistaken for another
        return ""
    path = parts.path
    if not path.startswith("/") or path.startswith(("//", "/\\")) or any(ord(c) < 32 for c in text):
        return ""
    return f"{path}?{parts.query}" if parts.query else path
