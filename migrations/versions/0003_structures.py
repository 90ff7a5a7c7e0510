"""Structures whole: their facts, representatives, members, snapshots"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "join_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("structure_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("signing", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_join_request_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_join_request_decided_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_join_request_structure_id_structure"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index(op.f("ix_join_request_account_id"), "join_request", ["account_id"], unique=False)
    op.create_index(op.f("ix_join_request_structure_id"), "join_request", ["structure_id"], unique=False)
    op.create_index(
        "uq_join_request_pending",
        "join_request",
        ["structure_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "representative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("structure_id", sa.Uuid(), nullable=False),
        sa.Column("civility", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), server_default="", nullable=False),
        sa.Column("is_legal", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("profession", sa.Text(), server_default="", nullable=False),
        sa.Column("layout", sa.Text(), server_default="person", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("delivery_point", sa.Text(), server_default="", nullable=False),
        sa.Column("building", sa.Text(), server_default="", nullable=False),
        sa.Column("street", sa.Text(), server_default="", nullable=False),
        sa.Column("locality", sa.Text(), server_default="", nullable=False),
        sa.Column("postal_code", sa.Text(), server_default="", nullable=False),
        sa.Column("commune", sa.Text(), server_default="", nullable=False),
        sa.Column("commune_code", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="FR", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("mobile", sa.Text(), server_default="", nullable=False),
        sa.Column("fax", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_representative_structure_id_structure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
    )
    op.create_index(op.f("ix_representative_structure_id"), "representative", ["structure_id"], unique=False)
    op.create_table(
        "structure_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("structure_id", sa.Uuid(), nullable=False),
        sa.Column("email", postgresql.CITEXT(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["account.id"],
            name=op.f("fk_structure_invitation_accepted_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["account.id"], name=op.f("fk_structure_invitation_invited_by_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_structure_invitation_structure_id_structure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_invitation")),
    )
    op.create_index(
        op.f("ix_structure_invitation_structure_id"), "structure_invitation", ["structure_id"], unique=False
    )
    op.create_index(
        "uq_structure_invitation_pending",
        "structure_invitation",
        ["structure_id", "email"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "structure_snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("structure_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_structure_snapshot_structure_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_snapshot")),
    )
    op.create_index(op.f("ix_structure_snapshot_structure_id"), "structure_snapshot", ["structure_id"], unique=False)
    op.add_column("account_session", sa.Column("structure_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_account_session_structure_id_structure"),
        "account_session",
        "structure",
        ["structure_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column("application", sa.Column("snapshot_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_application_snapshot_id_structure_snapshot"),
        "application",
        "structure_snapshot",
        ["snapshot_id"],
        ["id"],
    )
    op.add_column("membership", sa.Column("function", sa.Text(), server_default="", nullable=False))
    # Whoever administers a structure until now could sign for it.
    op.add_column("membership", sa.Column("signing", sa.Text(), server_default="legal_representative", nullable=False))
    op.add_column("structure", sa.Column("rna", sa.Text(), nullable=True))
    op.add_column("structure", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.add_column("structure", sa.Column("naf", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("naf_version", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("legal_form", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("website", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "structure", sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False)
    )
    op.add_column("structure", sa.Column("address_version", sa.BigInteger(), server_default="1", nullable=False))
    op.add_column("structure", sa.Column("delivery_point", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("building", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("locality", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("commune_code", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("country", sa.Text(), server_default="FR", nullable=False))
    op.add_column("structure", sa.Column("phone", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("mobile", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("fax", sa.Text(), server_default="", nullable=False))
    op.add_column("structure", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.alter_column("structure", "siret", existing_type=sa.TEXT(), nullable=True)
    op.create_unique_constraint(op.f("uq_structure_person_id"), "structure", ["person_id"])
    op.create_unique_constraint(op.f("uq_structure_rna"), "structure", ["rna"])
    op.create_foreign_key(op.f("fk_structure_person_id_account"), "structure", "account", ["person_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_structure_person"), "structure", "(family = 'individual') = (person_id IS NOT NULL)"
    )
    op.create_check_constraint(
        op.f("ck_structure_person_has_no_number"), "structure", "person_id IS NULL OR (siret IS NULL AND rna IS NULL)"
    )
    for line in ("street", "postal_code", "commune"):
        op.alter_column("structure", line, existing_type=sa.Text(), server_default="")
