"""What reaches or names somebody, or somewhere, by the rules that the rest of the portal has. IBAN: python-stdnum."""

import re

from stdnum import iban, numdb

from webapp.accounts.rules import email_problem, normal_email
from webapp.core.forms import squeeze
from webapp.core.phones import normal_phone
from webapp.reference.places import find_place, similar_places
from webapp.schemes import texts
from webapp.schemes.misread import Misread
from webapp.structures import texts as structure_texts
from webapp.structures.rules import SEPARATORS, normal_rna, normal_website, siret_problem

CANDIDATES = 3
"""Of communes that a sentence names: more are a list to read."""
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")


def read_email(text: str) -> str:
    email = squeeze(text) or ""
    if problem := email_problem(email):
        raise Misread(problem)
    return normal_email(email)


def read_phone(text: str) -> str:
    """E.164."""
    return _known(normal_phone(text.strip()), structure_texts.PHONE_WRONG)


def read_website(text: str) -> str:
    return _known(normal_website(text.strip()), structure_texts.WEBSITE_WRONG)


def read_siret(text: str) -> str:
    if problem := siret_problem(text):
        raise Misread(problem)
    return SEPARATORS.sub("", text)


def read_rna(text: str) -> str:
    return _known(normal_rna(text), structure_texts.RNA_WRONG)


def read_commune(text: str) -> str:
    """`31000 Toulouse`."""
    place = find_place(text)
    if place is not None:
        return place.label
    *others, last = [similar.label for similar in similar_places(text, CANDIDATES)] or [texts.COMMUNE_EXAMPLE]
    raise Misread(texts.COMMUNE_WRONG.format(names=f"{', '.join(others)} ou {last}" if others else last))


def read_iban(text: str) -> str:
    """Compact; of any country that has some."""
    typed = SEPARATORS.sub("", text)
    number = typed.upper().removeprefix("IBAN").removeprefix(":")
    if not typed.isascii() or not _IBAN.fullmatch(number):  # "ß" in capitals is ASCII
        raise Misread(texts.IBAN_WRONG)
    length = _iban_length(number)
    if not length:
        raise Misread(texts.IBAN_COUNTRY.format(letters=number[:2]))
    if len(number) != length:
        raise Misread(texts.IBAN_LENGTH.format(length=length, typed=len(number)))
    if not iban.is_valid(number, check_country=False):  # a country's own check may refuse a bank that opened since
        raise Misread(texts.IBAN_DIGITS)
    return number


def shown_iban(number: str) -> str:
    """`FR76 3000 6000 …`; with plain spaces, so that a narrow page may break it."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _iban_length(number: str) -> int:
    """Of its country, after stdnum's list; 0 for a country that has none."""
    structure = numdb.get("iban").info(number)[0][1].get("bban", "")
    return 4 + sum(int(length) for length in re.findall(r"[0-9]+", structure)) if structure else 0


def _known(normal: str | None, wrong: str) -> str:
    if normal is None:
        raise Misread(wrong)
    return normal
