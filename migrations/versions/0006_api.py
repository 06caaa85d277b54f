"""api"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=op.f("fk_core_api_token_created_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_api_token_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_api_token_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["core_user.id"], name=op.f("fk_core_api_token_revoked_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_api_token_token_hash")),
    )
    with op.batch_alter_table("core_api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_api_token_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_api_token_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_api_token_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_api_token_revoked_by_id"), ["revoked_by_id"], unique=False)

    op.create_table(
        "core_api_receipt",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["core_api_token.id"], name=op.f("fk_core_api_receipt_token_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_api_receipt")),
    )
    with op.batch_alter_table("core_api_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_api_receipt_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_api_receipt_token_id"), ["token_id"], unique=False)

    op.create_table(
        "core_webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("token_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("description", sa.String(length=120), nullable=False),
        sa.Column("events", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("seed", sa.String(length=48), nullable=False),
        sa.Column("previous_seed", sa.String(length=48), nullable=False),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("disabled_reason", sa.String(length=20), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=op.f("fk_core_webhook_created_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_webhook_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_webhook_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["token_id"], ["core_api_token.id"], name=op.f("fk_core_webhook_token_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_webhook")),
    )
    with op.batch_alter_table("core_webhook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_webhook_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_webhook_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_webhook_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_webhook_token_id"), ["token_id"], unique=False)

    op.create_table(
        "core_webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=160), nullable=False),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_webhook_delivery_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["webhook_id"], ["core_webhook.id"], name=op.f("fk_core_webhook_delivery_webhook_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_webhook_delivery")),
        sa.UniqueConstraint("message_id", name=op.f("uq_core_webhook_delivery_message_id")),
    )
    with op.batch_alter_table("core_webhook_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_webhook_delivery_created_at"), ["created_at"], unique=False)
        batch_op.create_index("ix_core_webhook_delivery_log", ["webhook_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_webhook_delivery_region_id"), ["region_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("core_webhook_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_webhook_delivery_region_id"))
        batch_op.drop_index("ix_core_webhook_delivery_log")
        batch_op.drop_index(batch_op.f("ix_core_webhook_delivery_created_at"))

    op.drop_table("core_webhook_delivery")
    with op.batch_alter_table("core_webhook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_webhook_token_id"))
        batch_op.drop_index(batch_op.f("ix_core_webhook_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_webhook_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_core_webhook_created_by_id"))

    op.drop_table("core_webhook")
    with op.batch_alter_table("core_api_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_api_receipt_token_id"))
        batch_op.drop_index(batch_op.f("ix_core_api_receipt_created_at"))

    op.drop_table("core_api_receipt")
    with op.batch_alter_table("core_api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_api_token_revoked_by_id"))
        batch_op.drop_index(batch_op.f("ix_core_api_token_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_api_token_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_core_api_token_created_by_id"))

    op.drop_table("core_api_token")
