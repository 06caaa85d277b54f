"""Sums that have been told to everybody, and what each employer stood for in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_pooling_public_sum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occupation_group", sa.String(length=4), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("employers", sa.Integer(), nullable=False),
        sa.Column("municipalities", sa.Integer(), nullable=False),
        sa.Column("viable", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_public_sum_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_public_sum")),
        sa.UniqueConstraint("region_id", "occupation_group", name=op.f("uq_demand_pooling_public_sum_region_id_occupation_group")),
    )
    with op.batch_alter_table("demand_pooling_public_sum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_public_sum_region_id"), ["region_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("demand_pooling_public_sum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_public_sum_region_id"))

    op.drop_table("demand_pooling_public_sum")
