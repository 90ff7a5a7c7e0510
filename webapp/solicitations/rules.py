"""The life of what the Region asks back: who may do what from where, and what makes a reply complete. Pure."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from webapp.applications.rules import ApplicationState
from webapp.core.actor import Actor
from webapp.core.refusals import Denied
from webapp.solicitations import texts


class SolicitationKind(StrEnum):
    PIECE_REQUEST = "piece_request"
    EDIT_REQUEST = "edit_request"


class SolicitationState(StrEnum):
    """As agents see it; a request asked again is over, and another one, of the next round, stands beside it."""

    DRAFT = "draft"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    ASKED_AGAIN = "asked_again"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    UNABLE = "unable"
    ACCEPTED = "accepted"
    ASKED_AGAIN = "asked_again"


class ItemTarget(StrEnum):
    """What an item is about: `target` of its row is the key of a piece or of a section, or the name of a field."""

    PIECE = "piece"
    SECTION = "section"
    FIELD = "field"


class SolicitationVerb(StrEnum):
    COMPOSE = "compose"
    SEND = "send"
    CANCEL = "cancel"
    REPLY = "reply"
    TRANSMIT = "transmit"
    JUDGE = "judge"
    CLOSE = "close"
    RESUME = "resume"


# From which state each verb may be said. Pages ask this table for their buttons, use cases for their right to act.
FROM = {
    SolicitationVerb.COMPOSE: {SolicitationState.DRAFT},
    SolicitationVerb.SEND: {SolicitationState.DRAFT},
    SolicitationVerb.CANCEL: {SolicitationState.OPEN},
    SolicitationVerb.REPLY: {SolicitationState.OPEN},
    SolicitationVerb.TRANSMIT: {SolicitationState.OPEN},
    SolicitationVerb.JUDGE: {SolicitationState.ANSWERED},
    SolicitationVerb.CLOSE: {SolicitationState.OPEN, SolicitationState.ANSWERED},
    SolicitationVerb.RESUME: {SolicitationState.CANCELLED},
}
ASKABLE = frozenset({ApplicationState.TAKEN_OVER, ApplicationState.UNDER_REVIEW})
"""States of an application about which the Region may ask: an agent is in charge, and nothing is decided."""
OF_APPLICANTS = frozenset({SolicitationVerb.REPLY, SolicitationVerb.TRANSMIT})
WAITS_FOR_APPLICANT = frozenset({SolicitationState.OPEN})
WAITS_FOR_REGION = frozenset({SolicitationState.ANSWERED})
SENT = frozenset(SolicitationState) - {SolicitationState.DRAFT}
"""Applicants see these."""
# As the applicant reads it: what was received from the Region, then what was sent to it.
APPLICANT_LABELS = {
    SolicitationState.OPEN: "Reçue",
    SolicitationState.ANSWERED: "Envoyée",
    SolicitationState.ASKED_AGAIN: "Envoyée",
    SolicitationState.CLOSED: "Close",
    SolicitationState.CANCELLED: "Annulée",
}
ACCEPTED = "Acceptée"
"""Instead of "Close" where each item is accepted."""
NOT_ANSWERED = frozenset({ItemState.ASKED})
JUDGED = frozenset({ItemState.ACCEPTED, ItemState.ASKED_AGAIN})


def denial(actor: Actor, verb: SolicitationVerb, state: SolicitationState) -> Denied | None:
    """None when they may. Who sees the solicitation at all is decided by the queries."""
    if state not in FROM[verb]:
        return Denied(texts.NOT_NOW[verb].get(state, texts.MOVED_ON), moved_on=True)
    if verb in OF_APPLICANTS:
        if actor.membership is None or not actor.membership.role.can_write:
            return Denied(texts.READERS_DO_NOT_ANSWER)
        return None
    return None if actor.is_agent else Denied(texts.AGENTS_ASK)


def has_edits(sent_at: datetime | None, edited_at: datetime) -> bool:
    """Of a contribution that is open: the applicant has changed an answer or a piece since it was sent."""
    return sent_at is not None and edited_at > sent_at


class Asked(Protocol):
    """A round in which those who may sign are asked to attest: the row, or what a page reads of it."""

    @property
    def asked_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


def signers_know(last: Asked | None, sent_at: datetime | None, edited_at: datetime) -> bool:
    """Of a contribution sent by the Region then: they were asked to attest what is in it now."""
    if last is None or last.ended_at is not None or sent_at is None:
        return False
    return last.asked_at >= max(sent_at, edited_at)


def all_accepted(states: Iterable[ItemState]) -> bool:
    """Then it is closed by itself. False of nothing at all."""
    found = set(states)
    return found == {ItemState.ACCEPTED}
