"""The account into which an aid is paid: how its BIC is read, and what is shown of its IBAN. Pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webapp.applications import texts
from webapp.schemes import texts as scheme_texts
from webapp.schemes.form_changes import Change
from webapp.schemes.identifiers import shown_iban
from webapp.schemes.misread import Misread
from webapp.structures.rules import SEPARATORS

BIC_EXAMPLE = "par exemple AGRIFRPP ou CMCIFR2AXXX"
BIC_WRONG = f"Recopiez le BIC de votre RIB : 8 ou 11 lettres et chiffres, {BIC_EXAMPLE}."
BIC_LENGTH = f"Un BIC a 8 ou 11 caractères ; vous en avez saisi {{typed}}. Recopiez celui de votre RIB, {BIC_EXAMPLE}."
BIC_COUNTRY = (
    "Vérifiez l'IBAN et le BIC : ils ne sont pas du même pays (IBAN {iban}, BIC {bic}). Recopiez-les du même RIB."
)
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")  # ISO 9362: bank, country, place, branch
_NAMED = re.compile(r"\s*BIC(/SWIFT)?[\s:]+", re.IGNORECASE)  # not the BIC of BICIS, which begins so
# Countries that share the IBANs of another: registry of IBANs (ISO 13616). Banks of Monaco have accounts of both.
_ONE_COUNTRY = (
    frozenset({"FR", "MC", "BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"}),
    frozenset({"GB", "GG", "IM", "JE"}),
    frozenset({"FI", "AX"}),
)
HIDDEN = "•"
_SHOWN_FIRST, _SHOWN_LAST = 4, 3


@dataclass(frozen=True, slots=True)
class BankDetails:
    """Whole, for who types it and for the service in charge; `iban` and `bic` are compact. See Masked for all others.

    No log and no trace of an error shows the number.
    """

    holder: str
    iban: str = field(repr=False)
    bic: str


@dataclass(frozen=True, slots=True)
class Masked:
    """What pages, papers and receipts show. `version`: one more with each saving; 0 of what was sent."""

    holder: str
    iban: str
    bic: str
    version: int = 0
    saved_at: datetime | None = None

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """With the label of each."""
        return (("Titulaire du compte", self.holder), ("IBAN", self.iban), ("BIC", self.bic))


def details_of(row: Any) -> BankDetails:
    """From its columns."""
    return BankDetails(row.holder, row.iban, row.bic)


def masked(details: Any, **more: Any) -> Masked:
    """Of BankDetails, or of a row with its columns."""
    return Masked(details.holder, masked_iban(details.iban), details.bic, **more)


def account_changes(before: Masked | None, after: Masked | None) -> list[Change]:
    """As form_changes, once the Region has an account that it had not."""
    if after is None or before is not None:
        return []
    lines = [{"label": label, "before": "", "after": value, "gap": ""} for label, value in after.lines]
    place = {"step": scheme_texts.PIECES, "section": scheme_texts.PIECES, "section_key": "", "field": "", "piece": ""}
    return [{**place, "label": texts.BANK_ACCOUNT, "lines": lines, "rows": []}]


def masked_iban(number: str) -> str:
    """`FR76 •••• •••• •••• •••• •••• 189`: enough to know one's account again, too little to debit it."""
    hidden = HIDDEN * (len(number) - _SHOWN_FIRST - _SHOWN_LAST)
    return shown_iban(f"{number[:_SHOWN_FIRST]}{hidden}{number[-_SHOWN_LAST:]}")


def read_bic(text: str) -> str:
    """Compact, in capitals. Raises Misread."""
    number = SEPARATORS.sub("", _NAMED.sub("", text))
    if not number.isascii() or not number.isalnum():
        raise Misread(BIC_WRONG)
    number = number.upper()
    if len(number) not in (8, 11):
        raise Misread(BIC_LENGTH.format(typed=len(number)))
    if not _BIC.fullmatch(number):
        raise Misread(BIC_WRONG)
    return number


def require_one_country(iban: str, bic: str) -> None:
    """Raises Misread for a BIC of another country than its IBAN."""
    countries = {iban[:2], bic[4:6]}
    if len(countries) > 1 and not any(countries <= one for one in _ONE_COUNTRY):
        raise Misread(BIC_COUNTRY.format(iban=iban[:2], bic=bic[4:6]))
