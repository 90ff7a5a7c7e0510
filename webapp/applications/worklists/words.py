"""What an agent types to find applications, as PostgreSQL looks for it: see migration 0014 for what is found."""

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
    `service_id`: in which it is looked for; who sees what is not decided here.
    """
    match = _DIGITS.fullmatch(typed.strip())
    words = query_of(typed) if match is None else _mark(re.sub(r"\s", "", match[1]))
    if words is None or service_id is None:
        return words
    return words.op("&&")(func.to_tsquery(PLAIN_WORDS, f"s{service_id.hex}", type_=TSQUERY))


def _mark(digits: str) -> ColumnElement[str]:
    mark = f"{int(digits)}:A" if len(digits) <= NUMBER_DIGITS else f"{digits}:*A"
    return func.to_tsquery(PLAIN_WORDS, mark, type_=TSQUERY)
