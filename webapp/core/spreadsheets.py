"""Rows as French spreadsheets open them: `;` between cells, and a mark that says UTF-8.

A cell that begins with a character of a formula would be one, whoever typed it: OWASP, "CSV Injection". It gets an
apostrophe, which says that it is text.
"""

import csv
from collections.abc import Iterable
from io import StringIO

MARK = "\ufeff"
MEDIA_TYPE = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def lines(rows: Iterable[Iterable[str]]) -> str:
    """Each row as a line."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue()
