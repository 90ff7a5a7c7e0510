"""Addresses of the pages about who acts for a structure, and about becoming one of them."""

from urllib.parse import urlencode

from webapp.structures.paths import STRUCTURE

CHOICE = STRUCTURE + "/choix"
MEMBERS = STRUCTURE + "/membres"
MEMBER_ROLE = MEMBERS + "/{account_id:uuid}/role"
MEMBER_REMOVAL = MEMBERS + "/{account_id:uuid}/retrait"
OWN_FUNCTION = MEMBERS + "/ma-fonction"
"""What a member says of themselves: their function, and how they sign."""
DEPARTURE = MEMBERS + "/depart"
INVITATIONS = STRUCTURE + "/invitations"
INVITATION_RENEWAL = INVITATIONS + "/{invitation_id:uuid}/renvoi"
INVITATION_CANCELLATION = INVITATIONS + "/{invitation_id:uuid}/annulation"
INVITATION = "/rattachement/{token:str}"
"""The page that the mail leads to. It begins otherwise than those of a structure: no token is taken for an id."""
JOINING = "/structure/rattachement"
JOIN_WITHDRAWAL = JOINING + "/{request_id:uuid}/retrait"
JOIN_REQUEST = STRUCTURE + "/rattachements/{request_id:uuid}"
DESK_JOIN_REQUESTS = "/espace-agent/rattachements"
DESK_JOIN_REQUEST = DESK_JOIN_REQUESTS + "/{request_id:uuid}"
# What ends both kinds of JOIN_REQUEST.
ACCEPTANCE = "/acceptation"
REFUSAL = "/refus"


def joining(number: str) -> str:
    """Where one asks to act for a structure that others declared; `number` is a Siret or a number RNA."""
    return f"{JOINING}?{urlencode({'siret': number})}"
