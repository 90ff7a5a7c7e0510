"""What the antivirus says of a document, and when it is asked next"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The release before this one goes on adding documents meanwhile, without the columns: they are due at once.
    op.add_column("document", sa.Column("signature", sa.Text(), server_default="", nullable=False))
    op.add_column("document", sa.Column("scans", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(
        "document",
        sa.Column("next_scan_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column("document", sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_document_to_scan",
        "document",
        ["next_scan_at"],
        postgresql_where=sa.text("state IN ('scanning', 'unscanned')"),
    )
