"""The dossier and the evidence beside it: commitments, dossiers, proposed steering groups, sent versions, indicators, joint judgements."""

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
        "demand_pooling_commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("letter_ref", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("orgnr", sa.String(length=10), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.Column("size", sa.String(length=60), nullable=False),
        sa.Column("occupation_group", sa.String(length=4), nullable=False),
        sa.Column("need_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_commitment_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_commitment")),
        sa.UniqueConstraint("region_id", "commitment_id", name=op.f("uq_demand_pooling_commitment_region_id_commitment_id")),
    )
    with op.batch_alter_table("demand_pooling_commitment", schema=None) as batch_op:
        batch_op.create_index("ix_demand_pooling_commitment_group", ["region_id", "occupation_group", "withdrawn_at"], unique=False)
        batch_op.create_index("ix_demand_pooling_commitment_letter", ["region_id", "letter_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_commitment_region_id"), ["region_id"], unique=False)

    op.create_table(
        "demand_pooling_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("occupation_group", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=4), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("situation", sa.String(length=20), nullable=False),
        sa.Column("chances", sa.String(length=20), nullable=False),
        sa.Column("outlook", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_indicator_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_indicator")),
        sa.UniqueConstraint(
            "region_id",
            "measure",
            "source",
            "occupation_group",
            "name",
            "area",
            "period",
            name="uq_demand_pooling_indicator_same",
        ),
    )
    with op.batch_alter_table("demand_pooling_indicator", schema=None) as batch_op:
        batch_op.create_index("ix_demand_pooling_indicator_group", ["region_id", "occupation_group"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_indicator_region_id"), ["region_id"], unique=False)

    op.create_table(
        "demand_pooling_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occupation_group", sa.String(length=4), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("parties", sa.String(length=300), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["core_user.id"], name=op.f("fk_demand_pooling_judgement_actor_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_judgement_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_judgement")),
    )
    with op.batch_alter_table("demand_pooling_judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_judgement_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_demand_pooling_judgement_group", ["region_id", "occupation_group", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_judgement_region_id"), ["region_id"], unique=False)

    op.create_table(
        "demand_pooling_dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("texts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("programme", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("letters", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["demand_pooling_cluster.id"], name=op.f("fk_demand_pooling_dossier_cluster_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["core_user.id"], name=op.f("fk_demand_pooling_dossier_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_dossier_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_dossier")),
    )
    with op.batch_alter_table("demand_pooling_dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_dossier_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_dossier_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_dossier_region_id"), ["region_id"], unique=False)

    op.create_table(
        "demand_pooling_dossier_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["demand_pooling_dossier.id"], name=op.f("fk_demand_pooling_dossier_seat_dossier_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_dossier_seat_region_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_dossier_seat")),
    )
    with op.batch_alter_table("demand_pooling_dossier_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_dossier_seat_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_dossier_seat_region_id"), ["region_id"], unique=False)

    op.create_table(
        "demand_pooling_dossier_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_to", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("letters", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("commitments", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["demand_pooling_dossier.id"], name=op.f("fk_demand_pooling_dossier_version_dossier_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_dossier_version_region_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["core_user.id"], name=op.f("fk_demand_pooling_dossier_version_sent_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_dossier_version")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_demand_pooling_dossier_version_dossier_id_number")),
    )
    with op.batch_alter_table("demand_pooling_dossier_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_dossier_version_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_dossier_version_sent_by_id"), ["sent_by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("demand_pooling_dossier_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_dossier_version_sent_by_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_dossier_version_region_id"))

    op.drop_table("demand_pooling_dossier_version")
    with op.batch_alter_table("demand_pooling_dossier_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_dossier_seat_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_dossier_seat_dossier_id"))

    op.drop_table("demand_pooling_dossier_seat")
    with op.batch_alter_table("demand_pooling_dossier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_dossier_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_dossier_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_dossier_cluster_id"))

    op.drop_table("demand_pooling_dossier")
    with op.batch_alter_table("demand_pooling_judgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_judgement_region_id"))
        batch_op.drop_index("ix_demand_pooling_judgement_group")
        batch_op.drop_index(batch_op.f("ix_demand_pooling_judgement_actor_id"))

    op.drop_table("demand_pooling_judgement")
    with op.batch_alter_table("demand_pooling_indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_indicator_region_id"))
        batch_op.drop_index("ix_demand_pooling_indicator_group")

    op.drop_table("demand_pooling_indicator")
    with op.batch_alter_table("demand_pooling_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_commitment_region_id"))
        batch_op.drop_index("ix_demand_pooling_commitment_letter")
        batch_op.drop_index("ix_demand_pooling_commitment_group")

    op.drop_table("demand_pooling_commitment")
