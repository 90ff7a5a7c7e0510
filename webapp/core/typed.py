"""What people type, without what nobody types: what is copied along from a PDF, or is sent to deceive."""

import unicodedata
from itertools import groupby, islice

_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters of Korean that show nothing
# The joiners belong to Persian, to Indian scripts, to the families of emoji; the marks to Arabic and Hebrew: unlike the
# overrides, they turn round nothing that follows.
_KEPT = "\t\n\u200c\u200d\u200e\u200f\u061c"
_MOST_MARKS = 30  # on one letter: UAX 15, "stream-safe text"


def is_invisible(character: str) -> bool:
    """Controls, marks of direction, what has no width, half characters, what Unicode has not assigned."""
    return unicodedata.category(character)[0] == "C" or character in _FILLERS


# Without the unassigned and the private: they may be a letter of tomorrow, and they do show something.
_GONE = dict.fromkeys(
    code
    for code in (*range(0x10000), *range(0xE0000, 0xE1000))
    if is_invisible(chr(code)) and unicodedata.category(chr(code)) not in ("Cn", "Co") and chr(code) not in _KEPT
)


def cleaned(text: str) -> str:
    """With one kind of line end, nothing invisible, and no more accents on a letter than any language puts there.

    PostgreSQL refuses NUL, no mail may hold a control in its subject, marks of direction would turn round what follows
    them on a page; and to normalise a letter of 40 000 accents takes 20 s.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_GONE)
    return text if text.isascii() else _with_few_marks(text)


def _with_few_marks(text: str) -> str:
    runs = groupby(text, lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(islice(run, _MOST_MARKS) if are_marks else run) for are_marks, run in runs)
