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
from webapp.applications.queries import ApplicationPage, PieceFile, kept_now
from webapp.applications.rules import FROM, FormPage, Missing, Step, Verb, missing
from webapp.core.clock import PARIS
from webapp.schemes.engine import fill
from webapp.schemes.filled import FilledForm
from webapp.schemes.form_changes import Change, form_changes, piece_changes
from webapp.schemes.reopening import Reopened, only_reopened, reopened


@dataclass(frozen=True, kw_only=True)
class AmendedPage(ApplicationPage):
    """`form` holds only what can be changed, `whole` all of it; `sent`: the version that the Region has."""

    sent: ApplicationPage
    whole: FilledForm
    parts: Reopened

    @property
    def can_be_filled_in(self) -> bool:
        return True

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
        return _page(self.sent, {**self.answers, **answers}, self.files)


async def amended(reads: AsyncEngine, application: ApplicationPage) -> ApplicationPage:
    """The application itself where nothing of it is reopened."""
    if not application.reopened or application.card.state not in FROM[Verb.AMEND]:
        return application
    answers, files = await kept_now(reads, application.card.id)
    return _page(application, answers, files)


def _page(sent: ApplicationPage, answers: Mapping[str, str], files: tuple[PieceFile, ...]) -> AmendedPage:
    parts = reopened(sent.definition, sent.reopened)
    now = open_answers(parts, sent.answers, answers)
    assert sent.card.submitted_at is not None  # noqa: S101  (it is sent)
    day = sent.card.submitted_at.astimezone(PARIS).date()
    whole = fill(sent.definition, now, sent.facts, day)
    kept = {field.name: getattr(sent, field.name) for field in fields(ApplicationPage)}
    kept |= {"answers": now, "form": only_reopened(whole, parts), "files": open_files(parts, sent.files, files)}
    return AmendedPage(**kept, sent=sent, whole=whole, parts=parts)


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
    before, after = _named(page.sent.form, page.sent.files), _named(page.whole, page.files)
    return [*form_changes(page.sent.form, page.whole), *piece_changes(page.definition, before, after)]


def _named(form: FilledForm, files: Iterable[PieceFile]) -> dict[str, list[tuple[str, str]]]:
    """Of the slots that the form asks for: id and name of each sound file."""
    sound = [file for file in files if not file.is_infected]
    return {
        piece.key: [(str(file.document_id), file.filename) for file in sound if file.piece == piece.key]
        for piece in form.pieces
    }
