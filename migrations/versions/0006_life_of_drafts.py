"""Drafts that end: when one was last edited, that its end was announced, which newer revision was declined"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LAST_EDIT = """
UPDATE application SET edited_at = greatest(
    created_at,
    (SELECT max(saved_at) FROM answer WHERE application_id = application.id),
    (SELECT max(uploaded_at) FROM piece_document JOIN document ON document.id = document_id
     WHERE application_id = application.id)
)
"""


def upgrade() -> None:
    # The release before this one goes on adding drafts meanwhile, without the column: they are edited now.
    op.add_column(
        "application",
        sa.Column("edited_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.execute(LAST_EDIT)
    op.add_column("application", sa.Column("end_announced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("application", sa.Column("declined_revision_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_application_declined_revision_id_scheme_revision"),
        "application",
        "scheme_revision",
        ["declined_revision_id"],
        ["id"],
    )
    op.create_index("ix_application_idle", "application", ["edited_at"], postgresql_where=sa.text("state = 'draft'"))
    op.create_index(op.f("ix_piece_document_document_id"), "piece_document", ["document_id"])
