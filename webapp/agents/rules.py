"""What an administrator may do with an agent's account. A no is the sentence to show."""

from webapp.agents import texts


def disabling_problem(*, is_self: bool, is_last_administrator: bool) -> str | None:
    """Nobody locks themselves out, and somebody must always be able to let others in."""
    if is_self:
        return texts.OWN_ACCOUNT
    return texts.LAST_ADMINISTRATOR if is_last_administrator else None


def role_problem(*, stays_administrator: bool, is_last_administrator: bool) -> str | None:
    return texts.LAST_ADMINISTRATOR if is_last_administrator and not stays_administrator else None
