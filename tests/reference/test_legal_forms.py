"""Legal forms, on the lists that ship."""

import re

import pytest

from webapp.core.folding import plain_letters
from webapp.reference.legal_forms import USUAL, LegalForm, find_legal_form, legal_form, search_legal_forms
from webapp.reference.records import read
from webapp.reference.searching import LONGEST

DECLARED = LegalForm("9220", "Association déclarée")
AGREED = LegalForm("L01", "Association agréée")


def codes(typed: str, limit: int = 5) -> list[str]:
    return [form.code for form in search_legal_forms(typed, limit)]


def test_by_code() -> None:
    assert legal_form("9220") == DECLARED
    assert legal_form("7210") == LegalForm("7210", "Commune et commune nouvelle")
    assert legal_form("5710") == LegalForm("5710", "SAS, société par actions simplifiée")
    assert legal_form("L01") == AGREED
    assert legal_form("5720") is None  # INSEE took it out: such companies have 5710


@pytest.mark.parametrize("written", ["9220", "Association déclarée", "ASSOCIATION DECLAREE", " association  déclarée "])
def test_by_code_or_label_as_people_write_it(written: str) -> None:
    assert find_legal_form(written) == DECLARED


def test_those_of_the_old_portal_are_there() -> None:
    assert find_legal_form("Association agréée") == find_legal_form("l01") == AGREED


@pytest.mark.parametrize("written", ["", "Association", "association déclarée ou non", "922"])
def test_a_part_of_a_label_is_not_a_form(written: str) -> None:
    assert find_legal_form(written) is None


class TestSearch:
    def test_each_word_begins_a_word_of_the_label(self) -> None:
        assert codes("association decl")[:2] == ["9220", "9230"]
        assert codes("insertion asso") == ["9221"]
        assert codes("ssociation") == []

    def test_the_usual_come_first_then_the_shortest(self) -> None:
        assert codes("association", 3) == ["9220", "9230", "L01"]
        assert codes("commune", 2) == ["7210", "7346"]

    def test_abbreviations_and_words_of_everyday_find_their_form(self) -> None:
        found = {typed: codes(typed, 1) for typed in ("sarl", "EURL", "SASU", "CCAS", "mairie", "loi 1901")}
        assert found == {
            "sarl": ["5499"],
            "EURL": ["5499"],
            "SASU": ["5710"],
            "CCAS": ["7361"],
            "mairie": ["7210"],
            "loi 1901": ["9220"],
        }

    def test_no_more_than_asked_and_nothing_for_nothing(self) -> None:
        assert len(codes("société", 4)) == 4
        assert codes("") == []


class TestTheLists:
    def test_insee_has_260_and_ours_cannot_be_taken_for_them(self) -> None:
        published, local = list(read("legal_forms.csv")), list(read("local_legal_forms.csv"))
        assert len(published) == 260
        assert [code for code, _ in published if not re.fullmatch(r"\d{4}", code)] == []
        assert [code for code, _ in local if not re.fullmatch(r"L\d\d", code)] == []

    def test_no_code_and_no_label_is_there_twice(self) -> None:
        records = [*read("legal_forms.csv"), *read("local_legal_forms.csv")]
        texts = [plain_letters(text) for record in records for text in record]
        assert len(texts) == len(set(texts))

    def test_the_usual_forms_exist(self) -> None:
        assert [code for code in USUAL if legal_form(code) is None] == []


def test_what_is_longer_than_any_label_is_not_compared() -> None:
    """200,000 letters held the server for a minute: each word was looked for in each label."""
    assert max(len(label) for _, label in read("legal_forms.csv")) <= LONGEST
    assert search_legal_forms("association " * 20, 5) == ()
    assert find_legal_form("Association déclarée" + " " * LONGEST) is None
