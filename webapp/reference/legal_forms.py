"""Legal forms: INSEE's "catégories juridiques", level III, and a few of our own."""

from dataclasses import dataclass
from functools import cache

from webapp.core.folding import plain_letters
from webapp.reference.records import read
from webapp.reference.searching import Labels, may_be_listed

# The usual ones, which a search gives first, and the words by which people know them beside the label.
USUAL = {
    "1000": "EI auto-entrepreneur micro-entreprise",
    "5202": "SNC",
    "5499": "SARL EURL",
    "5599": "société anonyme",
    "5710": "SASU",
    "6540": "SCI",
    "6597": "SCEA",
    "6598": "EARL",
    "7210": "mairie ville",
    "7220": "conseil départemental",
    "7230": "conseil régional",
    "7331": "EPLE collège lycée",
    "7346": "",
    "7348": "",
    "7361": "CCAS",
    "9220": "loi 1901",
    "9230": "ARUP",
    "9300": "",
}


@dataclass(frozen=True, slots=True)
class LegalForm:
    """`code`: four digits are INSEE's; those that begin with L are ours."""

    code: str
    label: str


def legal_form(code: str) -> LegalForm | None:
    return _by_code().get(code)


def find_legal_form(text: str) -> LegalForm | None:
    """By its code or its whole label; case, accents, spaces and punctuation do not count."""
    return _by_text().get(plain_letters(text)) if may_be_listed(text) else None


def search_legal_forms(words: str, limit: int) -> tuple[LegalForm, ...]:
    """By words of the label, the code, or a usual abbreviation; the usual forms first."""
    return _labels().search(words, limit)


@cache
def _by_code() -> dict[str, LegalForm]:
    names = ("legal_forms.csv", "local_legal_forms.csv")
    return {code: LegalForm(code, label) for name in names for code, label in read(name)}


@cache
def _by_text() -> dict[str, LegalForm]:
    return {plain_letters(text): form for form in _by_code().values() for text in (form.code, form.label)}


@cache
def _labels() -> Labels[LegalForm]:
    forms = _by_code().values()
    return Labels((form, form.label, f"{form.code} {USUAL.get(form.code, '')}", form.code in USUAL) for form in forms)
