"""Mails about the members of a structure."""

from collections.abc import Mapping
from typing import Any

from webapp.accounts.models import Account
from webapp.core.actor import MemberRole, SigningWay
from webapp.core.french import long_date_time
from webapp.core.mail import Mail
from webapp.core.own_paths import to
from webapp.members import links, paths, texts
from webapp.members.models import JoinRequest, RequestState, StructureInvitation
from webapp.structures.models import Structure
from webapp.structures.paths import STRUCTURES


def invitation(structure: Structure, invited: StructureInvitation, *, inviter: str) -> Mail:
    return Mail(
        kind="structures/invitation",
        recipient=invited.email,
        about_kind="structure_invitation",
        about_id=invited.id,
        link=links.PURPOSE,
        data={
            "inviter": inviter,
            "structure": structure.name,
            "role": texts.MEMBER_ROLES[invited.role],
            "until": long_date_time(invited.expires_at),
        },
    )


def role_changed(structure: Structure, member: Account, role: MemberRole, signing: SigningWay, *, by: str) -> Mail:
    """Whoever prepares for others cannot sign, whatever the role: the mail leads to where they say otherwise."""
    should_say_how = role.can_sign and signing is SigningWay.PREPARER
    data = {
        "role": texts.MEMBER_ROLES[role],
        "by": by,
        "page": to(paths.OWN_FUNCTION if should_say_how else paths.MEMBERS, structure_id=structure.id),
        "should_say_how": should_say_how,
    }
    return _mail(structure, member, "structures/role_changed", data)


def member_removed(structure: Structure, member: Account, *, by: str) -> Mail:
    return _mail(structure, member, "structures/member_removed", {"by": by})


def member_joined(structure: Structure, administrator: Account, *, name: str, role: MemberRole) -> Mail:
    data = {"name": name, "role": texts.MEMBER_ROLES[role], "page": to(paths.MEMBERS, structure_id=structure.id)}
    return _mail(structure, administrator, "structures/member_joined", data)


def member_left(structure: Structure, administrator: Account, *, name: str) -> Mail:
    data = {"name": name, "page": to(paths.MEMBERS, structure_id=structure.id)}
    return _mail(structure, administrator, "structures/member_left", data)


def join_request(structure: Structure, decider: Account, asker: Account, request: JoinRequest, *, page: str) -> Mail:
    """To whoever can answer; `page`: where they do."""
    data = {
        "name": asker.full_name,
        "email": asker.email,
        "siret": structure.siret or "",
        "function": request.function,
        "signing": texts.SIGNING_OF[request.signing],
        "message": request.message,
        "page": page,
    }
    return _mail(structure, decider, "structures/join_request", data)


def join_answer(structure: Structure, asker: Account, request: JoinRequest, *, role: MemberRole | None) -> Mail:
    """`role`: the one that was given; None for a refusal."""
    data = {
        "is_accepted": request.state == RequestState.ACCEPTED,
        "role": texts.MEMBER_ROLES[role] if role else "",
        "reason": request.reason,
        "page": STRUCTURES,
    }
    return _mail(structure, asker, "structures/join_answer", data)


def _mail(structure: Structure, to: Account, kind: str, data: Mapping[str, Any]) -> Mail:
    return Mail(
        kind=kind,
        recipient=to.email,
        recipient_name=to.full_name,
        about_kind="structure",
        about_id=structure.id,
        data={"first_name": to.first_name, "structure": structure.name, **data},
    )
