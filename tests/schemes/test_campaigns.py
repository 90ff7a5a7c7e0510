"""A campaign to the second: it opens with its first and is closed with its last, whatever the clocks of Paris do."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from webapp.schemes.campaigns import CampaignState, notice, period, standing, state_of
from webapp.schemes.definition import Campaign

SECOND = timedelta(seconds=1)


def _campaign(opens: str, closes: str, reopens: str | None = None) -> Campaign:
    """Local times, as a scheme's file has them."""
    return msgspec.convert({"opens": opens, "closes": closes, "reopens": reopens}, Campaign)


CAMPAIGN = _campaign("2026-09-01T09:00:00", "2026-12-18T18:00:00")
WINTER_2027 = _campaign("2026-09-01T00:00:00", "2027-01-01T00:00:00", "2027-02-01T08:30:00")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


OPENING, CLOSING = _at("2026-09-01T09:00:00+02:00"), _at("2026-12-18T18:00:00+01:00")


def test_the_opening_second_is_in_and_the_closing_second_is_out() -> None:
    states = [state_of(CAMPAIGN, now) for now in (OPENING - SECOND, OPENING, CLOSING - SECOND, CLOSING)]
    assert states == [CampaignState.UPCOMING, CampaignState.OPEN, CampaignState.CLOSING, CampaignState.CLOSED]


def test_it_closes_soon_when_less_than_15_days_remain() -> None:
    edge = CLOSING - timedelta(days=15)
    assert [state_of(CAMPAIGN, edge), state_of(CAMPAIGN, edge + SECOND)] == [CampaignState.OPEN, CampaignState.CLOSING]


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        pytest.param("2026-10-25T02:30:00", "2026-10-25T00:30:00+00:00", id="an hour that comes twice: the first"),
        pytest.param("2026-10-25T03:00:00", "2026-10-25T02:00:00+00:00", id="after both"),
        pytest.param("2027-03-28T01:59:59", "2027-03-28T00:59:59+00:00", id="before the missing hour"),
        pytest.param("2027-03-28T02:30:00", "2027-03-28T01:30:00+00:00", id="in it: half an hour after it began"),
        pytest.param("2027-03-28T03:00:00", "2027-03-28T01:00:00+00:00", id="after it"),
    ],
)
def test_the_nights_of_the_change_of_hour_have_one_closing_second(local: str, instant: str) -> None:
    campaign = _campaign("2026-09-01T00:00:00", local)
    closing = _at(instant)
    assert [campaign.is_open(closing - SECOND), campaign.is_open(closing)] == [True, False]
    assert state_of(campaign, closing) is CampaignState.CLOSED


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (OPENING - SECOND, "Ouvre le 1er septembre 2026"),
        (OPENING, "Ouverte jusqu'au 18 décembre 2026"),
        (CLOSING - SECOND, "Bientôt close : jusqu'au 18 décembre 2026"),
        (CLOSING, "Fermée depuis le 18 décembre 2026"),
    ],
)
def test_a_card_says_where_the_campaign_stands(now: datetime, words: str) -> None:
    assert standing(CAMPAIGN, now).words == words


def test_a_closed_one_says_when_it_reopens_until_that_is_past() -> None:
    reopening = _at("2027-02-01T08:30:00+01:00")
    assert standing(WINTER_2027, reopening - SECOND).words == "Fermée. Réouverture le 1er février 2027"
    assert notice(WINTER_2027, reopening - SECOND).endswith("Réouverture le 1er février 2027 à 08:30.")
    assert standing(WINTER_2027, reopening).words == "Fermée depuis le 31 décembre 2026"
    assert notice(WINTER_2027, reopening).endswith("La date de la prochaine campagne sera publiée ici.")


def test_midnight_is_the_end_of_the_day_that_people_know() -> None:
    assert period(WINTER_2027) == (
        "Dépôt des demandes du 1er septembre 2026 à 00:00 jusqu'au 31 décembre 2026 à minuit, heure de Paris."
    )
    assert "jusqu'au 31 décembre 2026" in standing(WINTER_2027, OPENING).words


def test_the_seconds_of_a_closing_time_are_said() -> None:
    to_the_second = _campaign("2026-09-01T00:00:00", "2026-12-18T23:59:59")
    assert "18 décembre 2026 à 23:59:59, heure de Paris" in period(to_the_second)
