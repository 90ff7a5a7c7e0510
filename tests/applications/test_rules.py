"""The life of an application as a table, what is missing before it leaves, and the day when silence is a refusal."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.applications import GOOD_ANSWERS, REQUIRED_PIECES, definition, with_fields
from tests.support.clock import MONDAY_MORNING
from webapp.applications import texts
from webapp.applications.rules import (
    CLOSED,
    FROM,
    NOT_SENT,
    TURNS,
    ApplicationState,
    Missing,
    Step,
    Turn,
    Verb,
    WithdrawalReason,
    denial,
    form_pages,
    missing,
    silence_is_refusal_on,
)
from webapp.core.actor import AccountKind, ActingMembership, Actor, AgentRole, MemberRole, SigningWay
from webapp.core.clock import PARIS
from webapp.schemes.definition import Field, FieldType, StructureFact
from webapp.schemes.engine import fill
from webapp.schemes.filled import Fact

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
IN_REVIEW = (ApplicationState.TAKEN_OVER, ApplicationState.UNDER_REVIEW)
WITH_THE_REGION = (ApplicationState.SUBMITTED, *IN_REVIEW)
IN_REVIEW_ONLY = (Verb.DECLARE_COMPLETE, Verb.ASSIGN, Verb.JUDGE_PIECE)
ENDS = (Verb.DECLARE_INADMISSIBLE, Verb.DROP)
# Whoever is not named here may not.
ALLOWED = {
    (Verb.FILL_IN, ApplicationState.DRAFT): {"writer", "signatory", "administrator"},
    (Verb.ASK_STATEMENT, ApplicationState.DRAFT): {"writer"},
    (Verb.TAKE_BACK, ApplicationState.AWAITING_STATEMENT): {"writer", "signatory", "administrator"},
    (Verb.SUBMIT, ApplicationState.DRAFT): {"signatory", "administrator"},
    (Verb.SUBMIT, ApplicationState.AWAITING_STATEMENT): {"signatory", "administrator"},
    (Verb.DELETE, ApplicationState.DRAFT): {"writer", "signatory", "administrator"},
    (Verb.CHANGE_REVISION, ApplicationState.DRAFT): {"writer", "signatory", "administrator"},
    (Verb.TAKE_OVER, ApplicationState.SUBMITTED): {"agent"},
    (Verb.START_REVIEW, ApplicationState.TAKEN_OVER): {"agent"},
    **{(verb, state): {"agent"} for verb in IN_REVIEW_ONLY for state in IN_REVIEW},
    **{(verb, state): {"agent"} for verb in ENDS for state in WITH_THE_REGION},
    **{(Verb.NOTE, state): {"agent"} for state in ApplicationState if state not in NOT_SENT},
    **{(Verb.WITHDRAW, state): {"signatory", "administrator"} for state in WITH_THE_REGION},
    **{(Verb.AMEND, state): {"writer", "signatory", "administrator"} for state in IN_REVIEW},
    **{(Verb.SUBMIT_AMENDMENT, state): {"signatory", "administrator"} for state in IN_REVIEW},
    **{(Verb.DUPLICATE, state): {"writer", "signatory", "administrator"} for state in ApplicationState},
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


def lacks(answers: Mapping[str, str], pieces: Collection[str] = REQUIRED_PIECES) -> list[Missing]:
    """Of the tests' scheme, on a Monday of its campaign."""
    return missing(fill(definition(), answers, {}, MONDAY_MORNING.date()), {}, pieces)


def test_what_is_missing_in_an_empty_form_is_listed_in_the_forms_order() -> None:
    scheme = definition()
    found = lacks({}, ())
    assert [(item.page, item.anchor) for item in found] == [
        *((Step.ELIGIBILITY, question.key) for question in scheme.eligibility),
        *(("votre-dossier/demande", field.key) for field in scheme.fields if field.required),
        *((Step.PIECES, f"piece-{piece.key}") for piece in scheme.pieces if piece.required),
    ]
    assert all(item.sentence for item in found)


def test_nothing_is_missing_from_a_complete_form() -> None:
    assert lacks(GOOD_ANSWERS) == []


