"""The next version of an application: what the Region had reopened, as it was changed; the rest as it was sent.

The versions before it stay as they are, for ever.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from webapp.applications import texts
from webapp.applications.access import require
from webapp.applications.amended import open_answers
from webapp.applications.bank_details import BankDetails, account_changes, masked
from webapp.applications.models import Application, Submission
from webapp.applications.ready import Incomplete, account_of, answers_of, sound_documents
from webapp.applications.rules import Verb, attested, missing
from webapp.applications.use_cases.submission import Sworn, frozen_piece, require_sworn
from webapp.core.actor import Actor, SigningWay
from webapp.core.clock import PARIS
from webapp.core.ids import new_id
from webapp.core.refusals import Refused
from webapp.core.work import Work
from webapp.schemes.asked import asked_answers
from webapp.schemes.definition import SchemeDefinition
from webapp.schemes.engine import fill
from webapp.schemes.filled import Fact, FilledForm
from webapp.schemes.form_changes import Change, form_changes, piece_changes
from webapp.schemes.reopening import Reopened, only_reopened, reopened
from webapp.schemes.revisions import load_definition
from webapp.structures.access import lock_for_member
from webapp.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Amended:
    """What was sent just now, after which version, and what differs; by whom it is signed, and how."""

    before: Submission
    after: Submission
    changes: Sequence[Change]
    structure: Structure
    signing: SigningWay


@dataclass(frozen=True, slots=True)
class AmendedDraft:
    """All of the form as it would be sent."""

    definition: SchemeDefinition
    form: FilledForm
    answers: Mapping[str, str]
    pieces: Sequence[dict[str, Any]]
    bank_account: BankDetails | None


async def amend(work: Work, actor: Actor, application: Application, sworn: Sworn) -> Amended:
    """Of an application whose row is held, within a transaction. Its state does not change: the Region has it.

    Raises Conflict once nothing is reopened; OutOfRole for who may not sign; Incomplete; Refused on `statement` or
    `commitment` not ticked, for what was changed since it was read, and when nothing was changed.
    """
    structure, signing = await _lock_to_amend(work, actor, application)
    last, draft, changes = await require_amended(work, application)
    boxes = attested(draft.definition, structure.family)
    require_sworn(application, boxes, sworn)
    after = Submission(
        id=new_id(),
        application_id=application.id,
        number=last.number + 1,
        revision_id=last.revision_id,
        snapshot_id=last.snapshot_id,
        facts=last.facts,
        answers=asked_answers(draft.form, draft.answers),
        pieces=list(draft.pieces),
        attested=boxes,
        bank_account=draft.bank_account and asdict(draft.bank_account),
        commitment_version=draft.definition.sworn_statement.republican_commitment if "commitment" in boxes else None,
        sent_at=work.now,
        sent_by=actor.account_id,
    )
    work.session.add(after)
    return Amended(last, after, changes, structure, signing)


async def require_amended(work: Work, application: Application) -> tuple[Submission, AmendedDraft, Sequence[Change]]:
    """What was sent last, what would be sent now, and what differs. Raises Incomplete, Refused when nothing does."""
    last = await _last(work, application)
    definition = await load_definition(work.session, application.revision_id)
    parts = reopened(definition, frozenset(application.reopened))
    draft = await _draft(work, application, last, definition, parts)
    changes = _changes(last, draft, _filled(application, definition, last, last.answers))
    if not changes:
        raise Refused(texts.NOTHING_CHANGED)
    return last, draft, changes


async def _lock_to_amend(work: Work, actor: Actor, application: Application) -> tuple[Structure, SigningWay]:
    """As for the first version, asked twice: the second time of the role that they have at this instant."""
    require(actor, Verb.SUBMIT_AMENDMENT, application)
    structure, sender = await lock_for_member(work, actor, application.structure_id)
    require(sender, Verb.SUBMIT_AMENDMENT, application)
    assert sender.membership is not None  # noqa: S101  (require has looked)
    return structure, sender.membership.signing


async def _last(work: Work, application: Application) -> Submission:
    query = select(Submission).where(Submission.application_id == application.id).order_by(Submission.number.desc())
    found: Submission = (await work.session.scalars(query.limit(1))).one()
    return found


async def _draft(
    work: Work, application: Application, last: Submission, definition: SchemeDefinition, parts: Reopened
) -> AmendedDraft:
    """Raises Incomplete when it does not hold together."""
    answers = open_answers(parts, last.answers, await answers_of(work, application))
    form = _filled(application, definition, last, answers)
    documents = [(piece, one) for piece, one in await sound_documents(work, application) if piece in parts.pieces]
    given = {piece for piece, _ in documents}
    facts, account = _facts(last), await _account(work, application, last, definition, parts)
    if what := missing(only_reopened(form, parts), facts, given, has_bank_account=account is not None):
        raise Incomplete(what)
    kept = [piece for piece in last.pieces if piece["piece"] not in parts.pieces]
    asked = {piece.key for piece in form.pieces}
    pieces = [*kept, *(frozen_piece(piece, document) for piece, document in documents)]
    paid_into = account if last.bank_account or any(piece.bank_account for piece in form.pieces) else None
    return AmendedDraft(definition, form, answers, [piece for piece in pieces if piece["piece"] in asked], paid_into)


async def _account(
    work: Work, application: Application, last: Submission, definition: SchemeDefinition, parts: Reopened
) -> BankDetails | None:
    """The one that was sent; where there was none, the one that is given now that an answer asks for it."""
    if last.bank_account:
        return BankDetails(**last.bank_account)
    return await account_of(work, application) if parts.opens_bank_account(definition) else None


def _filled(
    application: Application, definition: SchemeDefinition, last: Submission, answers: Mapping[str, str]
) -> FilledForm:
    """On the day of the first version: what was right then does not become wrong by waiting for the Region."""
    assert application.submitted_at is not None  # noqa: S101  (it is sent)
    return fill(definition, answers, _facts(last), application.submitted_at.astimezone(PARIS).date())


def _facts(last: Submission) -> dict[str, Fact]:
    return {key: Fact(**fact) for key, fact in last.facts.items()}


def _changes(last: Submission, draft: AmendedDraft, before: FilledForm) -> list[Change]:
    was, now = _named(last.pieces), _named(draft.pieces)
    before_account = masked(BankDetails(**last.bank_account)) if last.bank_account else None
    account = masked(draft.bank_account) if draft.bank_account else None
    return [
        *form_changes(before, draft.form),
        *piece_changes(draft.definition, was, now),
        *account_changes(before_account, account),
    ]


def _named(pieces: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for piece in pieces:
        found.setdefault(piece["piece"], []).append((piece["document_id"], piece["filename"]))
    return found
