"""What search asks for, receiving centres, saved searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWN = ("watch", "short_link", "search_block", "receiving", "distance_course")


def _region(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint, sa.PrimaryKeyConstraint]:
    name = f"training_catalog_{table}"
    return (
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f(f"fk_{name}_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _event(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id"],
        ["training_catalog_education_event.id"],
        name=op.f(f"fk_training_catalog_{table}_event_id"),
        ondelete="SET NULL",
    )


def upgrade() -> None:
    with op.batch_alter_table("training_catalog_education_info", schema=None) as batch_op:
        batch_op.add_column(sa.Column("field", sa.String(length=1), server_default="", nullable=False))
    # What is derived of an education has one thing more: the nightly round works it out.
    op.execute("UPDATE training_catalog_education_info SET is_stale = true WHERE removed_at IS NULL")

    op.create_table(
        "training_catalog_distance_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        *_region("distance_course"),
        _event("distance_course"),
        sa.UniqueConstraint("region_id", "course_id", name=op.f("uq_training_catalog_distance_course_region_id_course_id")),
    )
    op.create_table(
        "training_catalog_receiving",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("centre", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_region("receiving"),
        _event("receiving"),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["core_municipality.code"],
            name=op.f("fk_training_catalog_receiving_municipality_code"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint(
            "region_id", "course_id", "centre_id", name=op.f("uq_training_catalog_receiving_region_id_course_id_centre_id")
        ),
    )
    op.create_table(
        "training_catalog_search_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        *_region("search_block"),
        sa.UniqueConstraint("region_id", name=op.f("uq_training_catalog_search_block_region_id")),
    )
    op.create_table(
        "training_catalog_watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("query", sa.String(length=1500), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_event_id", sa.Integer(), nullable=False),
        sa.Column("last_receiving_id", sa.Integer(), nullable=False),
        *_region("watch"),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_training_catalog_watch_user_id"), ondelete="CASCADE"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_training_catalog_watch_token_hash")),
    )
    op.create_table(
        "training_catalog_short_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("query", sa.String(length=1500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_region("short_link"),
        sa.UniqueConstraint("region_id", "code", name=op.f("uq_training_catalog_short_link_region_id_code")),
        sa.UniqueConstraint("region_id", "digest", name=op.f("uq_training_catalog_short_link_region_id_digest")),
    )
    for table, columns in (
        ("distance_course", ("region_id", "event_id")),
        ("receiving", ("region_id", "event_id")),
        ("search_block", ("region_id",)),
        ("watch", ("region_id", "user_id", "email", "expires_at")),
        ("short_link", ("region_id", "created_at")),
    ):
        with op.batch_alter_table(f"training_catalog_{table}", schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(f"ix_training_catalog_{table}_{column}", [column], unique=False)
    with op.batch_alter_table("training_catalog_receiving", schema=None) as batch_op:
        batch_op.create_index("ix_training_catalog_receiving_municipality", ["municipality_code", "region_id", "event_id"], unique=False)


def downgrade() -> None:
    for table in OWN:
        op.drop_table(f"training_catalog_{table}")
    with op.batch_alter_table("training_catalog_education_info", schema=None) as batch_op:
        batch_op.drop_column("field")
