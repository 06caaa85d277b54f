"""A receiving centre may be the one of a learning centre's own page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLE = "demand_pooling_centre"


def upgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.add_column(sa.Column("learning_centre_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("learning_centre_revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("by_hand", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_column("by_hand")
        batch_op.drop_column("learning_centre_revision")
        batch_op.drop_column("learning_centre_id")
