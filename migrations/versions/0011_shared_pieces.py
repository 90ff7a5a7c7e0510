"""What kind of document a piece is, so that another application takes it up; the templates of schemes to download"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The release before this one goes on adding pieces meanwhile, without the column: they are of no kind.
    op.add_column("piece_document", sa.Column("kind", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "scheme_template",
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["scheme_revision.id"], name=op.f("fk_scheme_template_revision_id_scheme_revision")
        ),
        sa.PrimaryKeyConstraint("revision_id", "file", name=op.f("pk_scheme_template")),
    )
