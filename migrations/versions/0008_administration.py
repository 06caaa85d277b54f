"""Administration per region: memberships, impersonation, feedback, accessibility statements, texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_accessibility_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("mended_by", sa.Date(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_accessibility_fault_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_accessibility_fault")),
    )
    with op.batch_alter_table("core_accessibility_fault", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_accessibility_fault_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_accessibility_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("service_name", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=30), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("method", sa.String(length=30), nullable=False),
        sa.Column("method_detail", sa.Text(), nullable=False),
        sa.Column("burden", sa.Text(), nullable=False),
        sa.Column("out_of_scope", sa.Text(), nullable=False),
        sa.Column("response_days", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["core_region.id"], name=op.f("fk_core_accessibility_statement_region_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_accessibility_statement")),
        sa.UniqueConstraint("region_id", name=op.f("uq_core_accessibility_statement_region_id")),
    )
    with op.batch_alter_table("core_accessibility_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_accessibility_statement_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("endpoint", sa.String(length=120), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handled_by_id"], ["core_user.id"], name=op.f("fk_core_feedback_handled_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_feedback_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_feedback")),
    )
    with op.batch_alter_table("core_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_feedback_endpoint"), ["endpoint"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_feedback_handled_by_id"), ["handled_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_feedback_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_core_feedback_region_id_handled_at", ["region_id", "handled_at"], unique=False)

    op.create_table(
        "core_region_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_region_text_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["set_by_id"], ["core_user.id"], name=op.f("fk_core_region_text_set_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_region_text")),
    )
    with op.batch_alter_table("core_region_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_region_text_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_core_region_text_region_id_key_language", ["region_id", "key", "language"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_region_text_set_by_id"), ["set_by_id"], unique=False)

    op.create_table(
        "core_impersonation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["core_user.id"], name=op.f("fk_core_impersonation_actor_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_impersonation_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["core_user_session.id"], name=op.f("fk_core_impersonation_session_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["target_id"], ["core_user.id"], name=op.f("fk_core_impersonation_target_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_impersonation")),
    )
    with op.batch_alter_table("core_impersonation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_impersonation_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_impersonation_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_impersonation_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_impersonation_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_impersonation_target_id"), ["target_id"], unique=False)

    op.create_table(
        "core_email_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("policy", sa.String(length=30), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_email_domain_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_email_domain_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_email_domain")),
        sa.UniqueConstraint("region_id", "domain", name=op.f("uq_core_email_domain_region_id_domain")),
    )
    with op.batch_alter_table("core_email_domain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_email_domain_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_email_domain_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(length=1000), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["core_user.id"], name=op.f("fk_core_invitation_accepted_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["invited_by_id"], ["core_user.id"], name=op.f("fk_core_invitation_invited_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_invitation_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_invitation_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_invitation_token_hash")),
    )
    with op.batch_alter_table("core_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_invitation_accepted_by_id"), ["accepted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_invitation_invited_by_id"), ["invited_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_invitation_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_invitation_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("message", sa.String(length=1000), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["core_user.id"], name=op.f("fk_core_join_request_decided_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_join_request_organisation_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_join_request_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_join_request_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_join_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_join_request_token_hash")),
    )
    with op.batch_alter_table("core_join_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_join_request_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_join_request_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_join_request_region_id"), ["region_id"], unique=False)
        batch_op.create_index("ix_core_join_request_region_id_status", ["region_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_join_request_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("core_membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("core_membership", schema=None) as batch_op:
        batch_op.drop_column("suspended_at")

    with op.batch_alter_table("core_join_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_join_request_user_id"))
        batch_op.drop_index("ix_core_join_request_region_id_status")
        batch_op.drop_index(batch_op.f("ix_core_join_request_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_join_request_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_core_join_request_decided_by_id"))

    op.drop_table("core_join_request")
    with op.batch_alter_table("core_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_invitation_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_invitation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_core_invitation_invited_by_id"))
        batch_op.drop_index(batch_op.f("ix_core_invitation_accepted_by_id"))

    op.drop_table("core_invitation")
    with op.batch_alter_table("core_email_domain", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_email_domain_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_email_domain_organisation_id"))

    op.drop_table("core_email_domain")
    with op.batch_alter_table("core_impersonation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_impersonation_target_id"))
        batch_op.drop_index(batch_op.f("ix_core_impersonation_session_id"))
        batch_op.drop_index(batch_op.f("ix_core_impersonation_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_impersonation_ended_at"))
        batch_op.drop_index(batch_op.f("ix_core_impersonation_actor_id"))

    op.drop_table("core_impersonation")
    with op.batch_alter_table("core_region_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_region_text_set_by_id"))
        batch_op.drop_index("ix_core_region_text_region_id_key_language")
        batch_op.drop_index(batch_op.f("ix_core_region_text_region_id"))

    op.drop_table("core_region_text")
    with op.batch_alter_table("core_feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_core_feedback_region_id_handled_at")
        batch_op.drop_index(batch_op.f("ix_core_feedback_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_feedback_handled_by_id"))
        batch_op.drop_index(batch_op.f("ix_core_feedback_endpoint"))

    op.drop_table("core_feedback")
    with op.batch_alter_table("core_accessibility_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_accessibility_statement_region_id"))

    op.drop_table("core_accessibility_statement")
    with op.batch_alter_table("core_accessibility_fault", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_accessibility_fault_region_id"))

    op.drop_table("core_accessibility_fault")
