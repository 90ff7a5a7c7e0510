"""When silence becomes a refusal: two months, and as much more as the clock stood still."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.applications.rules import silence_is_refusal_on
from webapp.core.clock import PARIS
from webapp.solicitations.clock import LegalClock, Suspension, decide_by, legal_clock
from webapp.solicitations.clock_texts import for_agents, for_applicant

INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.integers(0, 70 * 24).map(lambda hours: timedelta(hours=hours))


def _paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[misc,arg-type]


RECEIVED = _paris(2026, 11, 23, 10)
FIRST = _paris(2027, 1, 23, 10)


@st.composite
def suspensions(draw: st.DrawFn, received: datetime) -> Suspension:
    sent = received + draw(HOURS)
    deadline = sent + timedelta(days=draw(st.integers(0, 40)))
    ended = draw(st.none() | HOURS.map(lambda after: sent + after))
    return Suspension(sent, deadline, ended)


def _clock(*suspended: Suspension, now: datetime = RECEIVED) -> LegalClock:
    return legal_clock(RECEIVED, suspended, now)


def _real(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def test_without_suspension_it_is_two_months() -> None:
    clock = _clock()
    assert clock.decide_by == clock.first_decide_by == FIRST
    assert not clock.is_suspended
    assert not clock.has_run_out


def test_a_request_for_pieces_moves_the_date_by_the_time_until_the_answer() -> None:
    asked = Suspension(_paris(2026, 12, 1, 9), _paris(2026, 12, 31, 23, 59, 59), _paris(2026, 12, 11, 15))
    clock = _clock(asked)
    assert clock.first_decide_by == FIRST
    assert clock.decide_by == FIRST + timedelta(days=10, hours=6)


def test_an_answer_after_the_deadline_stops_the_clock_no_longer() -> None:
    asked = Suspension(_paris(2026, 12, 1, 9), _paris(2026, 12, 31, 23, 59, 59), _paris(2027, 1, 15, 9))
    assert _clock(asked).decide_by == _clock(Suspension(asked.sent_at, asked.deadline)).decide_by


def test_what_waits_counts_until_its_deadline_whenever_one_looks() -> None:
    asked = Suspension(_paris(2026, 12, 1, 9), _paris(2026, 12, 31, 23, 59, 59))
    before, meanwhile, after = (
        _clock(asked, now=now) for now in (_paris(2026, 11, 30), _paris(2026, 12, 24), _paris(2027, 1, 2))
    )
    assert before.decide_by == meanwhile.decide_by == after.decide_by == decide_by(RECEIVED, [asked])
    assert (before.is_suspended, meanwhile.is_suspended, after.is_suspended) == (False, True, False)
    assert (meanwhile.suspended_since, meanwhile.resumes_by) == (asked.sent_at, asked.deadline)


def test_two_requests_at_once_count_once() -> None:
    first = Suspension(_paris(2026, 12, 1, 9), _paris(2026, 12, 11, 9))
    second = Suspension(_paris(2026, 12, 6, 9), _paris(2026, 12, 16, 9))
    clock = _clock(second, first, now=_paris(2026, 12, 12))
    assert clock.decide_by == FIRST + timedelta(days=15)
    assert clock.suspended_since == first.sent_at, "one that goes on since the first"
    assert clock.resumes_by == second.deadline


def test_what_is_asked_once_silence_has_refused_is_too_late() -> None:
    late = Suspension(FIRST, FIRST + timedelta(days=30))
    clock = _clock(late, now=FIRST + timedelta(days=1))
    assert clock.decide_by == FIRST
    assert not clock.is_suspended
    assert clock.has_run_out


def test_what_is_asked_in_the_time_that_was_gained_counts_too() -> None:
    gained = Suspension(_paris(2026, 12, 1, 9), _paris(2026, 12, 31, 9))
    again = Suspension(FIRST + timedelta(days=20), FIRST + timedelta(days=25))
    assert _clock(gained, again).decide_by == FIRST + timedelta(days=35)


@pytest.mark.parametrize(
    ("received", "sent", "deadline", "expected"),
    [
        pytest.param(
            *(_paris(2027, 2, 1, 10), _paris(2027, 3, 20, 12), _paris(2027, 3, 29, 12), _paris(2027, 4, 10, 9)),
            id="over the night of March 2027, an hour short",
        ),
        pytest.param(
            *(_paris(2026, 10, 1, 10), _paris(2026, 10, 20, 12), _paris(2026, 10, 29, 12), _paris(2026, 12, 10, 11)),
            id="over the night of October 2026, an hour long",
        ),
        pytest.param(
            *(_paris(2027, 9, 1, 10), _paris(2027, 10, 30, 12), _paris(2027, 11, 1, 12), _paris(2027, 11, 3, 11)),
            id="over the night of October 2027 and a holiday",
        ),
        pytest.param(
            *(_paris(2026, 2, 1, 10), _paris(2026, 3, 28, 12), _paris(2026, 3, 30, 12), _paris(2026, 4, 3, 9)),
            id="over the night of March 2026",
        ),
        pytest.param(
            *(_paris(2027, 12, 31, 10), _paris(2028, 2, 20, 9), _paris(2028, 3, 1, 9), _paris(2028, 3, 10, 10)),
            id="received on 31 December, over 29 February",
        ),
        pytest.param(
            *(_paris(2026, 12, 31, 10), _paris(2027, 2, 20, 9), _paris(2027, 3, 1, 9), _paris(2027, 3, 9, 10)),
            id="received on 31 December, of a year without",
        ),
        pytest.param(
            *(_paris(2027, 3, 6, 10), _paris(2027, 3, 8, 9), _paris(2027, 3, 9, 9), _paris(2027, 5, 7, 10)),
            id="to the day after Ascension Day",
        ),
        pytest.param(
            *(_paris(2027, 3, 5, 10), _paris(2027, 3, 8, 9), _paris(2027, 3, 9, 9), _paris(2027, 5, 6, 10)),
            id="to Ascension Day: it stays there",
        ),
    ],
)
def test_over_nights_holidays_and_ends_of_months(
    received: datetime, sent: datetime, deadline: datetime, expected: datetime
) -> None:
    assert decide_by(received, [Suspension(sent, deadline)]) == expected


@given(st.data(), INSTANTS)
def test_the_time_left_when_it_stops_is_left_when_it_resumes(data: st.DataObject, received: datetime) -> None:
    one = data.draw(suspensions(received))
    first = silence_is_refusal_on(received)
    moved = decide_by(received, [one])
    if _real(one.sent_at) < _real(first) and _real(one.until) > _real(one.sent_at):
        assert _real(moved) - _real(one.until) == _real(first) - _real(one.sent_at)
    else:
        assert moved == first


@given(st.data(), INSTANTS)
def test_order_and_repetition_change_nothing(data: st.DataObject, received: datetime) -> None:
    several = data.draw(st.lists(suspensions(received), max_size=5))
    expected = decide_by(received, several)
    assert decide_by(received, reversed(several)) == decide_by(received, [*several, *several]) == expected


@given(st.data(), INSTANTS)
def test_one_more_never_brings_the_date_nearer_and_all_add_no_more_than_their_sum(
    data: st.DataObject, received: datetime
) -> None:
    several = data.draw(st.lists(suspensions(received), max_size=4))
    before = decide_by(received, several)
    one = data.draw(suspensions(received))
    length = max(_real(one.until) - _real(one.sent_at), timedelta())
    after = decide_by(received, [*several, one])
    assert _real(before) <= _real(after)
    longest = sum((max(_real(other.until) - _real(other.sent_at), timedelta()) for other in several), length)
    assert _real(after) - _real(silence_is_refusal_on(received)) <= longest


@given(st.data(), INSTANTS)
def test_it_has_run_out_exactly_from_the_date_on_and_never_while_suspended(
    data: st.DataObject, received: datetime
) -> None:
    several = data.draw(st.lists(suspensions(received), max_size=4))
    now = received + timedelta(hours=data.draw(st.integers(0, 200 * 24)))
    clock = legal_clock(received, several, now)
    assert clock.has_run_out == (_real(clock.decide_by) <= now)
    assert not (clock.has_run_out and clock.is_suspended)
    if clock.suspended_since and clock.resumes_by:
        assert _real(clock.suspended_since) <= now < _real(clock.resumes_by)


@given(INSTANTS)
def test_cut_into_two_that_follow_each_other_it_is_the_same(received: datetime) -> None:
    sent = received + timedelta(days=10)
    cut, end = sent + timedelta(days=5), sent + timedelta(days=11)
    whole = decide_by(received, [Suspension(sent, end)])
    assert decide_by(received, [Suspension(sent, cut), Suspension(cut, end)]) == whole


def test_the_two_dates_in_words() -> None:
    asked = Suspension(_paris(2026, 12, 1, 9), _paris(2026, 12, 31, 23, 59, 59))
    running = _clock()
    suspended = _clock(asked, now=_paris(2026, 12, 2))
    moved = _clock(asked, now=_paris(2027, 1, 2))
    over = _clock(now=_paris(2027, 1, 24))
    assert for_applicant(running) == [
        "La Région doit répondre avant le 23 janvier 2027. Sans réponse à cette date, votre demande sera considérée "
        "comme refusée."
    ]
    assert for_applicant(suspended)[0] == (
        "Le délai est suspendu depuis le 1er décembre 2026 : il reprendra quand vous aurez répondu, au plus tard le "
        "31 décembre 2026. La Région devra alors répondre avant le 23 février 2027, ou plus tôt si vous répondez plus "
        "tôt."
    )
    assert for_applicant(moved)[1].startswith("À votre dépôt, cette date était le 23 janvier 2027")
    assert "considérée comme refusée depuis cette date" in for_applicant(over)[0]
    assert for_agents(running) == ["À décider avant le 23 janvier 2027 : ensuite, le silence vaut refus."]
    assert for_agents(suspended)[0].startswith("Délai suspendu depuis le 1er décembre 2026")
    assert for_agents(moved) == [
        "À décider avant le 23 février 2027 : ensuite, le silence vaut refus.",
        "Date au dépôt : le 23 janvier 2027. Les suspensions la repoussent.",
    ]
    assert for_agents(over) == ["Délai dépassé depuis le 23 janvier 2027 : la demande est considérée comme refusée."]
