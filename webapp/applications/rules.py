"""The life of an application, what is missing before it can be sent, and when silence becomes a refusal. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.applications import texts
from webapp.core.actor import Actor
from webapp.core.clock import PARIS
from webapp.core.refusals import Denied
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.engine import Facts
from webapp.schemes.filled import Filled, FilledForm, Row
from webapp.structures.rules import StructureFamily


class ApplicationState(StrEnum):
    DRAFT = "draft"
    AWAITING_STATEMENT = "awaiting_statement"
    SUBMITTED = "submitted"
    TAKEN_OVER = "taken_over"
    UNDER_REVIEW = "under_review"
    WITHDRAWN = "withdrawn"
    INADMISSIBLE = "inadmissible"
    DROPPED = "dropped"


NOT_SENT = frozenset({ApplicationState.DRAFT, ApplicationState.AWAITING_STATEMENT})
"""Nobody of the Region sees it yet."""
CLOSED = frozenset({ApplicationState.WITHDRAWN, ApplicationState.INADMISSIBLE, ApplicationState.DROPPED})
"""Nothing comes after it."""
_IN_REVIEW = frozenset({ApplicationState.TAKEN_OVER, ApplicationState.UNDER_REVIEW})
_WITH_THE_REGION = frozenset({ApplicationState.SUBMITTED, *_IN_REVIEW})


class Verb(StrEnum):
    FILL_IN = "fill_in"
    ASK_STATEMENT = "ask_statement"
    TAKE_BACK = "take_back"
    SUBMIT = "submit"
    DELETE = "delete"
    CHANGE_REVISION = "change_revision"
    TAKE_OVER = "take_over"
    START_REVIEW = "start_review"
    DECLARE_COMPLETE = "declare_complete"
    DECLARE_INADMISSIBLE = "declare_inadmissible"
    DROP = "drop"
    ASSIGN = "assign"
    JUDGE_PIECE = "judge_piece"
    NOTE = "note"
    WITHDRAW = "withdraw"
    DUPLICATE = "duplicate"
    AMEND = "amend"
    SUBMIT_AMENDMENT = "submit_amendment"


# From which state each verb may be said. Pages ask this table for their buttons, use cases for their right to act.
FROM = {
    Verb.FILL_IN: {ApplicationState.DRAFT},
    Verb.ASK_STATEMENT: {ApplicationState.DRAFT},
    Verb.TAKE_BACK: {ApplicationState.AWAITING_STATEMENT},
    Verb.SUBMIT: NOT_SENT,
    Verb.DELETE: {ApplicationState.DRAFT},
    Verb.CHANGE_REVISION: {ApplicationState.DRAFT},
    Verb.TAKE_OVER: {ApplicationState.SUBMITTED},
    Verb.START_REVIEW: {ApplicationState.TAKEN_OVER},
    Verb.DECLARE_COMPLETE: _IN_REVIEW,
    Verb.DECLARE_INADMISSIBLE: _WITH_THE_REGION,
    Verb.DROP: _WITH_THE_REGION,
    Verb.ASSIGN: _IN_REVIEW,
    Verb.JUDGE_PIECE: _IN_REVIEW,
    Verb.NOTE: set(ApplicationState) - NOT_SENT,
    Verb.WITHDRAW: _WITH_THE_REGION,
    Verb.DUPLICATE: set(ApplicationState),
    Verb.AMEND: _IN_REVIEW,
    Verb.SUBMIT_AMENDMENT: _IN_REVIEW,
}
AGENTS_VERBS = (
    Verb.TAKE_OVER,
    Verb.START_REVIEW,
    Verb.DECLARE_COMPLETE,
    Verb.DECLARE_INADMISSIBLE,
    Verb.DROP,
    Verb.ASSIGN,
    Verb.JUDGE_PIECE,
    Verb.NOTE,
)
# What commits the structure, or ends that; with the sentence for who writes for it and may not sign.
SIGNED = {
    Verb.SUBMIT: texts.SIGNATORIES_ONLY,
    Verb.WITHDRAW: texts.SIGNATORIES_WITHDRAW,
    Verb.SUBMIT_AMENDMENT: texts.SIGNATORIES_AMEND,
}


def denial(actor: Actor, verb: Verb, state: ApplicationState) -> Denied | None:
    """None when they may. Who sees the application at all is decided by the queries."""
    if state not in FROM[verb]:
        return Denied(_not_now(verb, state), moved_on=True)
    if verb in AGENTS_VERBS:
        return None if actor.is_agent else Denied(texts.AGENTS_ONLY)
    if actor.membership is None or not actor.membership.role.can_write:
        return Denied(texts.READERS_ONLY_READ)
    if verb in SIGNED and not actor.membership.can_sign:
        return Denied(SIGNED[verb])
    if verb is Verb.ASK_STATEMENT and actor.membership.can_sign:
        return Denied(texts.SIGNS_ONESELF)
    return None


def _not_now(verb: Verb, state: ApplicationState) -> str:
    if state is ApplicationState.AWAITING_STATEMENT:
        return texts.AWAITS_STATEMENT
    if verb in AGENTS_VERBS and state in CLOSED:
        return texts.CLOSED_BEFORE[state]
    if verb in AGENTS_VERBS and state is ApplicationState.SUBMITTED:
        return texts.TAKE_OVER_FIRST
    return texts.NOT_NOW[verb]


class Turn(StrEnum):
    """Whose move it is."""

    APPLICANT = "applicant"
    SIGNATORY = "signatory"
    REGION = "region"
    NOBODY = "nobody"


TURNS = {
    ApplicationState.DRAFT: Turn.APPLICANT,
    ApplicationState.AWAITING_STATEMENT: Turn.SIGNATORY,
    ApplicationState.SUBMITTED: Turn.REGION,
    ApplicationState.TAKEN_OVER: Turn.REGION,
    ApplicationState.UNDER_REVIEW: Turn.REGION,
    ApplicationState.WITHDRAWN: Turn.NOBODY,
    ApplicationState.INADMISSIBLE: Turn.NOBODY,
    ApplicationState.DROPPED: Turn.NOBODY,
}


class WithdrawalReason(StrEnum):
    """Why an applicant withdraws; nobody has to say."""

    DROPPED = "dropped"
    CHANGED = "changed"
    FUNDED = "funded"
    MISTAKE = "mistake"
    OTHER = "other"
    UNSAID = "unsaid"


class Step(StrEnum):
    """The pages of every form, in order; the value is the end of their address.

    "Votre dossier" stands for the pages that the scheme declares, each with its key behind it.
    """

    INTRO = "preambule"
    ELIGIBILITY = "criteres-d-eligibilite"
    STRUCTURE = "votre-structure"
    ANSWERS = "votre-dossier"
    PIECES = "pieces"
    SUMMARY = "recapitulatif"


@dataclass(frozen=True, slots=True)
class FormPage:
    """`end` of its address; `to_do`: answers, facts or pieces that are wrong or missing there."""

    end: str
    label: str
    to_do: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do before sending: where, and the sentence that says it. `anchor` is an id on that page."""

    page: str
    anchor: str
    sentence: str


