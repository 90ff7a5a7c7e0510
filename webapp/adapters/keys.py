"""What a key of the file store may look like: the same rule for every store, so that they can replace each other."""

import re

_KEY = re.compile(r"[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*")
LONGEST = 500


def checked(key: str) -> str:
    """The key itself. Raises ValueError: a bad key is a mistake in our code, as keys never come from a person."""
    if len(key) > LONGEST or ".." in key or not _KEY.fullmatch(key):
        raise ValueError(f"not a key of the file store: {key!r}")
    return key
