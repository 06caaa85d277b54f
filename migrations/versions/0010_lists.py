"""lists"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "core_saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=1500), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("updated_at", WHEN, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_saved_view_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_saved_view_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_saved_view")),
    )
    op.create_index("ix_core_saved_view_region_id", "core_saved_view", ["region_id"])
    op.create_index("ix_core_saved_view_user_id_region_id_endpoint", "core_saved_view", ["user_id", "region_id", "endpoint"])
    op.create_table(
        "core_search_word",
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_search_word_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("region_id", "kind", "word", name=op.f("pk_core_search_word")),
    )


def downgrade() -> None:
    op.drop_table("core_search_word")
    op.drop_table("core_saved_view")
