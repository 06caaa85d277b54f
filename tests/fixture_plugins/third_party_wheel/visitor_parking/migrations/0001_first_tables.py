"""first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visitor_parking_space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_visitor_parking_space_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_parking_space")),
    )
    op.create_index(op.f("ix_visitor_parking_space_region_id"), "visitor_parking_space", ["region_id"])


def downgrade() -> None:
    op.drop_table("visitor_parking_space")
