"""What nobody types does not come in; what people do type stays as it is."""

import unicodedata

import pytest

from webapp.core.typed import cleaned, is_invisible


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("a\r\nb\rc", "a\nb\nc", id="one kind of line end"),
        pytest.param("a\tb", "a\tb", id="tab"),
        pytest.param("a\0\x1b\x85b", "ab", id="controls"),
        pytest.param("\u200b\u2060\ufeff\u00ad", "", id="no width"),
        pytest.param("a\u202a\u202e\u2066\u2069b", "ab", id="overrides of direction"),
        pytest.param("\u200fنادي\u200e", "\u200fنادي\u200e", id="marks of direction"),
        pytest.param("\u3164\u115f\u1160\uffa0", "", id="letters that show nothing"),
        pytest.param("\ud800a", "a", id="half a character"),
        pytest.param("\U000e0041a", "a", id="tags, in which words can hide"),
        pytest.param("می\u200cخواهم 👩\u200d👧", "می\u200cخواهم 👩\u200d👧", id="joiners"),
        pytest.param("Françoise d’Été – Ệ e\u0323\u0302", "Françoise d’Été – Ệ e\u0323\u0302", id="accents"),
    ],
)
def test_what_nobody_types_goes(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


def test_a_letter_has_no_more_accents_than_a_language_gives_it() -> None:
    """To normalise this as it comes takes minutes: the time is the square of their number."""
    text = cleaned("a" + "\u0316\u0300" * 250_000)
    assert len(text) == 31
    assert len(unicodedata.normalize("NFC", text * 3)) <= 93


def test_there_is_one_list_of_what_cannot_be_seen() -> None:
    assert all(is_invisible(character) for character in "\0\u200b\u202e\u3164\ufeff\u200d")
    assert not any(is_invisible(character) for character in "aé \u0301字👩")
