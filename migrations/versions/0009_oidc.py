"""oidc"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "core_identity_provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("client_secret", sa.String(length=1000), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("accepted_levels", LIST, nullable=False),
        sa.Column("trust_email", sa.Boolean(), nullable=False),
        sa.Column("new_accounts", sa.String(length=30), nullable=False),
        sa.Column("default_role", sa.String(length=60), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("updated_at", WHEN, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_identity_provider_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_identity_provider_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_identity_provider")),
    )
    op.create_index(op.f("ix_core_identity_provider_region_id"), "core_identity_provider", ["region_id"])
    op.create_index(op.f("ix_core_identity_provider_organisation_id"), "core_identity_provider", ["organisation_id"])
    op.create_table(
        "core_external_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("last_used_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_external_identity_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_external_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_core_external_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_core_external_identity_user_id"), "core_external_identity", ["user_id"])


def downgrade() -> None:
    op.drop_table("core_external_identity")
    op.drop_table("core_identity_provider")
