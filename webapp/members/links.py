"""The one-time link of an invitation to a structure. As those of accounts: a signed text whose truth is a row.

It is worth nothing to whoever is not signed in with the invited address: see use_cases/acceptance.py.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from webapp.accounts.links import DeadLink
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members.models import RequestState, StructureInvitation

PURPOSE = "structure_invitation"
LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class InvitationToken:
    """What the text of a link holds: which row, and the random word that only the mail knew."""

    invitation_id: UUID
    nonce: str


async def mint_invitation_link(work: Work, signer: Signer, invitation_id: UUID) -> str:
    """A new link's text; the earlier one stops working. It lives as long as the invitation, which the mail tells.

    Raises DeadLink when the invitation does not wait any more.
    """
    async with work:
        invitation = await work.session.get(StructureInvitation, invitation_id, with_for_update=True)
        if invitation is None or invitation.state != RequestState.PENDING or invitation.expires_at <= work.now:
            raise DeadLink
        invitation.nonce = secrets.token_urlsafe(16)
        return signer.sign(f"link.{PURPOSE}", [invitation.id.hex, invitation.nonce])


def read_invitation_token(signer: Signer, text: str) -> InvitationToken | None:
    match signer.read(f"link.{PURPOSE}", text):
        case [str(invitation_id), str(nonce)]:
            return InvitationToken(UUID(hex=invitation_id), nonce)
    return None
