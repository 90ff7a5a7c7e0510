"""What an agent types to find applications, as PostgreSQL looks for it: see migration 0014 for what is found."""

import re

from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import TSQUERY

from webapp.schemes.searching import PLAIN_WORDS, query_of

NUMBER_DIGITS = 8
_DIGITS = re.compile(r"\(?([0-9][0-9\s]{0,60})\)?")


def sought(typed: str) -> ColumnElement[str] | None:
    """Digits alone are a number, as one writes it or as one says it, or a Siret or the beginning of one, grouped or
    not: never a figure in an answer. All else is words, of the last one the beginning. None without a word.
    """
    match = _DIGITS.fullmatch(typed.strip())
    if match is None:
        return query_of(typed)
    digits = re.sub(r"\s", "", match[1])
    mark = f"{int(digits)}:A" if len(digits) <= NUMBER_DIGITS else f"{digits}:*A"
    return func.to_tsquery(PLAIN_WORDS, mark, type_=TSQUERY)
