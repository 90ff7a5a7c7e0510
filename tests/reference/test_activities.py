"""NAF codes and their words, on the list that ships."""

import re

import pytest

from webapp.reference.activities import Activity, find_activity, search_activities
from webapp.reference.records import read

SURVEYORS = Activity("71.12A", "Activité des géomètres", "NAF rév. 2")


@pytest.mark.parametrize("written", ["71.12A", "71.12a", "7112A", "7112a", "71.12 A", " 71 12 a "])
def test_a_code_is_found_as_people_write_it(written: str) -> None:
    assert find_activity(written) == SURVEYORS


@pytest.mark.parametrize("written", ["", "71.12", "71.12AA", "171.12A", "99.99Z", "géomètres", "٧١.١٢A"])
def test_another_text_is_none(written: str) -> None:
    assert find_activity(written) is None


def test_words_are_looked_for_by_their_beginning_in_any_order() -> None:
    assert search_activities("geometre", 10) == (SURVEYORS,)
    assert [activity.code for activity in search_activities("vivant spect", 10)] == ["90.01Z", "90.02Z"]
    assert search_activities("eometre", 10) == ()


@pytest.mark.parametrize("typed", ["71.12", "7112"])
def test_the_beginning_of_a_code_finds_all_that_begin_so(typed: str) -> None:
    assert [activity.code for activity in search_activities(typed, 10)] == ["71.12A", "71.12B"]


def test_no_more_than_asked_and_nothing_for_nothing() -> None:
    assert len(search_activities("commerce", 7)) == 7
    assert search_activities("  -- ", 7) == ()


def test_the_732_sub_classes_are_there_once_with_their_version() -> None:
    records = list(read("activities.csv"))
    assert len(records) == len({code for code, _, _ in records}) == 732
    for code, label, version in records:
        assert re.fullmatch(r"\d\d\.\d\d[A-Z]", code)
        assert label == " ".join(label.split()) != ""
        assert version == "NAF rév. 2"
        assert find_activity(code) == Activity(code, label, version)
