"""The life of an application, what is missing before it can be sent, and when silence becomes a refusal. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.applications import texts
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.refusals import Denied
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.rules import check_answer, eligibility_problem


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    TAKEN_OVER = "taken_over"


class Verb(StrEnum):
    FILL_IN = "fill_in"
    SUBMIT = "submit"
    DELETE = "delete"
    CHANGE_REVISION = "change_revision"
    TAKE_OVER = "take_over"


# From which state each verb may be said. Pages ask this table for their buttons, use cases for their right to act.
FROM = {
    Verb.FILL_IN: {ApplicationState.DRAFT},
    Verb.SUBMIT: {ApplicationState.DRAFT},
    Verb.DELETE: {ApplicationState.DRAFT},
    Verb.CHANGE_REVISION: {ApplicationState.DRAFT},
    Verb.TAKE_OVER: {ApplicationState.SUBMITTED},
}


def denial(actor: Actor, verb: Verb, state: ApplicationState) -> Denied | None:
    """None when they may. Who sees the application at all is decided by the queries."""
    if state not in FROM[verb]:
        return Denied(texts.NOT_NOW[verb], moved_on=True)
    if verb is Verb.TAKE_OVER:
        return None if actor.is_agent else Denied(texts.AGENTS_ONLY)
    if actor.membership is None or not actor.membership.role.can_write:
        return Denied(texts.READERS_ONLY_READ)
    if verb is Verb.SUBMIT and not actor.membership.can_sign:
        return Denied(texts.SIGNATORIES_ONLY)
    return None


class Step(StrEnum):
    """The pages of the form, in order; the value is the end of their address."""

    INTRO = "preambule"
    ELIGIBILITY = "criteres-d-eligibilite"
    STRUCTURE = "votre-structure"
    ANSWERS = "votre-dossier"
    PIECES = "pieces"
    SUMMARY = "recapitulatif"

    @staticmethod
    def labels(is_person: bool) -> dict[str, str]:
        """What each is called, in order; `is_person`: of an application that a private person makes for themselves."""
        return texts.STEPS_OF_A_PERSON if is_person else texts.STEPS

    @property
    def next(self) -> "Step":
        steps = list(Step)
        return steps[min(steps.index(self) + 1, len(steps) - 1)]

    @property
    def previous(self) -> "Step":
        steps = list(Step)
        return steps[max(steps.index(self) - 1, 0)]

    @property
    def position(self) -> int:
        """From 1."""
        return list(Step).index(self) + 1


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do before sending: where, and the sentence that says it. `anchor` is an id on that page."""

    step: Step
    anchor: str
    sentence: str


def missing(definition: SchemeDefinition, answers: Mapping[str, str], pieces: Collection[str]) -> list[Missing]:
    """All that prevents sending, in the order of the form; `pieces` are the keys of the slots that hold a document."""
    found = []
    for question in definition.eligibility:
        if problem := eligibility_problem(question, answers.get(question.key, "")):
            found.append(Missing(Step.ELIGIBILITY, question.key, problem))
    for field in definition.fields:
        if problem := check_answer(field, answers.get(field.key, "")).problem:
            found.append(Missing(Step.ANSWERS, field.key, problem))
    for piece in definition.pieces:
        if piece.required and piece.key not in pieces:
            found.append(Missing(Step.PIECES, f"piece-{piece.key}", f"Déposez la pièce « {piece.label} »."))
    return found


def attested(definition: SchemeDefinition) -> dict[str, str]:
    """By box of the form, the sentence that is ticked. The acknowledgement prints it word for word: it is evidence."""
    sworn, version = definition.sworn_statement, definition.sworn_statement.republican_commitment
    commitment = {"commitment": texts.COMMITMENT.format(version=version)} if version else {}
    return {**commitment, "statement": sworn.text.strip()}


def silence_is_refusal_on(received_at: datetime) -> datetime:
    """Two months after receipt, for a money request (CRPA L231-4, 3°), at the same hour in Paris.

    The last day of a shorter month stands for a day that it does not have: 31 December → 28 February.
    """
    local = received_at.astimezone(PARIS)
    month = local.month + 2
    year, month = local.year + (month - 1) // 12, (month - 1) % 12 + 1
    for day in range(local.day, 27, -1):
        try:
            return local.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return local.replace(year=year, month=month)
