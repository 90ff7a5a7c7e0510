"""Applications for a grant, their answers one by one, their pieces, and the receipt that proves their filing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Computed, ForeignKey, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base

IN_HAND = "state = ANY (ARRAY['submitted'::text, 'taken_over'::text, 'under_review'::text])"
"""The Region has it, and has not decided: said once to the indexes and to the lists, in the words of PostgreSQL."""
_DUE_AT = (
    f"CASE WHEN {IN_HAND} THEN COALESCE(LEAST(decide_by, answer_due_at), 'infinity'::timestamp with time zone) "
    "ELSE 'infinity'::timestamp with time zone END"
)


def _worklist(name: str, *chosen: str, rows: str = "submitted_at IS NOT NULL") -> Index:
    """A list of the agents' workspace, in its order: see worklists/queries.py."""
    columns = ("service_id", *chosen, "submitted_at", "number")
    return Index(f"ix_application_{name}", *columns, postgresql_where=text(rows))


class Application(Base):
    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_application_state_submitted_at", "state", "submitted_at"),
        Index("ix_application_idle", "edited_at", postgresql_where=text("state = 'draft'")),
        # Of what was sent only: saving the answers of a draft touches none of them.
        _worklist("sent"),
        _worklist("in_hand", rows=f"submitted_at IS NOT NULL AND {IN_HAND}"),
        _worklist("by_state", "state"),
        _worklist("by_agent", "assigned_to"),
        _worklist("by_scheme", "scheme_slug"),
        _worklist("waiting", rows="submitted_at IS NOT NULL AND open_solicitations > 0"),
        Index(
            "ix_application_due", "service_id", "due_at", "number", postgresql_where=text("submitted_at IS NOT NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Identity(always=True))
    state: Mapped[str]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("scheme_revision.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    structure_id: Mapped[UUID] = mapped_column(ForeignKey("structure.id"), index=True)
    snapshot_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure_snapshot.id"))
    """The structure as it was when the application was sent."""
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
    """One more with each saving of answers. A page that shows them says which one it showed."""
    edited_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    """When somebody last changed an answer or a piece: see keeping.py. The default is for the release before it."""
    end_announced_at: Mapped[datetime | None]
    """When its members were told that the draft will be deleted."""
    declined_revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("scheme_revision.id"))
    """The newer revision that they chose not to take."""
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    taken_over_at: Mapped[datetime | None]
    taken_over_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    """The agent who follows it: at first the one who took it over."""
    completed_at: Mapped[datetime | None]
    """When an agent said that the file is complete: a dated fact, not a state."""
    decide_by: Mapped[datetime | None]
    """When silence becomes a refusal, suspensions counted; moved by each solicitation that suspends."""
    open_solicitations: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many wait for the applicant; kept by whoever opens or ends one, so that lists need no count."""
    answer_due_at: Mapped[datetime | None]
    """The earliest deadline of those."""
    answered_solicitations: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many replies wait for the Region."""
    reopened: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default=text("'{}'"))
    """Keys of the fields that the Region lets change at the moment, though the application is sent."""
    due_at: Mapped[datetime] = mapped_column(Computed(_DUE_AT, persisted=True), deferred=True)
    """The earlier of both deadlines while the Region has it in hand, else "infinity"; kept by the database."""
    scheme_slug: Mapped[str] = mapped_column(server_default="", deferred=True)
    """That of the revision; kept by the database, see migration 0014."""

    @property
    def reference(self) -> str:
        return reference(self.number)

    def end(self, state: str) -> None:
        """For ever. What was asked of the applicant waits for nobody any more: no list may say that it does."""
        self.state = state
        self.open_solicitations, self.answer_due_at, self.answered_solicitations = 0, None, 0


class ApplicationSearch(Base):
    """What an application that was sent is found by, kept by the triggers of migration 0014 in the words of 0019.
    A table of its own: beside the columns that change with each act, an index of words would be written each time.
    """

    __tablename__ = "application_search"
    __table_args__ = (Index("ix_application_search_search", "search", postgresql_using="gin"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    search: Mapped[str] = mapped_column(TSVECTOR)


class Answer(Base):
    """What was typed, as it was typed, one row a control (schemes/controls.py): two writers never overwrite each other.

    `version`: the application's edition that wrote it. `page`: the mark of the page that it was typed in, which may go
    on writing, and whose sendings are counted: `turn`. `before`: what another page has left there.
    """

    __tablename__ = "answer"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="0")
    page: Mapped[str] = mapped_column(server_default="")
    turn: Mapped[int] = mapped_column(server_default="0")
    before: Mapped[str] = mapped_column(server_default="")
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class PieceDocument(Base):
    """A document put in one of the scheme's slots. `kind`: what the slot asks for, such as `statuts`, where the scheme
    says so: another application of the structure may then take the document up.
    """

    __tablename__ = "piece_document"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    piece: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="")
    is_taken_out: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """From a slot that the Region has reopened: what was sent keeps it for ever, the next version goes without."""


class BankAccount(Base):
    """Into which the aid is paid. `iban` and `bic` are compact; `version`: one more with each saving."""

    __tablename__ = "bank_account"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), primary_key=True)
    holder: Mapped[str]
    iban: Mapped[str]
    bic: Mapped[str]
    version: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class Submission(Base):
    """All of an application as it was sent, in plain JSON; it never changes. What is edited afterwards lives beside it.

    `number`: 1 for the first, one more each time that the Region has reopened it. `facts`: value and words by
    StructureFact. `answers`: the texts by control, of what was asked and nothing that was hidden. `pieces`: piece,
    document_id, filename, media_type, size, sha256 of each. `attested`: by box, the sentence that was ticked.
    `commitment_version`: of the contrat d'engagement républicain that was accepted. `bank_account`: holder, iban, bic.
    """

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("scheme_revision.id"))
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("structure_snapshot.id"))
    facts: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]
    pieces: Mapped[list[Any]]
    attested: Mapped[dict[str, Any]]
    commitment_version: Mapped[str | None]
    bank_account: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    sent_at: Mapped[datetime]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class StatementRequest(Base):
    """A round in which those who may sign are asked to attest; open while the application awaits their statement.

    `message`: why who ended it did not send.
    """

    __tablename__ = "statement_request"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    message: Mapped[str] = mapped_column(server_default="")


class Receipt(Base):
    """The acknowledgement: its facts and its PDF, made once, in the transaction of the submission, never again."""

    __tablename__ = "receipt"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    facts: Mapped[dict[str, Any]]
    storage_key: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    issued_at: Mapped[datetime]


class Withdrawal(Base):
    """That the applicant took an application back, and why: `words` as they were typed. Written once, for ever."""

    __tablename__ = "withdrawal"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    reason: Mapped[str]
    words: Mapped[str]
    withdrawn_at: Mapped[datetime]
    withdrawn_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


def reference(number: int) -> str:
    """The public number, as people read it: `00000108`."""
    return f"{number:08d}"
