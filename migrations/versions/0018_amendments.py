"""What the Region reopens of an application that was sent, and each new version with its PDF of what changed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "application", sa.Column("reopened", sa.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column(
        "application",
        sa.Column("answered_solicitations", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    )
    op.add_column(
        "piece_document", sa.Column("is_taken_out", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.create_table(
        "amendment",
        sa.Column("solicitation_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("facts", JSONB(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation_id"], ["solicitation.id"], name=op.f("fk_amendment_solicitation_id_solicitation")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_amendment_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("solicitation_id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_amendment_submission_id")),
    )
