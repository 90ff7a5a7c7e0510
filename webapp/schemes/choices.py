"""Answers of a closed list, as people choose or type them."""

from collections import Counter
from functools import lru_cache

from webapp.core.folding import plain, plain_letters
from webapp.reference.searching import Labels, may_be_listed
from webapp.schemes import texts
from webapp.schemes.misread import Misread

YES, NO = "oui", "non"
SAID_MAX = 60
"""Characters of an unknown answer that its sentence repeats."""
_LISTS_KEPT = 128
"""As many lists as are asked of at one time; each costs little to make again."""


def read_yes_no(text: str) -> str:
    answer = plain(text).strip()
    if answer not in (YES, NO):
        raise Misread(texts.YES_NO_WRONG)
    return answer


def read_choice(choices: tuple[str, ...], text: str) -> str:
    """As it is offered, however it was typed: without JavaScript a long list is a field of text."""
    found = _find(choices, text)
    if found is None:
        raise Misread(texts.CHOICE_WRONG)
    return found


def read_choices(choices: tuple[str, ...], text: str) -> tuple[str, ...]:
    """One a line, in any order; given in the order of the list, each once."""
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    found = {line: _find(choices, line) for line in lines}
    for line, choice in found.items():
        if choice is None:
            raise Misread(texts.CHOICES_WRONG.format(unknown=_short(line)))
    chosen = set(found.values())
    return tuple(choice for choice in choices if choice in chosen)


def search_choices(choices: tuple[str, ...], typed: str, limit: int) -> tuple[str, ...]:
    return _labels(choices).search(typed, limit)


def _find(choices: tuple[str, ...], text: str) -> str | None:
    if text in choices:
        return text
    return _by_letters(choices).get(plain_letters(text)) if may_be_listed(text) else None


@lru_cache(maxsize=_LISTS_KEPT)
def _by_letters(choices: tuple[str, ...]) -> dict[str, str]:
    """Without those that only punctuation tells apart, or that have no letter: they are found as they are only."""
    times = Counter(plain_letters(choice) for choice in choices)
    return {letters: choice for choice in choices if times[letters := plain_letters(choice)] == 1 and letters}


@lru_cache(maxsize=_LISTS_KEPT)
def _labels(choices: tuple[str, ...]) -> Labels[str]:
    return Labels((choice, choice, "", False) for choice in choices)


def _short(line: str) -> str:
    text = line.strip()
    return text if len(text) <= SAID_MAX else f"{text[:SAID_MAX]}…"
