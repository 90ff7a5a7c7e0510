"""The account into which an aid is paid, and when the password was last asked for again"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "bank_account",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("bic", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_bank_account_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_bank_account_saved_by_account")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_bank_account")),
    )
    # Both may be empty: the release before this one goes on sending and signing in without them.
    op.add_column("submission", sa.Column("bank_account", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("account_session", sa.Column("proved_at", instant, nullable=True))
