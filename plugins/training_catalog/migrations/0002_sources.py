"""Where courses are fetched from, by what schedule, and how files are read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SOURCE, RUN = "training_catalog_source", "training_catalog_import_run"
EVENT, LOCATION, STATE = "training_catalog_education_event", "training_catalog_event_location", "training_catalog_source_state"


def _json() -> Any:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _source_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("kind", sa.String(length=12), nullable=False, server_default="file"),
        sa.Column("url", sa.String(length=1000), nullable=False, server_default=""),
        sa.Column("schedule", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("is_paused", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("school_forms", _json(), nullable=False, server_default="[]"),
        sa.Column("provider_ids", _json(), nullable=False, server_default="[]"),
        sa.Column("municipality_codes", _json(), nullable=False, server_default="[]"),
        sa.Column("keep_distance", sa.Boolean(), nullable=False, server_default="1"),
        sa.Column("mapping", _json(), nullable=False, server_default="{}"),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    ]


def _run_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("kind", sa.String(length=10), nullable=False, server_default="file"),
        sa.Column("whole", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("stage", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cursor", _json(), nullable=False, server_default="{}"),
        sa.Column("pages", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("bytes_read", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("held", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("previewed", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("approved", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("to_remove", sa.Integer(), nullable=False, server_default="0"),
    ]


def upgrade() -> None:
    for column in _source_columns():
        op.add_column(SOURCE, column)
    for column in _run_columns():
        op.add_column(RUN, column)
    with op.batch_alter_table(EVENT) as batch_op:
        batch_op.add_column(sa.Column("folded_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(f"fk_{EVENT}_folded_into_id"), EVENT, ["folded_into_id"], ["id"], ondelete="SET NULL")
        batch_op.create_index(op.f(f"ix_{EVENT}_folded_into_id"), ["folded_into_id"], unique=False)
    with op.batch_alter_table(LOCATION) as batch_op:
        batch_op.add_column(sa.Column("origin_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(f"fk_{LOCATION}_origin_id"), EVENT, ["origin_id"], ["id"], ondelete="CASCADE")
        batch_op.create_index(op.f(f"ix_{LOCATION}_origin_id"), ["origin_id"], unique=False)
    op.create_table(
        STATE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synced_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mirrored", sa.String(length=32), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], [f"{SOURCE}.id"], name=op.f(f"fk_{STATE}_source_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f(f"fk_{STATE}_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{STATE}")),
        sa.UniqueConstraint("source_id", name=op.f(f"uq_{STATE}_source_id")),
    )
    op.create_index(op.f(f"ix_{STATE}_region_id"), STATE, ["region_id"], unique=False)


def downgrade() -> None:
    op.drop_table(STATE)
    with op.batch_alter_table(LOCATION) as batch_op:
        batch_op.drop_index(op.f(f"ix_{LOCATION}_origin_id"))
        batch_op.drop_constraint(op.f(f"fk_{LOCATION}_origin_id"), type_="foreignkey")
        batch_op.drop_column("origin_id")
    with op.batch_alter_table(EVENT) as batch_op:
        batch_op.drop_index(op.f(f"ix_{EVENT}_folded_into_id"))
        batch_op.drop_constraint(op.f(f"fk_{EVENT}_folded_into_id"), type_="foreignkey")
        batch_op.drop_column("folded_into_id")
    with op.batch_alter_table(RUN) as batch_op:
        for column in reversed(_run_columns()):
            batch_op.drop_column(column.name)
    with op.batch_alter_table(SOURCE) as batch_op:
        for column in reversed(_source_columns()):
            batch_op.drop_column(column.name)
