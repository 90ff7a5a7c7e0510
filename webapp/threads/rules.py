"""Who may write about an application, and what a mail shows of a message. Pure."""

from enum import StrEnum

from webapp.core.actor import Actor
from webapp.core.refusals import Denied
from webapp.threads import texts

MESSAGE_MAX = 5_000
"""Characters."""
EXCERPT_MAX = 300


class Party(StrEnum):
    """Who speaks: the members of the structure, or the agents of the service."""

    APPLICANT = "applicant"
    REGION = "region"


def party_of(actor: Actor) -> Party:
    return Party.REGION if actor.is_agent else Party.APPLICANT


def denial(actor: Actor) -> Denied | None:
    """None when they may write. `actor` with the role they have there; whether they see it at all, the queries say."""
    if actor.is_agent or (actor.membership and actor.membership.role.can_write):
        return None
    return Denied(texts.READERS_ONLY_READ)


def excerpt(text: str, most: int = EXCERPT_MAX) -> str:
    """The beginning, its line ends kept, cut between two words if there is a place; `…` says that more follows."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut if text[most - 1].isspace() else cut[: max(cut.rfind(" "), cut.rfind("\n"), 0)]
    return f"{words.rstrip() if len(words) > most // 2 else cut}…"
