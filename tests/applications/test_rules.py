"""The life of an application as a table, what is missing before it leaves, and the day when silence is a refusal."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.applications import GOOD_ANSWERS, REQUIRED_PIECES, definition
from webapp.applications import texts
from webapp.applications.rules import (
    ApplicationState,
    Step,
    Verb,
    denial,
    missing,
    silence_is_refusal_on,
)
from webapp.core.actor import AccountKind, ActingMembership, Actor, AgentRole, MemberRole, SigningWay
from webapp.core.clock import PARIS

SOMEBODY = UUID(int=1)


def _applicant(*roles: MemberRole) -> Actor:
    memberships = tuple(ActingMembership(SOMEBODY, "ASSOCIATION NOUVELLE", role, SigningWay.DELEGATE) for role in roles)
    return Actor(SOMEBODY, SOMEBODY, AccountKind.APPLICANT, "Nadia", "Belkacem", memberships=memberships)


ACTORS = {
    "without structure": _applicant(),
    "reader": _applicant(MemberRole.READER),
    "writer": _applicant(MemberRole.WRITER),
    "signatory": _applicant(MemberRole.SIGNATORY),
    "administrator": _applicant(MemberRole.ADMINISTRATOR),
    "agent": Actor(SOMEBODY, SOMEBODY, AccountKind.AGENT, "Claire", "Vidal", AgentRole.CASE_OFFICER, SOMEBODY),
}
# Whoever is not named here may not.
ALLOWED = {
    (Verb.FILL_IN, ApplicationState.DRAFT): {"writer", "signatory", "administrator"},
    (Verb.SUBMIT, ApplicationState.DRAFT): {"signatory", "administrator"},
    (Verb.DELETE, ApplicationState.DRAFT): {"writer", "signatory", "administrator"},
    (Verb.CHANGE_REVISION, ApplicationState.DRAFT): {"writer", "signatory", "administrator"},
    (Verb.TAKE_OVER, ApplicationState.SUBMITTED): {"agent"},
}


@pytest.mark.parametrize(("verb", "state", "who"), [*product(Verb, ApplicationState, ACTORS)])
def test_who_may_do_what_from_which_state(verb: Verb, state: ApplicationState, who: str) -> None:
    denied = denial(ACTORS[who], verb, state)
    if who in ALLOWED.get((verb, state), set()):
        assert denied is None
    else:
        assert denied is not None
        assert denied.reason.endswith(".")
        assert denied.moved_on is ((verb, state) not in ALLOWED)


def test_what_is_missing_in_an_empty_form_is_listed_in_the_forms_order() -> None:
    scheme = definition()
    found = missing(scheme, {}, ())
    assert [(item.step, item.anchor) for item in found] == [
        *((Step.ELIGIBILITY, question.key) for question in scheme.eligibility),
        *((Step.ANSWERS, field.key) for field in scheme.fields if field.required),
        *((Step.PIECES, f"piece-{piece.key}") for piece in scheme.pieces if piece.required),
    ]
    assert all(item.sentence for item in found)


def test_nothing_is_missing_from_a_complete_form() -> None:
    assert missing(definition(), GOOD_ANSWERS, REQUIRED_PIECES) == []


@pytest.mark.parametrize("absent", GOOD_ANSWERS)
def test_each_required_answer_is_missed_alone(absent: str) -> None:
    answers = {key: text for key, text in GOOD_ANSWERS.items() if key != absent}
    assert [item.anchor for item in missing(definition(), answers, REQUIRED_PIECES)] == [absent]


def test_a_bad_answer_is_as_good_as_none_even_to_an_optional_question() -> None:
    answers = GOOD_ANSWERS | {"benevoles": "quelques-uns", "montant_sollicite": "beaucoup"}
    found = missing(definition(), answers, REQUIRED_PIECES)
    assert [item.anchor for item in found] == ["montant_sollicite", "benevoles"]


def test_an_ineligible_answer_gives_the_schemes_own_reason() -> None:
    [found] = missing(definition(), GOOD_ANSWERS | {"siege_region": "non"}, REQUIRED_PIECES)
    assert (found.step, found.sentence) == (Step.ELIGIBILITY, definition().eligibility[0].reason)


@pytest.mark.parametrize("absent", REQUIRED_PIECES)
def test_a_missing_piece_is_named_as_on_the_form(absent: str) -> None:
    [found] = missing(definition(), GOOD_ANSWERS, set(REQUIRED_PIECES) - {absent})
    piece = definition().piece(absent)
    assert piece is not None
    assert found.sentence == f"Déposez la pièce « {piece.label} »."


@pytest.mark.parametrize(
    ("received", "refused"),
    [
        pytest.param((2026, 11, 23, 10), (2027, 1, 23), id="over the new year"),
        pytest.param((2026, 12, 31, 23), (2027, 2, 28), id="31 December, no such day in February"),
        pytest.param((2027, 12, 31, 23), (2028, 2, 29), id="31 December before a leap year"),
        pytest.param((2026, 12, 28, 9), (2027, 2, 28), id="28 December"),
        pytest.param((2026, 7, 31, 9), (2026, 9, 30), id="to a month of 30 days"),
        pytest.param((2027, 2, 28, 9), (2027, 4, 28), id="from the end of a short month"),
        pytest.param((2027, 1, 28, 2), (2027, 3, 28), id="to the hour that summer time skips"),
        pytest.param((2026, 8, 25, 2), (2026, 10, 25), id="to the hour that winter time doubles"),
        pytest.param((2026, 10, 31, 0), (2026, 12, 31), id="across the end of summer time"),
    ],
)
def test_silence_is_a_refusal_two_months_later(
    received: tuple[int, int, int, int], refused: tuple[int, int, int]
) -> None:
    local = datetime(*received, 30, tzinfo=PARIS)
    told = silence_is_refusal_on(local.astimezone(UTC))
    assert told.date() == date(*refused)
    assert (told.hour, told.minute) == (local.hour, local.minute)


def test_the_day_of_receipt_is_that_of_paris() -> None:
    just_after_midnight_in_paris = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert silence_is_refusal_on(just_after_midnight_in_paris).date() == date(2027, 1, 1)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  (bounds are naive)
def test_two_months_are_59_to_62_days(received: datetime) -> None:
    days = silence_is_refusal_on(received).date() - received.astimezone(PARIS).date()
    assert timedelta(days=59) <= days <= timedelta(days=62)


def test_steps_follow_each_other_and_stop_at_both_ends() -> None:
    steps = list(Step)
    assert [step.next for step in steps] == [*steps[1:], Step.SUMMARY]
    assert [step.previous for step in steps] == [Step.INTRO, *steps[:-1]]
    assert [step.position for step in steps] == [1, 2, 3, 4, 5, 6]


def test_every_state_and_step_has_its_words() -> None:
    assert set(texts.STATES) == set(texts.STATE_KINDS) == set(ApplicationState)
    assert set(texts.STEPS) == set(Step)
    assert set(texts.NOT_NOW) == set(Verb)
