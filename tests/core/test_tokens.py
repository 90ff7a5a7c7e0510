"""Signed texts: unchanged, for one purpose, and still good after a key is replaced."""

import pytest

from webapp.core.tokens import Signer
from webapp.settings import load

OLD, NEW = "o" * 32, "n" * 32


def _signer(*keys: str) -> Signer:
    return Signer(load({"SECRET_KEYS": ",".join(keys)}))


def test_what_was_signed_is_read_back() -> None:
    signer = _signer(NEW)
    assert signer.read("link", signer.sign("link", ["a", 1])) == ["a", 1]


def test_a_text_is_worth_nothing_for_another_purpose() -> None:
    signer = _signer(NEW)
    assert signer.read("csrf", signer.sign("link", "a")) is None


@pytest.mark.parametrize("change", [lambda text: text[:-2], lambda text: "x" + text, lambda _: "", lambda _: "a.b"])
def test_a_changed_text_is_not_read(change: object) -> None:
    assert callable(change)
    signer = _signer(NEW)
    assert signer.read("link", change(signer.sign("link", "a"))) is None


def test_keys_rotate_the_newest_signs_and_the_old_one_still_verifies() -> None:
    before, during, after = _signer(OLD), _signer(NEW, OLD), _signer(NEW)
    assert during.read("link", before.sign("link", "a")) == "a"
    assert after.read("link", during.sign("link", "a")) == "a"
    assert after.read("link", before.sign("link", "a")) is None
