"""Whether a password is one that many people have, under the disguises that people give it.

The disguises are the first that guessing programs undo: capitals, accents, "@" for "a", a year at the end, a word said
twice. What is left is read as pieces: words that everybody can guess, keys in a row, one entry of the list at most, and
a few characters more. A second word of the list is too much to be guessed, so phrases are accepted.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator

from webapp.accounts.common_passwords import common_passwords

SERVICE_WORDS = (
    *("aide", "aides", "subvention", "subventions", "region", "conseil", "regional", "portail", "dossier", "demande"),
    *("compte", "connexion", "identifiant", "motdepasse", "mdp", "passe", "password", "admin", "association", "mairie"),
)
LONGEST = 256  # once folded; nobody has a common password of this size, and reading it would be long
LEAST_DIFFERENT = 8  # characters, once what repeats is said once

_ROWS = (
    *("1234567890", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm"),
    *("abcdefghijklmnopqrstuvwxyz", "01234567890", '&e"(eca)=', "1aqw2zsx3edc4rfv5tgb6yhn7ujm", "7894561230"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm", "aqwzsxedcrfvtgbyhnuj", "qazwsxedcrfvtgbyhnujm", "azeqsdwxc", "qweasdzxc"),
    *("1a2z3e4r5t6y7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p", "a1z2e3r4t5y6u7i8o9p0", "q1w2e3r4t5y6u7i8o9p0"),
    *("a1b2c3d4e5f6g7h8i9j0", "1a2b3c4d5e6f7g8h9i0j", "14789632", "147258369"),
)
WALKS = " ".join((*_ROWS, *(row[::-1] for row in _ROWS)))
_LEET = str.maketrans("@4830957$+", "aabeogstst")
_LEET_I, _LEET_L = _LEET | str.maketrans("1!|", "iii"), _LEET | str.maketrans("1!|", "lll")
_ONE_KEY = re.compile(r"(.)\1{2,}", re.DOTALL)
_REPEATED = re.compile(r"(.{3,64}?)\1+", re.DOTALL)

_LEFT_OVER = 10  # what may stand around a common word: a date and two signs, or three letters
_ENTRY = range(4, 26)  # lengths of entries


def fold(text: str) -> str:
    """Small letters, no accents, nothing that only stands between words."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("œ", "oe").replace("æ", "ae")
    return "".join(char for char in plain if not (unicodedata.combining(char) or char.isspace() or char in "-'’_."))


def said_once(text: str) -> str:
    """Without the repetitions: "azertyazerty!!!" is "azerty!"."""
    return _REPEATED.sub(r"\1", _ONE_KEY.sub(r"\1", text))


def is_repetitive(password: str) -> bool:
    return len(said_once("".join(password.casefold().split())[:LONGEST])) < LEAST_DIFFERENT


def parts(context: Collection[str]) -> frozenset[str]:
    """The words of 3 letters or more in these names and addresses, each name also as one word."""
    found: set[str] = set()
    for text in context:
        words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text[:LONGEST]))
        found.update(map(fold, words), [fold("".join(words))])
    return frozenset(word for word in found if len(word) >= 3)


def is_guessable(password: str, words: Collection[str], *, entries: int) -> bool:
    """Made of `words` (folded), keys in a row, and `entries` of the list (0 or 1), with little left over."""
    folded = fold(password)
    return any(_little_is_left(text, words, entries) for text in {folded, said_once(folded)} if len(text) <= LONGEST)


def _little_is_left(text: str, words: Collection[str], entries: int) -> bool:
    """Walks through the text; `least[i][used]` is what is left over before i, once `used` entries were taken."""
    readings = (text, text.translate(_LEET_I), text.translate(_LEET_L))
    least = [[_LEFT_OVER + 1] * 2 for _ in range(len(text) + 1)]
    least[0][0] = 0
    for start, char in enumerate(text):
        if min(least[start]) > _LEFT_OVER:
            continue
        free = [*_walks(text, start), *_words(readings, start, words)]
        listed = list(_listed(readings, start)) if entries else []
        for used, left in enumerate(least[start]):
            least[start + 1][used] = min(least[start + 1][used], left + _cost(char))
            for end in free:
                least[end][used] = min(least[end][used], left)
        for end in listed:
            least[end][1] = min(least[end][1], least[start][0])
    return min(least[-1]) <= _LEFT_OVER


def _cost(char: str) -> int:
    if not char.isascii() or char.isalpha():
        return 3
    return 1 if char.isdigit() else 2


def _walks(text: str, start: int) -> Iterator[int]:
    """Ends of the runs of 4 keys or more in a row that begin here."""
    end = start + 4
    while end <= len(text) and text[start:end] in WALKS:
        yield end
        end += 1


def _words(readings: tuple[str, ...], start: int, words: Collection[str]) -> Iterator[int]:
    return (start + len(word) for word in words if any(text.startswith(word, start) for text in readings))


def _listed(readings: tuple[str, ...], start: int) -> Iterator[int]:
    """A number stands for itself only: read as letters, one in two would be a word."""
    common = common_passwords()
    for end in range(start + _ENTRY.start, min(start + _ENTRY.stop, len(readings[0]) + 1)):
        pieces = [text[start:end] for text in readings]
        if pieces[0] in common or (not pieces[0].isdigit() and not common.isdisjoint(pieces)):
            yield end
