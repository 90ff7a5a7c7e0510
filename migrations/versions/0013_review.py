"""Who follows an application, what the Region waits for, and until when it may be silent"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    # All may be empty or have a default: the release before this one goes on without them.
    op.add_column("application", sa.Column("assigned_to", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_application_assigned_to_account"), "application", "account", ["assigned_to"], ["id"])
    op.add_column("application", sa.Column("completed_at", instant, nullable=True))
    op.add_column("application", sa.Column("decide_by", instant, nullable=True))
    op.add_column("application", sa.Column("open_solicitations", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("application", sa.Column("answer_due_at", instant, nullable=True))
    op.execute("UPDATE application SET assigned_to = taken_over_by WHERE taken_over_by IS NOT NULL")
    # The same rule as applications/rules.silence_is_refusal_on: the interval of PostgreSQL stops at a month's last day.
    op.execute(
        "UPDATE application SET decide_by = "
        "(submitted_at AT TIME ZONE 'Europe/Paris' + interval '2 months') AT TIME ZONE 'Europe/Paris' "
        "WHERE submitted_at IS NOT NULL"
    )
