"""What a person fills in, one answer each, and the names under which answers are sent and kept.

objet                       a field, or a question of eligibility
siege.street                a line of a postal address
depenses.1                  a row of a table or of a repeated block: it is there; REMOVED once it was taken out
depenses.1.montant_ht       a cell of this row
budget.613                  a line of a budget, and the lines of its funders:
budget.744.1  budget.744.1.funder  budget.744.1.amount
"""

import re
from functools import cache

from webapp.schemes.accounting import account
from webapp.schemes.definition import EligibilityQuestion, Field, FieldType, SchemeDefinition

REMOVED = "-"
ROW_ID = re.compile(r"[a-z0-9]{1,12}")
POSTAL_LABELS = {
    "delivery_point": "Complément d'adresse",
    "street": "N° et voie",
    "locality": "Lieu-dit ou boîte postale",
    "postal_code": "Code postal",
    "commune": "Commune",
}
POSTAL_REQUIRED = ("street", "postal_code", "commune")
FUNDER, AMOUNT = "funder", "amount"
ROW = Field(key="row", type=FieldType.TEXT, label="Ligne")
FUNDER_CELLS = (
    Field(key=FUNDER, type=FieldType.TEXT, label="Financeur", required=True, max_length=200),
    Field(key=AMOUNT, type=FieldType.AMOUNT, label="Montant", required=True),
)


def find_control(definition: SchemeDefinition, name: str) -> Field | None:
    """The field whose type reads what is kept under this name; None for a name that no form of the scheme sends."""
    key, *rest = name.split(".")
    if not rest and (question := definition.questions_by_key.get(key)):
        return as_field(question)
    field = definition.fields_by_key.get(key)
    if field is None or not field.is_answered:
        return None
    match field.type:
        case FieldType.ADDRESS:
            return next((part for part in postal_parts(field) if [part.key] == rest), None)
        case FieldType.TABLE | FieldType.BLOCKS:
            return _in_row(field.columns, rest)
        case FieldType.BUDGET:
            return _in_budget(rest)
    return None if rest else field


def _in_row(columns: tuple[Field, ...], rest: list[str]) -> Field | None:
    if not rest or not _is_row_id(rest[0]):
        return None
    if len(rest) == 1:
        return ROW
    return next((column for column in columns if [column.key] == rest[1:] and column.is_answered), None)


def _is_row_id(text: str) -> bool:
    """Never what could be a line of a budget or of an address: a name tells by itself what it is of."""
    return bool(ROW_ID.fullmatch(text)) and account(text) is None and text not in POSTAL_LABELS


def _in_budget(rest: list[str]) -> Field | None:
    line = account(rest[0]) if rest else None
    if line is None:
        return None
    if line.is_by_funder:
        return _in_row(FUNDER_CELLS, rest[1:])
    return budget_cell(line.label) if len(rest) == 1 else None


@cache
def budget_cell(label: str) -> Field:
    return Field(key=AMOUNT, type=FieldType.AMOUNT, label=label)


@cache
def as_field(question: EligibilityQuestion) -> Field:
    return Field(key=question.key, type=FieldType.YES_NO, label=question.label, hint=question.hint, required=True)


@cache
def postal_parts(field: Field) -> tuple[Field, ...]:
    """The lines of a postal address (AFNOR NF Z10-011: 38 characters each)."""
    return tuple(
        Field(
            key=key,
            type=FieldType.TEXT,
            label=label,
            required=field.required and key in POSTAL_REQUIRED,
            max_length=38,
        )
        for key, label in POSTAL_LABELS.items()
    )


def table_and_row(name: str) -> tuple[str, str] | None:
    """Of a row or of a cell, the name of what it is a row of, and the row's own; None for what stands in no row.

    For names that find_control knows.
    """
    parts = name.split(".")
    match len(parts):
        case 2 | 3 if account(parts[1]) is None and parts[1] not in POSTAL_LABELS:
            return parts[0], parts[1]
        case 3 | 4 if account(parts[1]):
            return f"{parts[0]}.{parts[1]}", parts[2]
    return None


def rows_at_first(definition: SchemeDefinition, table: str) -> int:
    """How many are there before one is asked for; see rows.row_ids."""
    field = definition.fields_by_key[table.partition(".")[0]]
    return max(field.rows_min, 1)


def rows_at_most(definition: SchemeDefinition, table: str) -> int:
    return definition.fields_by_key[table.partition(".")[0]].rows_max
