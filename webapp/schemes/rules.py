"""From what was typed to a value: pure, the same for a draft's error message and for the submission."""

import re
from dataclasses import dataclass
from decimal import Decimal

from webapp.core import french
from webapp.schemes.definition import EligibilityQuestion, Field, FieldType

TEXT_MAX = 500
LONG_TEXT_MAX = 10_000
AMOUNT_MAX = Decimal("9999999999.99")
_SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Checked:
    """`shown` is how people read the value; `problem` is the sentence to say when there is none."""

    shown: str = ""
    problem: str | None = None


def parse_integer(text: str) -> int | None:
    digits = _SPACES.sub("", text)
    return int(digits) if re.fullmatch(r"-?[0-9]{1,12}", digits) else None


def parse_amount(text: str) -> Decimal | None:
    """Euros, exact: `12 500,50`, `12500.5`, `12.500,50` and `12 500 €` are understood; two decimals at most."""
    digits = _SPACES.sub("", text).removesuffix("€")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?", digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,13}(\.[0-9]{1,2})?", digits):
        return None
    return Decimal(digits)


def check_answer(field: Field, text: str) -> Checked:
    """What an answer is worth. An empty answer to an optional field is fine."""
    if not text.strip():
        return Checked(problem=_missing(field) if field.required else None)
    match field.type:
        case FieldType.INTEGER:
            return _check_integer(field, text)
        case FieldType.AMOUNT:
            return _check_amount(field, text)
        case FieldType.CHOICE:
            known = text in field.choices
            return Checked(text) if known else Checked(problem="Choisissez une des réponses proposées.")
    limit = LONG_TEXT_MAX if field.type is FieldType.LONG_TEXT else TEXT_MAX
    if len(text) > limit:
        sentence = (
            f"Raccourcissez ce texte : {french.number(limit)} caractères au plus, {french.number(len(text))} saisis."
        )
        return Checked(problem=sentence)
    return Checked(text)


def _missing(field: Field) -> str:
    if field.type is FieldType.CHOICE:
        return f"Choisissez une réponse à « {field.label} »."
    return f"Complétez « {field.label} »."


def _check_integer(field: Field, text: str) -> Checked:
    value = parse_integer(text)
    if value is None:
        return Checked(problem="Saisissez un nombre entier, en chiffres, par exemple 120.")
    if field.minimum is not None and value < field.minimum:
        return Checked(problem=f"Saisissez un nombre d'au moins {field.minimum}.")
    return Checked(french.number(value))


def _check_amount(field: Field, text: str) -> Checked:
    value = parse_amount(text)
    if value is None:
        return Checked(problem="Saisissez un montant en euros, en chiffres, par exemple 12 500,00.")
    if field.minimum is not None and value < field.minimum:
        return Checked(problem=f"Saisissez un montant d'au moins {french.euros(Decimal(field.minimum))}.")
    if value > AMOUNT_MAX:
        return Checked(problem="Vérifiez ce montant : il est trop grand.")
    return Checked(french.euros(value))


def eligibility_problem(question: EligibilityQuestion, answer: str) -> str | None:
    if not answer:
        return f"Répondez par oui ou par non : « {question.label} »."
    return None if answer == question.expected else question.reason
