"""What a Siret and an address must be. Sources: python-stdnum (Luhn, with La Poste's exception); AFNOR NF Z10-011."""

import re

from stdnum.fr import siret as stdnum_siret

ADDRESS_LINE_MAX = 38
NAME_MAX = 200


def normal_siret(text: str) -> str | None:
    """The 14 digits, or None when they are not a Siret."""
    digits = re.sub(r"[\s\u00a0\u202f.-]", "", text)
    return digits if re.fullmatch(r"[0-9]{14}", digits) and stdnum_siret.is_valid(digits) else None


def is_postal_code(text: str) -> bool:
    return re.fullmatch(r"[0-9]{5}", text) is not None
