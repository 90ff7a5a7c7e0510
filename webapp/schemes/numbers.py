"""Numbers as people type and read them: exact, never a float. What could mean two things is not guessed."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from webapp.core import french
from webapp.schemes import texts
from webapp.schemes.misread import Misread

AMOUNT_MAX = Decimal("9999999999.99")
DIGITS_MAX = 12
"""Before the comma, so that sums and shares of what is typed stay exact."""
DECIMALS_MAX = 6
CENTS = 2
EUROS = ("€", "euros", "euro", "eur")
PERCENT = ("%", "pour cent")
_WIDE = Context(prec=200)
"""What is computed from numbers of twelve digits may be longer than the 28 that Python keeps by itself."""
_SPACED = re.compile(r" ?([-.,]) ?")
_WHOLE = re.compile(r"-?[0-9]+(?: [0-9]{3})*")
_PLAIN = re.compile(rf"({_WHOLE.pattern})(?:[,.]([0-9]+))?")
_DOTTED = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
"""`12.500,50`: points between groups of three."""
_FRENCH = str.maketrans(",.", f"{french.NARROW_SPACE},")


def read_integer(text: str, unit: str = "") -> int:
    digits = _bare(text, unit)
    if not _WHOLE.fullmatch(digits):
        raise Misread(texts.INTEGER_WRONG)
    return int(_number(digits, "", texts.INTEGER_WRONG))


def read_decimal(text: str, unit: str = "") -> Decimal:
    return _decimal(_bare(text, unit), texts.DECIMAL_WRONG)


def read_percentage(text: str, unit: str = "") -> Decimal:
    """12.5 for `12,5 %`."""
    return _decimal(_bare(text, unit, *PERCENT), texts.PERCENTAGE_WRONG)


def read_amount(text: str, unit: str = "") -> Decimal:
    """Euros: `12 500,50`, `12500.5`, `12.500,50`, `12.500` and `12 500 €` are understood; two decimals at most."""
    digits = _bare(text, unit, *EUROS).removeprefix("€").lstrip()
    found = _DOTTED.fullmatch(digits) or _PLAIN.fullmatch(digits)
    if found is None:
        raise Misread(texts.AMOUNT_WRONG)
    whole, cents = found[1].replace(".", ""), found[2] or ""
    if len(cents) > CENTS:
        raise Misread(texts.CENTS_WRONG)
    amount = _number(whole, cents, texts.AMOUNT_TOO_LARGE)
    if abs(amount) > AMOUNT_MAX:
        raise Misread(texts.AMOUNT_TOO_LARGE)
    return amount


def shown_decimal(value: Decimal, places: int) -> str:
    """`12 500,5`: rounded to so many decimals, half of the last goes up; without zeros at the end."""
    digits = f"{rounded(value, places):,f}"
    return (digits.rstrip("0").rstrip(".") if places else digits).translate(_FRENCH)


def rounded(value: Decimal, places: int) -> Decimal:
    """Never -0."""
    number = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    return number if number else abs(number)


def _bare(text: str, *units: str) -> str:
    """Without units, with one plain space where there were any, and none around signs."""
    bare = " ".join(text.replace("\u2212", "-").split())
    for unit in units:
        ending = " ".join(unit.split())
        if ending and bare[-len(ending) :].lower() == ending.lower():
            bare = bare[: -len(ending)].rstrip()
    return _SPACED.sub(r"\1", bare)


def _decimal(digits: str, wrong: str) -> Decimal:
    """A point or a comma; `12.500` could be twelve and a half or twelve thousand five hundred."""
    found = _PLAIN.fullmatch(digits)
    if found is None:
        raise Misread(wrong)
    if _DOTTED.fullmatch(digits) and not digits.lstrip("-").startswith("0"):
        raise Misread(texts.POINT_UNCLEAR)
    if len(found[2] or "") > DECIMALS_MAX:
        raise Misread(texts.DECIMALS_WRONG.format(most=DECIMALS_MAX))
    return _number(found[1], found[2] or "", wrong)


def _number(whole: str, decimals: str, wrong: str) -> Decimal:
    digits = whole.replace(" ", "")
    if len(digits.lstrip("-")) > DIGITS_MAX:
        raise Misread(wrong)
    number = Decimal(f"{digits}.{decimals}" if decimals else digits)
    return number if number else abs(number)
