"""What a new draft takes over from an application on the same scheme, and why there is none now. Pure."""

from collections.abc import Iterable
from datetime import datetime

from webapp.applications import texts
from webapp.schemes import texts as scheme_texts
from webapp.schemes.campaigns import CampaignState, moment, notice, reopens_at, state_of
from webapp.schemes.controls import find_control
from webapp.schemes.definition import Campaign, SchemeDefinition

UNSOUND = ("infected", "refused")
"""States of a document that nobody carries on with."""


def kept_names(definition: SchemeDefinition, names: Iterable[str]) -> list[str]:
    """Of answers: those of controls that this revision still has; what is typed there is read by its rules."""
    return [name for name in names if find_control(definition, name)]


def kept_slots(definition: SchemeDefinition) -> list[str]:
    return [piece.key for piece in definition.pieces]


def closed_notice(campaign: Campaign, now: datetime) -> str:
    """When one may apply again; an empty text while one may."""
    state = state_of(campaign, now)
    if state in (CampaignState.OPEN, CampaignState.CLOSING):
        return ""
    if state is CampaignState.CLOSED and reopens_at(campaign, now) is None:
        closed = scheme_texts.NOTICES[state].format(closes=moment(campaign.closes_at))
        return f"{closed} {texts.DATE_ON_THE_SHEET}"
    return notice(campaign, now)
