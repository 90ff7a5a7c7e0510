"""Mails that failed: by whom they are named, found by what they are about, sent again when somebody asks"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The release before this one goes on queueing mails meanwhile, without a name.
    op.add_column("mail_outbox", sa.Column("recipient_name", sa.Text(), server_default="", nullable=False))
    op.add_column("mail_outbox", sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_mail_outbox_failed", "mail_outbox", ["created_at"], postgresql_where=sa.text("state = 'failed'")
    )
    op.create_index(op.f("ix_mail_outbox_about_id"), "mail_outbox", ["about_id"])
