"""What agents say of an application and of its pieces, and the notes that they keep"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "review_act",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("appeal", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("done_at", instant, nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_review_act_application_id_application")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_review_act_done_by_account")),
        sa.PrimaryKeyConstraint("application_id", "verb", name=op.f("pk_review_act")),
    )
    op.create_table(
        "application_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", instant, nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_note_application_id_application")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_application_note_written_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_note")),
    )
    op.create_index(op.f("ix_application_note_application_id"), "application_note", ["application_id"])
    op.create_table(
        "piece_verdict",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("conformity", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("judged_at", instant, nullable=False),
        sa.Column("judged_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_piece_verdict_application_id_application")
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["account.id"], name=op.f("fk_piece_verdict_judged_by_account")),
        sa.PrimaryKeyConstraint("application_id", "piece", name=op.f("pk_piece_verdict")),
    )
