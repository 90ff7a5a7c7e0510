"""Accounts: change of address, reserved identifiers, counted tries, agents without a service"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "email_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("old_email", postgresql.CITEXT(), nullable=False),
        sa.Column("new_email", postgresql.CITEXT(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_email_change_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
    )
    op.create_index(op.f("ix_email_change_account_id"), "email_change", ["account_id"], unique=False)
    op.create_index(op.f("ix_email_change_old_email"), "email_change", ["old_email"], unique=False)
    op.create_table(
        "login_reservation",
        sa.Column("login", postgresql.CITEXT(), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_login_reservation")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_index(op.f("ix_throttle_forgotten_at"), "throttle", ["forgotten_at"], unique=False)
    op.add_column("link", sa.Column("email_change_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_link_email_change_id_email_change"),
        "link",
        "email_change",
        ["email_change_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.alter_column("agent", "service_id", existing_type=sa.Uuid(), nullable=True)
    op.create_check_constraint(op.f("ck_agent_service"), "agent", "role = 'administrator' OR service_id IS NOT NULL")
    op.create_index("ix_audit_event_object_id_action", "audit_event", ["object_id", "action"], unique=False)
    op.create_index(op.f("ix_audit_event_account_id"), "audit_event", ["account_id"], unique=False)
