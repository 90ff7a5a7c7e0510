"""Which addresses are pages of ours: what a person wanted first comes back from outside, and leads to no other site."""

from urllib.parse import quote, urlsplit


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
