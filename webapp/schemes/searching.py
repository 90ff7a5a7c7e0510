"""Finding schemes by words, in PostgreSQL: French endings and accents do not count, nor does the end of the last word.

Each text is indexed three ways. `french` takes "rénovée" and "rénovation" for one word; `french_plain` does the same
for who types no accents; `words_plain` keeps words whole, since a beginning such as "rénovatio" is longer than their
stem. Migration 0005 makes the two plain ones.
"""

import re
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import TSQUERY

STEMS, PLAIN_STEMS, PLAIN_WORDS = "french", "french_plain", "words_plain"
WORDS_MAX = 12
LETTERS_MAX = 60
"""Of a word: PostgreSQL refuses one of more than 2 046 bytes."""
_WORD = re.compile(r"[^\W_]+")
_WEIGHED = {
    "A": ("title",),
    "B": ("theme", "(content #>> '{sheet,keywords}'::text[])"),
    "C": ("(content ->> 'summary'::text)",),
    "D": tuple(f"(content #>> '{{sheet,{part}}}'::text[])" for part in ("purpose", "beneficiaries", "criteria")),
}
VECTOR = " || ".join(
    f"setweight(to_tsvector('{configuration}'::regconfig, COALESCE({text}, ''::text)), '{weight}'::\"char\")"
    for weight, texts in _WEIGHED.items()
    for text in texts
    for configuration in (STEMS, PLAIN_STEMS, PLAIN_WORDS)
)
"""What a revision is found by, worked out by the database when it is stored; a title weighs most (A)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `family` of StructureFamily; empty texts do not count."""

    words: str = ""
    family: str = ""
    theme: str = ""
    only_open: bool = False


def query_of(typed: str) -> ColumnElement[str] | None:
    """All of these words, of the last one the beginning; None without a word."""
    words = [word[:LETTERS_MAX] for word in _WORD.findall(typed)[:WORDS_MAX]]
    if not words:
        return None
    *others, last = words
    beginning = func.to_tsquery(PLAIN_WORDS, f"{last}:*", type_=TSQUERY)
    ended = _stems(last).op("||")(beginning)
    return _stems(" & ".join(others)).op("&&")(ended) if others else ended


def _stems(words: str) -> ColumnElement[str]:
    """Without accents both ways are one, and would be looked for twice."""
    configurations = [PLAIN_STEMS] if words.isascii() else [STEMS, PLAIN_STEMS]
    ways = [func.to_tsquery(configuration, words, type_=TSQUERY) for configuration in configurations]
    return reduce(lambda one, other: one.op("||")(other), ways)
