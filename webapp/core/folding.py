"""Texts as they are compared: people write "Évry", "EVRY" and "evry" for one place."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Small letters without accents; nothing else changes, so that PostgreSQL can do the same (agents/queries.py)."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not "\u0300" <= letter <= "\u036f").lower()


def plain_words(text: str) -> str:
    """Its words only, plain, one space between: "L'Haÿ-les-Roses" is "l hay les roses"."""
    letters = plain(unicodedata.normalize("NFKC", text)).replace("œ", "oe").replace("æ", "ae")
    return _SEPARATORS.sub(" ", letters).strip()


def plain_letters(text: str) -> str:
    """The same without any space: "LHAY LES ROSES" and "L'Haÿ-les-Roses" are one."""
    return plain_words(text).replace(" ", "")
