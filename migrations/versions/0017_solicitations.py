"""What the Region asks back about an application, item by item, and the files of the replies"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "solicitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("deadline", instant, nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", instant, nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("edited_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", instant, nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", instant, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", instant, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("reminded", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_solicitation_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["solicitation.id"], name=op.f("fk_solicitation_follows_id_solicitation")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_solicitation_{column}_account"))
            for column in ("begun_by", "edited_by", "sent_by", "answered_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solicitation")),
    )
    op.create_index(op.f("ix_solicitation_application_id"), "solicitation", ["application_id"])
    op.create_index(
        "uq_solicitation_draft",
        "solicitation",
        ["application_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "ix_solicitation_deadline", "solicitation", ["deadline"], postgresql_where=sa.text("state = 'open'")
    )
    op.create_table(
        "solicitation_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("solicitation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("suspends", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("unable", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("judged_at", instant, nullable=True),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["solicitation_id"],
            ["solicitation.id"],
            name=op.f("fk_solicitation_item_solicitation_id_solicitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["account.id"], name=op.f("fk_solicitation_item_judged_by_account")),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["solicitation_item.id"], name=op.f("fk_solicitation_item_follows_id_solicitation_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solicitation_item")),
    )
    op.create_index(op.f("ix_solicitation_item_solicitation_id"), "solicitation_item", ["solicitation_id"])
    op.create_table(
        "reply_document",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["solicitation_item.id"],
            name=op.f("fk_reply_document_item_id_solicitation_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_reply_document_document_id_document")),
        sa.PrimaryKeyConstraint("item_id", "document_id", name=op.f("pk_reply_document")),
    )
    op.create_index(op.f("ix_reply_document_document_id"), "reply_document", ["document_id"])
