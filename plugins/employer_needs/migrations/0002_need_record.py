"""The need record in full, versions of an answer, those who follow it, and letters of intent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "employer_needs_follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_follower_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["employer_needs_response.id"], name=op.f("fk_employer_needs_follower_response_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_follower")),
        sa.UniqueConstraint("response_id", "email", name=op.f("uq_employer_needs_follower_response_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_employer_needs_follower_token_hash")),
    )
    with op.batch_alter_table("employer_needs_follower", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_follower_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_follower_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_follower_region_id"), ["region_id"], unique=False)

    op.create_table(
        "employer_needs_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("orgnr", sa.String(length=10), nullable=True),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("person_title", sa.String(length=120), nullable=False),
        sa.Column("person_email", sa.String(length=254), nullable=False),
        sa.Column("person_phone", sa.String(length=40), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_text", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["core_user.id"], name=op.f("fk_employer_needs_letter_entered_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["core_municipality.code"], name=op.f("fk_employer_needs_letter_municipality_code"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_employer_needs_letter_organisation_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_letter_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["employer_needs_response.id"], name=op.f("fk_employer_needs_letter_response_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["core_user.id"], name=op.f("fk_employer_needs_letter_withdrawn_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_letter")),
        sa.UniqueConstraint("reference", name=op.f("uq_employer_needs_letter_reference")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_employer_needs_letter_token_hash")),
    )
    with op.batch_alter_table("employer_needs_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_entered_by_id"), ["entered_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_person_email"), ["person_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_response_id"), ["response_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_signed_at"), ["signed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_letter_withdrawn_by_id"), ["withdrawn_by_id"], unique=False)

    op.create_table(
        "employer_needs_response_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_response_version_region_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["employer_needs_response.id"], name=op.f("fk_employer_needs_response_version_response_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["core_user.id"], name=op.f("fk_employer_needs_response_version_sent_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_response_version")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_employer_needs_response_version_response_id_number")),
    )
    with op.batch_alter_table("employer_needs_response_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_response_version_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_response_version_sent_by_id"), ["sent_by_id"], unique=False)

    op.create_table(
        "employer_needs_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("occupation_group", sa.String(length=4), nullable=False),
        sa.Column("occupation_label", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("need_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_employer_needs_commitment_amount")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["employer_needs_letter.id"], name=op.f("fk_employer_needs_commitment_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["employer_needs_need.id"], name=op.f("fk_employer_needs_commitment_need_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_employer_needs_commitment_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_commitment")),
        sa.UniqueConstraint("letter_id", "need_id", "kind", name=op.f("uq_employer_needs_commitment_letter_id_need_id_kind")),
    )
    with op.batch_alter_table("employer_needs_commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_needs_commitment_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_commitment_region_id"), ["region_id"], unique=False)

    with op.batch_alter_table("employer_needs_need", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("licences", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("routes_tried", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("consequences", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("study_forms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(sa.Column("pace", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sessions_max", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("travel_km", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("secret", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("secret_reason", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("revises_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_employer_needs_need_previous_id"), ["previous_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_needs_need_revises_id"), ["revises_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_employer_needs_need_revises_id"), "employer_needs_need", ["revises_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_employer_needs_need_previous_id"), "employer_needs_need", ["previous_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("employer_needs_response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revises_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("carried", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="{}", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_employer_needs_response_previous_id"), ["previous_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_employer_needs_response_revises_id"), ["revises_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_employer_needs_response_previous_id"), "employer_needs_response", ["previous_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_employer_needs_response_revises_id"), "employer_needs_response", ["revises_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    with op.batch_alter_table("employer_needs_response", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_employer_needs_response_revises_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_employer_needs_response_previous_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_employer_needs_response_revises_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_employer_needs_response_previous_id"))
        batch_op.drop_column("carried")
        batch_op.drop_column("previous_id")
        batch_op.drop_column("revises_id")

    with op.batch_alter_table("employer_needs_need", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_employer_needs_need_previous_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_employer_needs_need_revises_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_employer_needs_need_revises_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_need_previous_id"))
        batch_op.drop_column("previous_id")
        batch_op.drop_column("revises_id")
        batch_op.drop_column("revision")
        batch_op.drop_column("secret_reason")
        batch_op.drop_column("secret")
        batch_op.drop_column("travel_km")
        batch_op.drop_column("sessions_max")
        batch_op.drop_column("pace")
        batch_op.drop_column("study_forms")
        batch_op.drop_column("consequences")
        batch_op.drop_column("routes_tried")
        batch_op.drop_column("languages")
        batch_op.drop_column("licences")

    with op.batch_alter_table("employer_needs_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_commitment_region_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_commitment_need_id"))

    op.drop_table("employer_needs_commitment")
    with op.batch_alter_table("employer_needs_response_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_response_version_sent_by_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_response_version_region_id"))

    op.drop_table("employer_needs_response_version")
    with op.batch_alter_table("employer_needs_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_withdrawn_by_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_signed_at"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_response_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_region_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_person_email"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_municipality_code"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_letter_entered_by_id"))

    op.drop_table("employer_needs_letter")
    with op.batch_alter_table("employer_needs_follower", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_needs_follower_region_id"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_follower_email"))
        batch_op.drop_index(batch_op.f("ix_employer_needs_follower_created_at"))

    op.drop_table("employer_needs_follower")
