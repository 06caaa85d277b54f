"""surveys: own questions, standing rounds, entry by phone, handing over, reminders by schedule, calls"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "employer_needs_question_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("last_key", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_question_set_region_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["employer_needs_survey.id"], name=op.f("fk_employer_needs_question_set_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_question_set")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_employer_needs_question_set_survey_id_number")),
    )
    with op.batch_alter_table("employer_needs_question_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_question_set_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_question_set_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "employer_needs_round_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 0", name=op.f("ck_employer_needs_round_reminder_days")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_round_reminder_region_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["employer_needs_round.id"], name=op.f("fk_employer_needs_round_reminder_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_round_reminder")),
        sa.UniqueConstraint("round_id", "anchor", "days", name=op.f("uq_employer_needs_round_reminder_round_id_anchor_days")),
    )
    with op.batch_alter_table("employer_needs_round_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_round_reminder_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_round_reminder_round_id"), ["round_id"], unique=False)

    op.create_table(
        "employer_needs_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["core_user.id"], name=op.f("fk_employer_needs_call_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["employer_needs_invitation.id"], name=op.f("fk_employer_needs_call_invitation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_call_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_call")),
    )
    with op.batch_alter_table("employer_needs_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_call_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_call_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_call_region_id"), ["region_id"], unique=False)

    op.create_table(
        "employer_needs_delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_email", sa.String(length=254), nullable=False),
        sa.Column("to_name", sa.String(length=120), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["employer_needs_invitation.id"], name=op.f("fk_employer_needs_delegation_invitation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_delegation_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_delegation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_employer_needs_delegation_token_hash")),
    )
    with op.batch_alter_table("employer_needs_delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_delegation_from_email"), ["from_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_delegation_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_delegation_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_delegation_to_email"), ["to_email"], unique=False)

    op.create_table(
        "employer_needs_own_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_own_answers_region_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["employer_needs_response.id"], name=op.f("fk_employer_needs_own_answers_response_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["employer_needs_question_set.id"], name=op.f("fk_employer_needs_own_answers_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_own_answers")),
        sa.UniqueConstraint("response_id", name=op.f("uq_employer_needs_own_answers_response_id")),
    )
    with op.batch_alter_table("employer_needs_own_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_own_answers_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_own_answers_set_id"), ["set_id"], unique=False)

    op.create_table(
        "employer_needs_own_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("question_key", sa.String(length=10), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_name", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_own_file_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["employer_needs_response.id"], name=op.f("fk_employer_needs_own_file_response_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_own_file")),
    )
    with op.batch_alter_table("employer_needs_own_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_own_file_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_own_file_response_id"), ["response_id"], unique=False)

    with op.batch_alter_table("employer_needs_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_name", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("employer_needs_response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_phone", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_employer_needs_response_entered_by_id"), ["entered_by_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_employer_needs_response_entered_by_id"), "core_user", ["entered_by_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("employer_needs_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("question_set_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("standing", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(batch_op.f("ix_employer_needs_round_question_set_id"), ["question_set_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_employer_needs_round_question_set_id"),
            "employer_needs_question_set",
            ["question_set_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("employer_needs_round", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_employer_needs_round_question_set_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_employer_needs_round_question_set_id"))
        batch_op.drop_column("standing")
        batch_op.drop_column("question_set_id")

    with op.batch_alter_table("employer_needs_response", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_employer_needs_response_entered_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_employer_needs_response_entered_by_id"))
        batch_op.drop_column("entered_by_id")
        batch_op.drop_column("by_phone")

    with op.batch_alter_table("employer_needs_invitation", schema=None) as batch_op:
        batch_op.drop_column("declined_at")
        batch_op.drop_column("contact_name")

    with op.batch_alter_table("employer_needs_own_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_own_file_response_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_own_file_region_id"))

    op.drop_table("employer_needs_own_file")
    with op.batch_alter_table("employer_needs_own_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_own_answers_set_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_own_answers_region_id"))

    op.drop_table("employer_needs_own_answers")
    with op.batch_alter_table("employer_needs_delegation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_delegation_to_email"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_delegation_region_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_delegation_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_delegation_from_email"))

    op.drop_table("employer_needs_delegation")
    with op.batch_alter_table("employer_needs_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_call_region_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_call_invitation_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_call_by_id"))

    op.drop_table("employer_needs_call")
    with op.batch_alter_table("employer_needs_round_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_round_reminder_round_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_round_reminder_region_id"))

    op.drop_table("employer_needs_round_reminder")
    with op.batch_alter_table("employer_needs_question_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_question_set_survey_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_question_set_region_id"))

    op.drop_table("employer_needs_question_set")
