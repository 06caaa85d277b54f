"""What is new of a need, the centres that receive classes, and the runs that look for a plan."""

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
        "demand_pooling_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("instance", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("rule_served", sa.Integer(), nullable=False),
        sa.Column("rule_classes", sa.Integer(), nullable=False),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Integer(), nullable=False),
        sa.Column("groups", sa.Integer(), nullable=False),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("parts_done", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("improved", sa.Boolean(), nullable=False),
        sa.Column("faults", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["core_user.id"], name=op.f("fk_demand_pooling_run_published_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_run_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["started_by_id"], ["core_user.id"], name=op.f("fk_demand_pooling_run_started_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_run")),
    )
    with op.batch_alter_table("demand_pooling_run", schema=None) as batch_op:
        batch_op.create_index("ix_demand_pooling_run_list", ["region_id", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_run_published_by_id"), ["published_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_run_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_run_started_by_id"), ["started_by_id"], unique=False)

    op.create_table(
        "demand_pooling_centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("receives", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["core_municipality.code"], name=op.f("fk_demand_pooling_centre_municipality_code"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_demand_pooling_centre_organisation_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_centre_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_centre")),
        sa.UniqueConstraint("region_id", "organisation_id", name=op.f("uq_demand_pooling_centre_region_id_organisation_id")),
    )
    with op.batch_alter_table("demand_pooling_centre", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_centre_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_centre_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_centre_region_id"), ["region_id"], unique=False)

    with op.batch_alter_table("demand_pooling_need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occupation_id", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("taxonomy_version", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("skills_detail", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("licences", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("study_forms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.add_column(sa.Column("pace", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sessions_max", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("travel_km", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("visibility", sa.String(length=30), server_default="", nullable=False))
        batch_op.add_column(sa.Column("secret", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("demand_pooling_need", schema=None) as batch_op:
        batch_op.drop_column("secret")
        batch_op.drop_column("visibility")
        batch_op.drop_column("travel_km")
        batch_op.drop_column("sessions_max")
        batch_op.drop_column("pace")
        batch_op.drop_column("study_forms")
        batch_op.drop_column("languages")
        batch_op.drop_column("licences")
        batch_op.drop_column("skills_detail")
        batch_op.drop_column("taxonomy_version")
        batch_op.drop_column("occupation_id")

    with op.batch_alter_table("demand_pooling_centre", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_centre_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_centre_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_centre_municipality_code"))

    op.drop_table("demand_pooling_centre")
    with op.batch_alter_table("demand_pooling_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_run_started_by_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_run_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_run_published_by_id"))
        batch_op.drop_index("ix_demand_pooling_run_list")

    op.drop_table("demand_pooling_run")
