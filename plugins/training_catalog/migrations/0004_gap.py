"""What other plugins say is needed, and which educations answer it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_catalog_cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("occupation_group", sa.String(length=4), nullable=False),
        sa.Column("occupation_label", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=30), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("employers", sa.Integer(), nullable=False),
        sa.Column("municipalities", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("viable", sa.Boolean(), nullable=False),
        sa.Column("municipality_codes", sa.Text(), nullable=False),
        sa.Column("skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("start", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("fit", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_training_catalog_cluster_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_catalog_cluster")),
        sa.UniqueConstraint("region_id", "cluster_id", name=op.f("uq_training_catalog_cluster_region_id_cluster_id")),
    )
    with op.batch_alter_table("training_catalog_cluster", schema=None) as batch_op:
        batch_op.create_index("ix_training_catalog_cluster_group", ["occupation_group", "region_id", "headcount"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_cluster_region_id"), ["region_id"], unique=False)

    op.create_table(
        "training_catalog_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("info_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("fit", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("term", sa.String(length=200), nullable=False),
        sa.Column("skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("same_level", sa.Boolean(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("km", sa.Float(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["training_catalog_education_event.id"], name=op.f("fk_training_catalog_answer_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["info_id"], ["training_catalog_education_info.id"], name=op.f("fk_training_catalog_answer_info_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["training_catalog_cluster.id"], name=op.f("fk_training_catalog_answer_need_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_training_catalog_answer_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_catalog_answer")),
        sa.UniqueConstraint("need_id", "info_id", name=op.f("uq_training_catalog_answer_need_id_info_id")),
    )
    with op.batch_alter_table("training_catalog_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_catalog_answer_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_answer_info_id"), ["info_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_answer_region_id"), ["region_id"], unique=False)


def downgrade() -> None:
    op.drop_table("training_catalog_answer")
    op.drop_table("training_catalog_cluster")
