"""What administrators do with accounts, and how an invited agent gets in; one verb, one transaction."""

from webapp.agents.use_cases.changes import change_role, disable, enable, trigger_reset
from webapp.agents.use_cases.invitations import Invitation, accept_invitation, invite, send_invitation_again

__all__ = [
    "Invitation",
    "accept_invitation",
    "change_role",
    "disable",
    "enable",
    "invite",
    "send_invitation_again",
    "trigger_reset",
]
