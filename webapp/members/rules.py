"""What belongs to a role, and how much of an address may be shown. Pure."""

from webapp.core.actor import Actor, MemberRole, SigningWay

MESSAGE_MAX = 500
REASON_MAX = 500


def says_how_they_sign(role: MemberRole) -> bool:
    """Whoever may sign says in which capacity when they come; the others prepare, until they are given such a role."""
    return role.can_sign


def signing_of(role: MemberRole, said: SigningWay | None) -> SigningWay:
    return said if said is not None and says_how_they_sign(role) else SigningWay.PREPARER


def answers_orphan_requests(actor: Actor) -> bool:
    """To join a structure that has no active administrator: any agent, of whatever service and role."""
    return actor.is_agent


def masked(email: str) -> str:
    """`n…@exemple.fr`: enough to know one's own address by, and no more."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"
