"""What an agent types to find applications, as PostgreSQL looks for it: see migration 0019 for what is found."""

import re
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import TSQUERY

from webapp.schemes.searching import PLAIN_WORDS, query_of

NUMBER_DIGITS = 8
_DIGITS = re.compile(r"\(?([0-9][0-9\s]{0,60})\)?")


def sought(typed: str, service_id: UUID | None) -> ColumnElement[str] | None:
    """Digits alone are a number, as one writes it or as one says it, or a Siret or the beginning of one, grouped or
    not: never a figure in an answer. All else is words, of the last one the beginning. None without a word.
    `service_id`: on whose shelf it is looked for, without one nowhere; who sees what is not decided here.
    """
    match = _DIGITS.fullmatch(typed.strip())
    words, before = (query_of(typed), "") if match is None else (_mark(re.sub(r"\s", "", match[1])), "#")
    return None if words is None else func.in_service(words, service_id, before, type_=TSQUERY)


def is_number(typed: str) -> bool:
    """What is looked for is the number of an application, and nothing else."""
    match = _DIGITS.fullmatch(typed.strip())
    return match is not None and len(re.sub(r"\s", "", match[1])) <= NUMBER_DIGITS


def _mark(digits: str) -> ColumnElement[str]:
    mark = f"{int(digits)}" if len(digits) <= NUMBER_DIGITS else f"{digits}:*"
    return func.to_tsquery(PLAIN_WORDS, mark, type_=TSQUERY)
