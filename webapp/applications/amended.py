"""An application that was sent, while the Region lets some of it be changed: what was sent stays beside it.

The rows that a draft is kept in go on living after it is sent. Here they stand for what is reopened, and for nothing
else: an edit that was left behind in an earlier round comes back only when its question is asked again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncEngine

from webapp.applications import texts
from webapp.applications.bank_details import account_changes
from webapp.applications.queries import ApplicationPage, Kept, PieceFile, kept_now
from webapp.applications.rules import FROM, FormPage, Missing, Step, Verb, missing
from webapp.core.clock import PARIS
from webapp.schemes.engine import fill
from webapp.schemes.filled import FilledForm
from webapp.schemes.form_changes import Change, form_changes, piece_changes
from webapp.schemes.reopening import Reopened, only_reopened, reopened


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to change: a whole section or one field, by its key; what the Region says of it."""

    label: str
    reason: str
    section: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class AmendedPage(ApplicationPage):
    """`form` holds only what can be changed, `whole` all of it; `sent`: the version that the Region has; `asks`: what
    the Region wants changed, in the words of its request.
    """

    sent: ApplicationPage
    whole: FilledForm
    parts: Reopened
    asks: tuple[Ask, ...] = ()

    @property
    def takes_bank_account(self) -> bool:
        """What was sent keeps its account; where it had none, an answer that is changed may ask for one."""
        return _takes_account(self.sent, self.parts)

    @property
    def is_amended(self) -> bool:
        return True

    def place_of(self, ask: Ask) -> tuple[str, str]:
        """Of what is asked, the page and the id on it; the last page for what this form does not ask any more."""
        for step in self.form.steps:
            for section in step.sections:
                end = f"{Step.ANSWERS}/{step.step.key}"
                if section.section.key == ask.section:
                    return end, f"section-{ask.section}"
                if any(filled.field.key == ask.field for filled in section.fields):
                    return end, f"section-{section.section.key}"
        return Step.SUMMARY, ""

    def asks_on(self, end: str) -> list[Ask]:
        return [ask for ask in self.asks if self.place_of(ask)[0] == end]

    @cached_property
    def missing(self) -> list[Missing]:
        given = {file.piece for file in self.files if not file.is_infected}
        return missing(self.form, self.facts, given, has_bank_account=self.bank_account is not None)

    @cached_property
    def pages(self) -> tuple[FormPage, ...]:
        to_do = [item.page for item in self.missing]
        ends = [(f"{Step.ANSWERS}/{one.step.key}", one.step.title) for one in self.form.steps]
        if self.form.pieces:
            ends.append((Step.PIECES, texts.STEPS[Step.PIECES]))
        ends.append((Step.SUMMARY, texts.LAST_STEP_OF_AMENDMENT))
        return tuple(FormPage(end, label, to_do.count(end)) for end, label in ends)

    @cached_property
    def changes(self) -> list[Change]:
        """What differs from what was sent, in the order of the form; pieces last."""
        return _changes(self)

    def with_answers(self, answers: Mapping[str, str], today: date) -> "AmendedPage":
        kept = Kept({**self.answers, **answers}, self.files, self.bank_account)
        return _page(self.sent, self.parts.asked, kept, self.asks)


async def amended(reads: AsyncEngine, application: ApplicationPage) -> ApplicationPage:
    """The application itself where nothing of it is reopened."""
    if not application.card.is_reopened or application.card.state not in FROM[Verb.AMEND]:
        return application
    return await as_prepared(reads, application, frozenset(application.card.reopened))


async def as_prepared(reads: AsyncEngine, application: ApplicationPage, keys: frozenset[str]) -> AmendedPage:
    """With what was prepared of these fields, whether they can still be changed or not."""
    takes_account = _takes_account(application, reopened(application.definition, keys))
    return _page(application, keys, await kept_now(reads, application.card.id, with_account=takes_account))


def _page(sent: ApplicationPage, keys: frozenset[str], beside: Kept, asks: tuple[Ask, ...] = ()) -> AmendedPage:
    parts = reopened(sent.definition, keys)
    now = open_answers(parts, sent.answers, beside.answers)
    assert sent.card.submitted_at is not None  # noqa: S101  (it is sent)
    day = sent.card.submitted_at.astimezone(PARIS).date()
    whole = fill(sent.definition, now, sent.facts, day)
    kept = {field.name: getattr(sent, field.name) for field in fields(ApplicationPage)}
    kept |= {"answers": now, "form": only_reopened(whole, parts), "files": open_files(parts, sent.files, beside.files)}
    if _takes_account(sent, parts):
        kept["bank_account"] = beside.bank_account
    return AmendedPage(**kept, sent=sent, whole=whole, parts=parts, asks=asks)


def _takes_account(sent: ApplicationPage, parts: Reopened) -> bool:
    return sent.bank_account is None and parts.opens_bank_account(sent.definition)


def open_answers(parts: Reopened, sent: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Those of today where they can be changed, those that were sent everywhere else."""
    return {name: text for name, text in sent.items() if not parts.holds(name)} | {
        name: text for name, text in now.items() if parts.holds(name)
    }


def open_files(parts: Reopened, sent: tuple[PieceFile, ...], now: tuple[PieceFile, ...]) -> tuple[PieceFile, ...]:
    """The same of the files in the slots."""
    return tuple(file for file in sent if file.piece not in parts.pieces) + tuple(
        file for file in now if file.piece in parts.pieces
    )


def _changes(page: AmendedPage) -> list[Change]:
    sound = [file for file in page.files if not file.is_infected]  # what was sent was sent, gone or not
    before, after = _named(page.sent.form, page.sent.files), _named(page.whole, sound)
    asks_account = any(piece.bank_account for piece in page.whole.pieces)
    return [
        *form_changes(page.sent.form, page.whole),
        *piece_changes(page.definition, before, after),
        *account_changes(page.sent.bank_account, page.bank_account if asks_account else None),
    ]


def _named(form: FilledForm, files: Iterable[PieceFile]) -> dict[str, list[tuple[str, str]]]:
    """Of the slots that the form asks for: id and name of each file."""
    return {
        piece.key: [(str(file.document_id), file.filename) for file in files if file.piece == piece.key]
        for piece in form.pieces
    }
