"""What a person typed, as our fonts can print it: PDF/A allows no letter without a drawing, and typst fails on them.

Nothing that is seen vanishes: a letter that no font of ours draws is written as its number in Unicode, "[U+1F600]", so
that two different texts stay different on paper. Why no font for all of Unicode: docs/decisions, 2026-11-26.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from webapp.core.typed import is_invisible

FONTS = Path(__file__).parent / "pdf" / "fonts"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# How a rare form is rewritten with plain letters, by the kind of its decomposition: "10⁶" must not become "106".
_REWRITTEN = {
    **dict.fromkeys(("compat", "font", "narrow", "small", "square", "sub", "vertical", "wide"), "{}"),
    "super": "^{}",
    "circle": "({})",
    "fraction": "({})",
}
_KIND = re.compile("<([a-zA-Z]+)>")


def printable(text: str) -> str:
    """With only characters that every weight of our fonts draws; lines end with `\\n`, other white space is a space.

    What is seen nowhere goes: controls, marks of direction, selectors of a variant. Inside what is written as numbers
    they stay, since a family of emoji is its members and what joins them: "[U+1F468 U+200D U+1F469]".
    """
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return _unprinted().sub(_rewritten, text)


def _rewritten(match: re.Match[str]) -> str:
    """Of a run of characters that are not in the fonts."""
    parts: list[str] = []
    numbers: list[str] = []
    for character in match[0]:
        if _is_unseen(character):
            if numbers:
                numbers.append(character)
        elif (plain := _plain(character)) is not None:
            parts += [_numbered(numbers), plain]
            numbers = []
        else:
            numbers.append(character)
    return "".join([*parts, _numbered(numbers)])


def _numbered(characters: list[str]) -> str:
    while characters and _is_unseen(characters[-1]):
        characters = characters[:-1]
    return f"[{' '.join(f'U+{ord(one):04X}' for one in characters)}]" if characters else ""


@lru_cache(maxsize=8192)
def _plain(character: str) -> str | None:
    """The same in plain letters; None where there are none that we can print."""
    if unicodedata.category(character) == "Zs":
        return "\u00a0" if unicodedata.decomposition(character).startswith("<noBreak>") else " "
    kind = _KIND.match(unicodedata.decomposition(character))
    plain = unicodedata.normalize("NFKC", character)
    if kind is None or _unprinted().search(plain):
        return None
    return _REWRITTEN.get(kind[1], "{}").format(plain)


@lru_cache(maxsize=8192)
def _is_unseen(character: str) -> bool:
    """Private and unassigned ones are seen: as a box, or as a sign of somebody's own font."""
    if unicodedata.category(character) in ("Co", "Cn", "Cs"):
        return False
    name = unicodedata.name(character, "")
    return is_invisible(character) or "VARIATION SELECTOR" in name or name == "COMBINING GRAPHEME JOINER"


@cache
def _unprinted() -> re.Pattern[str]:
    """One or more characters that Noto Sans lacks in a weight: it has all of Atkinson Hyperlegible Next, and more."""
    regular, bold = (set(TTFont(FONTS / f"NotoSans-{weight}.ttf").getBestCmap()) for weight in ("Regular", "Bold"))
    seen = (chr(code) for code in sorted(regular & bold) if not _is_unseen(chr(code)))
    return re.compile(f"[^\n{''.join(map(re.escape, seen))}]+")
