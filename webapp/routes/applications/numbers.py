"""Public numbers in addresses."""

import re

from webapp.core.refusals import NotFound


def number_of(reference: str) -> int:
    """`00000108` → 108. Raises NotFound for anything else, so that one application has one address."""
    if not re.fullmatch(r"[0-9]{8,18}", reference) or (len(reference) > 8 and reference.startswith("0")):
        raise NotFound
    return int(reference)
