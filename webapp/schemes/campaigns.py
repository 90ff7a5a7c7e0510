"""Where a campaign stands at an instant, and how that is said. Instants are compared, never local times: a night of the
change of hour has an hour twice, or misses one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from webapp.core import french
from webapp.core.clock import PARIS
from webapp.schemes import texts
from webapp.schemes.definition import Campaign

SOON = timedelta(days=15)


class CampaignState(StrEnum):
    """`closing`: open, for less than SOON."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """`look`: kind and icon of its chip."""

    state: CampaignState
    words: str
    look: tuple[str, str]

    @property
    def is_open(self) -> bool:
        return self.state in (CampaignState.OPEN, CampaignState.CLOSING)


def state_of(campaign: Campaign, now: datetime) -> CampaignState:
    if now < campaign.opens_at:
        return CampaignState.UPCOMING
    if now >= campaign.closes_at:
        return CampaignState.CLOSED
    return CampaignState.CLOSING if campaign.closes_at - now < SOON else CampaignState.OPEN


def standing(campaign: Campaign, now: datetime) -> Standing:
    """As a card of the catalogue says it: days, without hours."""
    state = state_of(campaign, now)
    reopening = reopens_at(campaign, now) if state is CampaignState.CLOSED else None
    sentence = texts.REOPENS_ON if reopening else texts.STANDINGS[state]
    words = sentence.format(
        opens=french.long_date(campaign.opens_at),
        last_day=last_day(campaign),
        reopens=french.long_date(reopening) if reopening else "",
    )
    return Standing(state, words, texts.STANDING_LOOKS[state])


def period(campaign: Campaign) -> str:
    """From when until when, in one sentence."""
    return texts.PERIOD.format(opens=moment(campaign.opens_at), until=until(campaign))


def notice(campaign: Campaign, now: datetime) -> str:
    """What who wants to apply has to know now, to the minute."""
    state = state_of(campaign, now)
    said = texts.NOTICES[state].format(
        opens=moment(campaign.opens_at), until=until(campaign), closes=moment(campaign.closes_at)
    )
    if state is not CampaignState.CLOSED:
        return said
    reopening = reopens_at(campaign, now)
    return f"{said} {texts.REOPENING.format(reopens=moment(reopening)) if reopening else texts.NO_DATE_YET}"


def reopens_at(campaign: Campaign, now: datetime) -> datetime | None:
    """None while it is not decided, and once it is past: the file of the next campaign is awaited then."""
    return campaign.reopens_at if campaign.reopens_at and now < campaign.reopens_at else None


def last_day(campaign: Campaign) -> str:
    """`31 décembre 2026`, also of a campaign that closes at 00:00 on 1 January."""
    return french.long_date(campaign.closes_at - timedelta(seconds=1))


def until(campaign: Campaign) -> str:
    """`31 décembre 2026 à 18:00`; `à minuit` is the end of the day that is named."""
    closes = campaign.closes_at.astimezone(PARIS)
    if (closes.hour, closes.minute, closes.second) == (0, 0, 0):
        return f"{last_day(campaign)} à minuit"
    return moment(campaign.closes_at)


def moment(instant: datetime) -> str:
    """`1er janvier 2026 à 00:00`, with the seconds of one that has some."""
    return french.long_date_time(instant) if instant.second else french.deadline(instant)
