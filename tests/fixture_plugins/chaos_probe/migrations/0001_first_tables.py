"""first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, extra in (("entry", []), ("mark", [sa.Column("kind", sa.String(length=20), nullable=False)])):
        name = f"chaos_probe_{table}"
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("token", sa.String(length=40), nullable=False),
            *extra,
            sa.Column("region_id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f(f"fk_{name}_region_id"), ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        for column in ("token", "region_id"):
            op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def downgrade() -> None:
    op.drop_table("chaos_probe_mark")
    op.drop_table("chaos_probe_entry")