@pytest.mark.parametrize("absent", GOOD_ANSWERS)
def test_each_required_answer_is_missed_alone(absent: str) -> None:
    assert [item.anchor for item in lacks(GOOD_ANSWERS | {absent: ""})] == [absent]


def test_a_bad_answer_is_as_good_as_none_even_to_an_optional_question() -> None:
    found = lacks(GOOD_ANSWERS | {"benevoles": "quelques-uns", "montant_sollicite": "beaucoup"})
    assert [item.anchor for item in found] == ["montant_sollicite", "benevoles"]


def test_an_ineligible_answer_gives_the_schemes_own_reason() -> None:
    [found] = lacks(GOOD_ANSWERS | {"siege_region": "non"})
    assert (found.page, found.sentence) == (Step.ELIGIBILITY, definition().eligibility[0].reason)


@pytest.mark.parametrize("absent", REQUIRED_PIECES)
def test_a_missing_piece_is_named_as_on_the_form(absent: str) -> None:
    [found] = lacks(GOOD_ANSWERS, set(REQUIRED_PIECES) - {absent})
    piece = definition().piece(absent)
    assert piece is not None
    assert found.sentence == f"Déposez la pièce « {piece.label} »."


@pytest.mark.parametrize("absent", StructureFact)
def test_a_fact_that_the_scheme_asks_of_the_structure_is_missed_in_words(absent: StructureFact) -> None:
    scheme = msgspec.structs.replace(definition(), facts=tuple(StructureFact))
    known = {str(fact): Fact("x", "x") for fact in StructureFact if fact is not absent}
    form = fill(scheme, GOOD_ANSWERS, known, MONDAY_MORNING.date())
    assert missing(form, known, REQUIRED_PIECES) == [
        Missing(Step.STRUCTURE, f"fait-{absent.replace('_', '-')}", texts.FACT_MISSING[absent])
    ]


def test_a_mistake_in_a_row_says_in_which_one() -> None:
    cells = (
        Field(key="poste", type=FieldType.TEXT, label="Poste"),
        Field(key="montant", type=FieldType.AMOUNT, label="€"),
    )
    table = Field(key="depenses", type=FieldType.TABLE, label="Dépenses", columns=cells)
    answers = GOOD_ANSWERS | {"depenses.1.poste": "Vélo", "depenses.2": "2", "depenses.2.montant": "cher"}
    form = fill(with_fields(table), answers, {}, MONDAY_MORNING.date())
    [found] = missing(form, {}, REQUIRED_PIECES)
    assert found.anchor == "depenses-2-montant"
    assert found.sentence.startswith("Dépenses, ligne 2 : Indiquez le montant en euros")


def test_the_pages_of_a_form_are_its_steps_with_what_is_to_do_in_each() -> None:
    form = fill(definition(), {}, {}, MONDAY_MORNING.date())
    pages = form_pages(form, missing(form, {}, ()), is_person=False)
    assert [(page.end, page.label, page.to_do) for page in pages] == [
        ("preambule", "Préambule", 0),
        ("criteres-d-eligibilite", "Critères d'éligibilité", 2),
        ("votre-structure", "Votre structure", 0),
        ("votre-dossier/demande", "Votre dossier", 6),
        ("pieces", "Pièces", 2),
        ("recapitulatif", "Récapitulatif", 0),
    ]
    assert form_pages(form, [], is_person=True)[2].label == "Vos informations"


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


def test_every_state_and_step_has_its_words() -> None:
    assert set(texts.STATES) == set(texts.STATE_KINDS) == set(texts.NEXT) == set(TURNS) == set(ApplicationState)
    assert set(texts.TURNS) == set(Turn)
    assert set(texts.CLOSED_BEFORE) == CLOSED == {state for state, turn in TURNS.items() if turn is Turn.NOBODY}
    assert set(texts.WITHDRAWAL_REASONS) == set(WithdrawalReason)
    assert set(texts.STEPS) == set(Step)
    assert set(texts.NOT_NOW) == {verb for verb in Verb if FROM[verb] != set(ApplicationState)}
    assert set(texts.FACT_MISSING) == set(StructureFact)
