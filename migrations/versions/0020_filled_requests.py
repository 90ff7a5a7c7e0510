"""When a request of pieces was last filled with what agents had judged"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("solicitation", sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True))
