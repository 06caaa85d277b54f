"""Interest in courses, the cohorts that form, what employers promise, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "distance_learning_cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("alternative_ref", sa.String(length=160), nullable=False),
        sa.Column("started", sa.Integer(), nullable=True),
        sa.Column("completed", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["distance_learning_course.id"], name=op.f("fk_distance_learning_cohort_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["core_user.id"], name=op.f("fk_distance_learning_cohort_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_distance_learning_cohort_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distance_learning_cohort")),
        sa.UniqueConstraint("course_id", name=op.f("uq_distance_learning_cohort_course_id")),
    )
    with op.batch_alter_table("distance_learning_cohort", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distance_learning_cohort_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_distance_learning_cohort_region_id"), ["region_id"], unique=False)

    op.create_table(
        "distance_learning_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("employer_paid", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["distance_learning_centre.id"], name=op.f("fk_distance_learning_interest_centre_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["distance_learning_course.id"], name=op.f("fk_distance_learning_interest_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_distance_learning_interest_region_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distance_learning_interest")),
        sa.UniqueConstraint("course_id", "email", name=op.f("uq_distance_learning_interest_course_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_distance_learning_interest_token_hash")),
    )
    with op.batch_alter_table("distance_learning_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distance_learning_interest_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index("ix_distance_learning_interest_due", ["region_id", "status", "answer_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_distance_learning_interest_email"), ["email"], unique=False)
        batch_op.create_index("ix_distance_learning_interest_queue", ["course_id", "status", "confirmed_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_distance_learning_interest_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_distance_learning_interest_status_at"), ["status_at"], unique=False)

    op.create_table(
        "distance_learning_cohort_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["distance_learning_centre.id"], name=op.f("fk_distance_learning_cohort_outcome_centre_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["distance_learning_cohort.id"], name=op.f("fk_distance_learning_cohort_outcome_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_distance_learning_cohort_outcome_region_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distance_learning_cohort_outcome")),
        sa.UniqueConstraint("cohort_id", "centre_id", name=op.f("uq_distance_learning_cohort_outcome_cohort_id_centre_id")),
    )
    with op.batch_alter_table("distance_learning_cohort_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distance_learning_cohort_outcome_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_distance_learning_cohort_outcome_region_id"), ["region_id"], unique=False)

    op.create_table(
        "distance_learning_pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("occupation_group", sa.String(length=4), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["distance_learning_cohort.id"], name=op.f("fk_distance_learning_pledge_cohort_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_distance_learning_pledge_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distance_learning_pledge")),
        sa.UniqueConstraint("region_id", "commitment_id", name=op.f("uq_distance_learning_pledge_region_id_commitment_id")),
    )
    with op.batch_alter_table("distance_learning_pledge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distance_learning_pledge_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index("ix_distance_learning_pledge_group", ["region_id", "occupation_group", "withdrawn_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_distance_learning_pledge_region_id"), ["region_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("distance_learning_pledge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distance_learning_pledge_region_id"))
        batch_op.drop_index("ix_distance_learning_pledge_group")
        batch_op.drop_index(batch_op.f("ix_distance_learning_pledge_cohort_id"))

    op.drop_table("distance_learning_pledge")
    with op.batch_alter_table("distance_learning_cohort_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distance_learning_cohort_outcome_region_id"))
        batch_op.drop_index(batch_op.f("ix_distance_learning_cohort_outcome_centre_id"))

    op.drop_table("distance_learning_cohort_outcome")
    with op.batch_alter_table("distance_learning_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distance_learning_interest_status_at"))
        batch_op.drop_index(batch_op.f("ix_distance_learning_interest_region_id"))
        batch_op.drop_index("ix_distance_learning_interest_queue")
        batch_op.drop_index(batch_op.f("ix_distance_learning_interest_email"))
        batch_op.drop_index("ix_distance_learning_interest_due")
        batch_op.drop_index(batch_op.f("ix_distance_learning_interest_centre_id"))

    op.drop_table("distance_learning_interest")
    with op.batch_alter_table("distance_learning_cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distance_learning_cohort_region_id"))
        batch_op.drop_index(batch_op.f("ix_distance_learning_cohort_decided_by_id"))

    op.drop_table("distance_learning_cohort")
