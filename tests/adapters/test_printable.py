"""What a person typed, as our fonts can print it: all that is seen is there, and two texts stay two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.adapters.printable import printable
from webapp.core.typed import cleaned

ANY_CHARACTER = st.characters(codec=None, exclude_categories=())


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("e\u0301te\u0301", "été"),
        ("a\tb\u2003c\r\nd\u2028e", "a b c\nd\ne"),
        ("prix\u202f: 5\u00a0€", "prix\u00a0: 5\u00a0€"),
        ("fdp.\u202eexe\u200b", "fdp.exe"),
        ("a\0b\x1bc\ud800d\ue000e", "abc[U+D800]d[U+E000]e"),
        ("q\u0308\u0308", "q[U+0308 U+0308]"),
        ("10⁶ CO₂ ⅓ ㎡", "10^6 CO2 (1⁄3) m2"),
        ("①２ ﬁn", "(1)2 fin"),
        ("🎻 سلام", "[U+1F3BB] [U+0633 U+0644 U+0627 U+0645]"),
        ("👩\u200d👧 ❤\ufe0f", "[U+1F469 U+200D U+1F467] [U+2764]"),
        ("עברית 日本語", "[U+05E2 U+05D1 U+05E8 U+05D9 U+05EA] [U+65E5 U+672C U+8A9E]"),
        ("\ufffe\uffff\U0010ffff", "[U+FFFE U+FFFF U+10FFFF]"),
        ('#let $x$ *y* _z_ @ref <label> \\ // /* `code` "', '#let $x$ *y* _z_ @ref <label> \\ // /* `code` "'),
    ],
)
def test_what_the_fonts_lack_is_written_otherwise(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_printed_once_more_a_text_is_the_same() -> None:
    text = "".join(f"a{chr(point)}b " for point in range(0x20, 0x30000))
    once = printable(text)

    assert printable(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(ANY_CHARACTER, max_size=60), st.text(ANY_CHARACTER, max_size=60))
def test_what_is_printed_alike_reads_alike(one: str, other: str) -> None:
    """Of what can be kept at all (core/typed.py), white space and rare forms of a letter apart."""
    one, other = (cleaned(text).replace("[", "").replace("\ud800", "") for text in (one, other))

    if printable(one) == printable(other):
        assert _read(one) == _read(other)


def _read(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(c for c in normal if unicodedata.category(c)[0] in "LNPS" or unicodedata.category(c) in ("Cn", "Co"))


@given(ANY_CHARACTER)
def test_a_character_that_is_seen_leaves_a_trace(character: str) -> None:
    kept = cleaned(character)
    is_seen = unicodedata.category(character)[0] not in "CZM" or unicodedata.category(character) in ("Cn", "Co")

    if is_seen and kept and kept not in "\u115f\u1160\u3164\uffa0":
        assert printable(kept).strip() != ""
