"""A version for each answer, so that two writers of one draft see a conflict"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("edition", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("answer", sa.Column("version", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("answer", sa.Column("page", sa.Text(), server_default="", nullable=False))
    op.add_column("answer", sa.Column("turn", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("answer", sa.Column("before", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    for column in ("before", "turn", "page", "version"):
        op.drop_column("answer", column)
    op.drop_column("application", "edition")
