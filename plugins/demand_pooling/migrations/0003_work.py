"""Working a cluster (statuses, locks, pins, the history of steps), and requests to providers with their offers."""

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
        "demand_pooling_follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["demand_pooling_cluster.id"], name=op.f("fk_demand_pooling_follow_cluster_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_follow_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_demand_pooling_follow_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_follow")),
        sa.UniqueConstraint("cluster_id", "user_id", name=op.f("uq_demand_pooling_follow_cluster_id_user_id")),
    )
    with op.batch_alter_table("demand_pooling_follow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_follow_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_follow_user_id"), ["user_id"], unique=False)

    op.create_table(
        "demand_pooling_set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pooled_need_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["core_user.id"], name=op.f("fk_demand_pooling_set_aside_actor_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["demand_pooling_cluster.id"], name=op.f("fk_demand_pooling_set_aside_cluster_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pooled_need_id"], ["demand_pooling_need.id"], name=op.f("fk_demand_pooling_set_aside_pooled_need_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["region_id"],
            ["core_region.id"],
            name=op.f("fk_demand_pooling_set_aside_region_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_set_aside")),
        sa.UniqueConstraint("region_id", "pooled_need_id", name=op.f("uq_demand_pooling_set_aside_region_id_pooled_need_id")),
    )
    with op.batch_alter_table("demand_pooling_set_aside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_set_aside_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_set_aside_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_set_aside_pooled_need_id"), ["pooled_need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_set_aside_region_id"), ["region_id"], unique=False)

    op.create_table(
        "demand_pooling_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("other_version", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["core_user.id"], name=op.f("fk_demand_pooling_step_actor_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["demand_pooling_cluster.id"], name=op.f("fk_demand_pooling_step_cluster_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["demand_pooling_cluster.id"], name=op.f("fk_demand_pooling_step_other_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_step_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["demand_pooling_step.id"], name=op.f("fk_demand_pooling_step_undoes_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_step")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_demand_pooling_step_undoes_id")),
    )
    with op.batch_alter_table("demand_pooling_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_step_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_demand_pooling_step_cluster", ["cluster_id", "id"], unique=False)
        batch_op.create_index("ix_demand_pooling_step_other", ["other_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_step_region_id"), ["region_id"], unique=False)

    with op.batch_alter_table("demand_pooling_cluster", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(length=20), server_default="clustered", nullable=False))
        batch_op.add_column(sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("locked_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("origin", sa.String(length=10), server_default="rule", nullable=False))
        batch_op.add_column(sa.Column("form", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("start_period", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("centres", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_demand_pooling_cluster_locked_by_id"), ["locked_by_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_demand_pooling_cluster_locked_by_id"), "core_user", ["locked_by_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("demand_pooling_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.create_table(
        "demand_pooling_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("forms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("start_wish", sa.String(length=100), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["demand_pooling_cluster.id"],
            name=op.f("fk_demand_pooling_request_cluster_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["core_user.id"],
            name=op.f("fk_demand_pooling_request_created_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["core_user.id"], name=op.f("fk_demand_pooling_request_ended_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_request_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_request")),
    )
    with op.batch_alter_table("demand_pooling_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_request_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_request_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_request_ended_by_id"), ["ended_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_request_region_id"), ["region_id"], unique=False)

    op.create_table(
        "demand_pooling_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["core_organisation.id"],
            name=op.f("fk_demand_pooling_asked_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_asked_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["demand_pooling_request.id"],
            name=op.f("fk_demand_pooling_asked_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_asked")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_demand_pooling_asked_token_hash")),
    )
    with op.batch_alter_table("demand_pooling_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_asked_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_asked_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_asked_request_id"), ["request_id"], unique=False)

    op.create_table(
        "demand_pooling_orderer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["core_organisation.id"],
            name=op.f("fk_demand_pooling_orderer_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_orderer_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["demand_pooling_request.id"],
            name=op.f("fk_demand_pooling_orderer_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_orderer")),
    )
    with op.batch_alter_table("demand_pooling_orderer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_orderer_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_orderer_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_demand_pooling_orderer_request_id"), ["request_id"], unique=False)

    op.create_table(
        "demand_pooling_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("price_per", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("seats_min", sa.Integer(), nullable=False),
        sa.Column("seats_max", sa.Integer(), nullable=False),
        sa.Column("centres", sa.String(length=1000), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["demand_pooling_asked.id"],
            name=op.f("fk_demand_pooling_offer_asked_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_demand_pooling_offer_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_pooling_offer")),
        sa.UniqueConstraint("asked_id", name=op.f("uq_demand_pooling_offer_asked_id")),
    )
    with op.batch_alter_table("demand_pooling_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_pooling_offer_region_id"), ["region_id"], unique=False)
    op.execute("UPDATE demand_pooling_cluster SET status = 'pooled' WHERE missing = 0 AND closed_at IS NULL")


def downgrade() -> None:
    with op.batch_alter_table("demand_pooling_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_offer_region_id"))

    op.drop_table("demand_pooling_offer")
    with op.batch_alter_table("demand_pooling_orderer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_orderer_request_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_orderer_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_orderer_organisation_id"))

    op.drop_table("demand_pooling_orderer")
    with op.batch_alter_table("demand_pooling_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_asked_request_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_asked_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_asked_organisation_id"))

    op.drop_table("demand_pooling_asked")
    with op.batch_alter_table("demand_pooling_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_request_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_request_ended_by_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_request_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_request_cluster_id"))

    op.drop_table("demand_pooling_request")
    with op.batch_alter_table("demand_pooling_member", schema=None) as batch_op:
        batch_op.drop_column("pinned")

    with op.batch_alter_table("demand_pooling_cluster", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_demand_pooling_cluster_locked_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_demand_pooling_cluster_locked_by_id"))
        batch_op.drop_column("centres")
        batch_op.drop_column("start_period")
        batch_op.drop_column("form")
        batch_op.drop_column("origin")
        batch_op.drop_column("version")
        batch_op.drop_column("locked_by_id")
        batch_op.drop_column("locked_at")
        batch_op.drop_column("status")

    with op.batch_alter_table("demand_pooling_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_step_region_id"))
        batch_op.drop_index("ix_demand_pooling_step_other")
        batch_op.drop_index("ix_demand_pooling_step_cluster")
        batch_op.drop_index(batch_op.f("ix_demand_pooling_step_actor_id"))

    op.drop_table("demand_pooling_step")
    with op.batch_alter_table("demand_pooling_set_aside", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_set_aside_region_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_set_aside_pooled_need_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_set_aside_cluster_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_set_aside_actor_id"))

    op.drop_table("demand_pooling_set_aside")
    with op.batch_alter_table("demand_pooling_follow", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_pooling_follow_user_id"))
        batch_op.drop_index(batch_op.f("ix_demand_pooling_follow_region_id"))

    op.drop_table("demand_pooling_follow")
