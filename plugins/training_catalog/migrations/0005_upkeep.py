"""Courses that providers keep by form, and who is told when one is cancelled."""

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
        "training_catalog_kept_education",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("info_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("school_form", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("credits_unit", sa.String(length=10), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("groups", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("groups_confirmed", sa.Boolean(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["info_id"],
            ["training_catalog_education_info.id"],
            name=op.f("fk_training_catalog_kept_education_info_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["core_organisation.id"],
            name=op.f("fk_training_catalog_kept_education_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_training_catalog_kept_education_region_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["training_catalog_source.id"], name=op.f("fk_training_catalog_kept_education_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_catalog_kept_education")),
    )
    with op.batch_alter_table("training_catalog_kept_education", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_catalog_kept_education_info_id"), ["info_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_kept_education_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_kept_education_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_kept_education_source_id"), ["source_id"], unique=False)

    op.create_table(
        "training_catalog_cancellation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("alternative_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["alternative_id"],
            ["training_catalog_education_event.id"],
            name=op.f("fk_training_catalog_cancellation_alternative_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_catalog_education_event.id"],
            name=op.f("fk_training_catalog_cancellation_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_training_catalog_cancellation_region_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_catalog_cancellation")),
        sa.UniqueConstraint("event_id", name=op.f("uq_training_catalog_cancellation_event_id")),
    )
    with op.batch_alter_table("training_catalog_cancellation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_catalog_cancellation_alternative_id"), ["alternative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_cancellation_region_id"), ["region_id"], unique=False)

    op.create_table(
        "training_catalog_kept_occasion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("education_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("application_last", sa.Date(), nullable=True),
        sa.Column("application_continuous", sa.Boolean(), nullable=False),
        sa.Column("application_url", sa.String(length=1000), nullable=False),
        sa.Column("pace", sa.Float(), nullable=True),
        sa.Column("time_of_study", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("is_distance", sa.Boolean(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("places", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["education_id"],
            ["training_catalog_kept_education.id"],
            name=op.f("fk_training_catalog_kept_occasion_education_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_catalog_education_event.id"],
            name=op.f("fk_training_catalog_kept_occasion_event_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_training_catalog_kept_occasion_region_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_catalog_kept_occasion")),
    )
    with op.batch_alter_table("training_catalog_kept_occasion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_catalog_kept_occasion_education_id"), ["education_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_kept_occasion_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_catalog_kept_occasion_region_id"), ["region_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("training_catalog_kept_occasion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_catalog_kept_occasion_region_id"))
        batch_op.drop_index(batch_op.f("ix_training_catalog_kept_occasion_event_id"))
        batch_op.drop_index(batch_op.f("ix_training_catalog_kept_occasion_education_id"))

    op.drop_table("training_catalog_kept_occasion")
    with op.batch_alter_table("training_catalog_cancellation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_catalog_cancellation_region_id"))
        batch_op.drop_index(batch_op.f("ix_training_catalog_cancellation_alternative_id"))

    op.drop_table("training_catalog_cancellation")
    with op.batch_alter_table("training_catalog_kept_education", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_catalog_kept_education_source_id"))
        batch_op.drop_index(batch_op.f("ix_training_catalog_kept_education_region_id"))
        batch_op.drop_index(batch_op.f("ix_training_catalog_kept_education_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_training_catalog_kept_education_info_id"))

    op.drop_table("training_catalog_kept_education")
