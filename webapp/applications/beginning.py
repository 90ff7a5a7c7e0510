"""May this structure begin an application on this scheme now? The use case asks, and the sheet for its button."""

from datetime import datetime

from webapp.core.actor import ActingMembership
from webapp.core.refusals import Denied
from webapp.schemes import texts
from webapp.schemes.campaigns import CampaignState, moment, state_of
from webapp.schemes.definition import SchemeDefinition


def denial_to_begin(membership: ActingMembership, definition: SchemeDefinition, now: datetime) -> Denied | None:
    """None when they may. The date first: who comes too late need not hear that it was not for them."""
    campaign = definition.campaign
    match state_of(campaign, now):
        case CampaignState.UPCOMING:
            return Denied(texts.NOT_OPEN_YET.format(opens=moment(campaign.opens_at)))
        case CampaignState.CLOSED:
            return Denied(texts.CLOSED_MEANWHILE.format(closes=moment(campaign.closes_at)), moved_on=True)
    if membership.family not in definition.families:
        return Denied(texts.FOR_OTHERS.format(to_them=texts.to_them(definition.families)))
    return None if membership.role.can_write else Denied(texts.READERS_DO_NOT_BEGIN)