def missing(
    form: FilledForm, facts: Facts, pieces: Collection[str], *, has_bank_account: bool = False
) -> list[Missing]:
    """All that prevents sending, in the order of the form; `pieces` are the keys of the slots that hold a document."""
    found = _to_correct(Step.ELIGIBILITY, form.eligibility)
    for fact in form.definition.facts:
        if fact not in facts:
            sentence = texts.FACT_MISSING[fact]
            found.append(Missing(Step.STRUCTURE, fact_id(fact), sentence))
    for step in form.steps:
        fields = (one for section in step.sections for one in section.fields)
        found += _to_correct(f"{Step.ANSWERS}/{step.step.key}", fields)
    for piece in form.pieces:
        if piece.required and piece.key not in pieces:
            found.append(Missing(Step.PIECES, f"piece-{piece.key}", f"Déposez la pièce « {piece.label} »."))
        if piece.required and piece.bank_account and not has_bank_account:
            found.append(Missing(Step.PIECES, "bank-account", texts.BANK_ACCOUNT_MISSING))
    return found


def _to_correct(page: str, fields: Iterable[Filled]) -> list[Missing]:
    return [
        Missing(page, control_id(leaf.name), f"{place} : {sentence}" if place else sentence)
        for field in fields
        for leaf, place in _leaves(field)
        if (sentence := leaf.problem or leaf.missing)
    ]


def _leaves(field: Filled) -> Iterator[tuple[Filled, str]]:
    """In the order of Filled.leaves, with where each stands in the field; the field itself needs no place."""
    yield field, ""
    label = field.field.label
    for part in field.parts:
        yield part, label
    yield from _cells(label, field.rows)
    for line in field.budget.lines if field.budget else ():
        account = f"{line.account.code} – {line.account.label}"
        if line.cell:
            yield line.cell, account
        yield from _cells(account, line.funders)


def _cells(label: str, rows: Iterable[Row]) -> Iterator[tuple[Filled, str]]:
    for number, row in enumerate(rows, 1):
        for cell in row.cells:
            yield cell, f"{label}, {texts.ROW.format(number=number)}"


def fact_id(fact: str) -> str:
    """Of what says, in the step "Votre structure", that a fact of the structure is missing."""
    return f"fait-{fact.replace('_', '-')}"


def control_id(name: str) -> str:
    """Of the control in its page; see schemes/controls.py for names."""
    return name.replace(".", "-")


def form_pages(form: FilledForm, missing: Collection[Missing], *, is_person: bool) -> tuple[FormPage, ...]:
    """The steps that this form has in its present state. `is_person`: of an application made for oneself."""
    labels = texts.STEPS_OF_A_PERSON if is_person else texts.STEPS
    to_do = Counter(item.page for item in missing)
    ends: list[tuple[str, str]] = []
    for step in Step:
        if step is Step.ANSWERS:
            ends += [(f"{step}/{one.step.key}", one.step.title) for one in form.steps]
        else:
            ends.append((step, labels[step]))
    return tuple(FormPage(end, label, to_do[end]) for end, label in ends)


def attested(definition: SchemeDefinition, family: str) -> dict[str, str]:
    """By box of the form, the sentence that is ticked. The acknowledgement prints it word for word: it is evidence.

    `family` of the structure: only associations commit themselves (loi n° 2021-1109 du 24 août 2021, article 12).
    """
    sworn, version = definition.sworn_statement, definition.sworn_statement.republican_commitment
    is_committed = bool(version) and family == StructureFamily.ASSOCIATION
    commitment = {"commitment": texts.COMMITMENT.format(version=version)} if is_committed else {}
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
