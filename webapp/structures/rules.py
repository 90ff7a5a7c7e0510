"""What numbers, families and roles must be. Sources: python-stdnum (Luhn, with La Poste's exception); Insee (categories
of legal forms); AFNOR NF Z10-011 (addresses).
"""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from stdnum.fr import siret as stdnum_siret

from webapp.core.actor import ActingMembership, MemberRole
from webapp.core.refusals import Denied
from webapp.structures import texts

ADDRESS_LINE_MAX = 38
NAME_MAX = 200
FUNCTION_MAX = 100
WEBSITE_MAX = 200
SIRET_DIGITS = 14
SEPARATORS = re.compile(r"[\s\u00a0\u202f.\-/]")


def normal_siret(text: str) -> str | None:
    """The 14 digits, or None when they are not a Siret."""
    return text if siret_problem(text := SEPARATORS.sub("", text)) is None else None


def siret_problem(text: str) -> str | None:
    """The sentence to show; `text` as it was typed."""
    digits = SEPARATORS.sub("", text)
    if not re.fullmatch(r"[0-9]+", digits):
        return texts.SIRET_NOT_DIGITS
    if len(digits) != SIRET_DIGITS:
        return texts.SIRET_LENGTH.format(typed=len(digits))
    return None if stdnum_siret.is_valid(digits) else texts.SIRET_WRONG


def normal_rna(text: str) -> str | None:
    """`W723007219`, or None. Alsace-Moselle has none: the number is never required."""
    rna = SEPARATORS.sub("", text).upper()
    return rna if re.fullmatch(r"W[0-9A-Z]{9}", rna, re.ASCII) else None


def normal_website(text: str) -> str | None:
    """With `https://` where no scheme was typed, or None; an e-mail address is none."""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    is_sound = parts.scheme in ("http", "https") and "." in host and parts.username is None
    return address if is_sound and len(address) <= WEBSITE_MAX and not re.search(r"\s", address) else None


class StructureFamily(StrEnum):
    """Type de tiers."""

    INDIVIDUAL = "individual"
    ASSOCIATION = "association"
    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


SIRET_REQUIRED = {StructureFamily.COMPANY, StructureFamily.PUBLIC_BODY}
"""The others may have none: an association that employs nobody, an organisation that Sirene does not list."""

# By the first digits of Insee's categories, the longest first; L is ours. 4 is public law too: EPIC, régies.
FAMILY_OF_LEGAL_FORM = {
    "92": StructureFamily.ASSOCIATION,
    "L01": StructureFamily.ASSOCIATION,
    "1": StructureFamily.COMPANY,
    "5": StructureFamily.COMPANY,
    "6": StructureFamily.COMPANY,
    "4": StructureFamily.PUBLIC_BODY,
    "7": StructureFamily.PUBLIC_BODY,
}


def family_of(legal_form: str) -> StructureFamily | None:
    """Which type de tiers a legal form is of; None without one. Never a private person: Insee lists none."""
    if not legal_form:
        return None
    beginnings = FAMILY_OF_LEGAL_FORM.items()
    return next((family for start, family in beginnings if legal_form.startswith(start)), StructureFamily.OTHER)


def number_problem(text: str, family: StructureFamily) -> str | None:
    """Of what an organisation is looked up by; `text` as it was typed. Only associations have a number RNA."""
    if family is StructureFamily.ASSOCIATION and text.strip()[:1] in ("W", "w"):
        return None if normal_rna(text) else texts.RNA_WRONG
    return siret_problem(text)


def normal_number(text: str) -> str | None:
    """The Siret or the number RNA, without spaces."""
    return normal_siret(text) or normal_rna(text)


class Verb(StrEnum):
    """What a member may do with the structure itself; applications have their own."""

    EDIT = "edit"
    MANAGE_MEMBERS = "manage_members"


ROLES = {
    Verb.EDIT: {MemberRole.ADMINISTRATOR, MemberRole.SIGNATORY, MemberRole.WRITER},
    Verb.MANAGE_MEMBERS: {MemberRole.ADMINISTRATOR},
}


def denial(membership: ActingMembership | None, verb: Verb) -> Denied | None:
    """None when they may. Who sees the structure at all is decided by `access.py`."""
    if membership is not None and membership.role in ROLES[verb]:
        return None
    return Denied(texts.NOT_YOUR_ROLE[verb])


def siret_change_problem(known: str | None, new: str | None) -> str | None:
    """A structure that moves keeps its first nine digits, the Siren: with others it would be another structure."""
    if known is None or new == known:
        return None
    if new is None:
        return texts.SIRET_KEPT
    return None if new[:9] == known[:9] else texts.SIRET_OF_ANOTHER


def removal_problem(*, is_legal: bool, other_legal: int) -> str | None:
    """Of a representative: somebody must be left who can commit the structure."""
    return texts.ONLY_LEGAL if is_legal and not other_legal else None
