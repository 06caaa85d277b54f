"""first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.db.fulltext import create_fulltext, drop_fulltext

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_applied_file",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_core_applied_file")),
    )
    op.create_table(
        "core_county",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_core_county")),
    )
    op.create_table(
        "core_occupation_group",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.String(length=4), nullable=True),
        sa.Column("concept_id", sa.String(length=20), nullable=True),
        sa.Column("taxonomy_version", sa.String(length=40), nullable=False),
        sa.Column("deprecated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["core_occupation_group.code"], name=op.f("fk_core_occupation_group_parent_code"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_core_occupation_group")),
    )
    with op.batch_alter_table("core_occupation_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_occupation_group_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "core_region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=600), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("texts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_region")),
        sa.UniqueConstraint("slug", name=op.f("uq_core_region_slug")),
    )
    op.create_table(
        "core_role_permission",
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("permission", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("role", "permission", name=op.f("pk_core_role_permission")),
    )
    op.create_table(
        "core_schedule",
        sa.Column("job", sa.String(length=160), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_core_schedule")),
    )
    op.create_table(
        "core_skill",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("taxonomy_version", sa.String(length=40), nullable=False),
        sa.Column("deprecated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_skill")),
    )
    with op.batch_alter_table("core_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_skill_folded"), ["folded"], unique=False)

    op.create_table(
        "core_submission",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_submission")),
    )
    with op.batch_alter_table("core_submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_submission_created_at"), ["created_at"], unique=False)

    op.create_table(
        "core_taxonomy_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("version_label", sa.String(length=40), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_taxonomy_state")),
    )
    op.create_table(
        "core_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_user")),
        sa.UniqueConstraint("email", name=op.f("uq_core_user_email")),
    )
    op.create_table(
        "core_audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("detail", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["core_user.id"], name=op.f("fk_core_audit_entry_actor_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_audit_entry_region_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_audit_entry")),
    )
    with op.batch_alter_table("core_audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_audit_entry_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_core_audit_entry_region_id_id", ["region_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_audit_entry_subject"), ["subject"], unique=False)

    op.create_table(
        "core_login_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("attempt_hash", sa.String(length=64), nullable=False),
        sa.Column("next_url", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_login_token_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_login_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_login_token_token_hash")),
    )
    with op.batch_alter_table("core_login_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_login_token_attempt_hash"), ["attempt_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_login_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "core_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_mail_region_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_core_mail_message_id")),
    )
    with op.batch_alter_table("core_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_mail_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_municipality",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("county_code", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["county_code"], ["core_county.code"], name=op.f("fk_core_municipality_county_code"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_core_municipality")),
    )
    with op.batch_alter_table("core_municipality", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_municipality_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "core_occupation",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("group_code", sa.String(length=4), nullable=False),
        sa.Column("taxonomy_version", sa.String(length=40), nullable=False),
        sa.Column("deprecated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_code"], ["core_occupation_group.code"], name=op.f("fk_core_occupation_group_code"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_occupation")),
    )
    with op.batch_alter_table("core_occupation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_occupation_group_code"), ["group_code"], unique=False)

    op.create_table(
        "core_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("queue", sa.String(length=10), nullable=False),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("dedupe", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run_token", sa.String(length=32), nullable=True),
        sa.Column("handed", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("last_error", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["core_outbox.id"], name=op.f("fk_core_outbox_parent_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_outbox_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_outbox")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_core_outbox_dedupe")),
    )
    with op.batch_alter_table("core_outbox", schema=None) as batch_op:
        batch_op.create_index("ix_core_outbox_due", ["done_at", "queue", "available_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_outbox_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_outbox_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("handler", sa.String(length=160), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_receipt_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_receipt")),
        sa.UniqueConstraint("outbox_id", "handler", name=op.f("uq_core_receipt_outbox_id_handler")),
    )
    with op.batch_alter_table("core_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_receipt_handler"), ["handler"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_receipt_outbox_id"), ["outbox_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_receipt_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_region_member",
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["core_region.id"], name=op.f("fk_core_region_member_collaboration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["core_region.id"], name=op.f("fk_core_region_member_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("collaboration_id", "member_id", name=op.f("pk_core_region_member")),
    )
    with op.batch_alter_table("core_region_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_region_member_member_id"), ["member_id"], unique=False)

    op.create_table(
        "core_region_plugin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=60), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_region_plugin_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_region_plugin")),
        sa.UniqueConstraint("region_id", "plugin", name=op.f("uq_core_region_plugin_region_id_plugin")),
    )
    with op.batch_alter_table("core_region_plugin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_region_plugin_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_region_share",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("collaboration_id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaboration_id"], ["core_region.id"], name=op.f("fk_core_region_share_collaboration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["core_region.id"], name=op.f("fk_core_region_share_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "collaboration_id", "plugin", name=op.f("pk_core_region_share")),
    )
    with op.batch_alter_table("core_region_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_region_share_collaboration_id"), ["collaboration_id"], unique=False)

    op.create_table(
        "core_search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_search_entry_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_search_entry")),
        sa.UniqueConstraint("object_id", "kind", name=op.f("uq_core_search_entry_object_id_kind")),
    )

    op.create_table(
        "core_user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_user_session_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_user_session_token_hash")),
    )
    with op.batch_alter_table("core_user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "core_occupation_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("occupation_id", sa.String(length=20), nullable=True),
        sa.Column("group_code", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_code"], ["core_occupation_group.code"], name=op.f("fk_core_occupation_term_group_code"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["occupation_id"], ["core_occupation.id"], name=op.f("fk_core_occupation_term_occupation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_occupation_term")),
    )
    with op.batch_alter_table("core_occupation_term", schema=None) as batch_op:
        batch_op.create_index("ix_core_occupation_term_folded", ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_occupation_term_group_code"), ["group_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_occupation_term_occupation_id"), ["occupation_id"], unique=False)

    op.create_table(
        "core_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("orgnr", sa.String(length=10), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["core_municipality.code"], name=op.f("fk_core_organisation_municipality_code"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_organisation")),
        sa.UniqueConstraint("orgnr", name=op.f("uq_core_organisation_orgnr")),
    )
    with op.batch_alter_table("core_organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_organisation_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_organisation_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "core_region_municipality",
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["core_municipality.code"],
            name=op.f("fk_core_region_municipality_municipality_code"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_region_municipality_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("region_id", "municipality_code", name=op.f("pk_core_region_municipality")),
    )
    with op.batch_alter_table("core_region_municipality", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_region_municipality_municipality_code"), ["municipality_code"], unique=False)

    op.create_table(
        "core_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_membership_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_membership_region_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_membership_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_membership")),
        sa.UniqueConstraint(
            "user_id", "region_id", "organisation_id", "role", name=op.f("uq_core_membership_user_id_region_id_organisation_id_role")
        ),
    )
    with op.batch_alter_table("core_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_membership_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_membership_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "core_organisation_region",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_organisation_region_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_organisation_region_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("organisation_id", "region_id", name=op.f("pk_core_organisation_region")),
    )
    with op.batch_alter_table("core_organisation_region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_organisation_region_region_id"), ["region_id"], unique=False)
    create_fulltext(op.get_bind())


def downgrade() -> None:
    drop_fulltext(op.get_bind())
    with op.batch_alter_table("core_organisation_region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_organisation_region_region_id"))

    op.drop_table("core_organisation_region")
    with op.batch_alter_table("core_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_membership_user_id"))
        batch_op.drop_index(batch_op.f("ix_core_membership_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_membership_organisation_id"))

    op.drop_table("core_membership")
    with op.batch_alter_table("core_region_municipality", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_region_municipality_municipality_code"))

    op.drop_table("core_region_municipality")
    with op.batch_alter_table("core_organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_organisation_sort_key"))
        batch_op.drop_index(batch_op.f("ix_core_organisation_municipality_code"))

    op.drop_table("core_organisation")
    with op.batch_alter_table("core_occupation_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_occupation_term_occupation_id"))
        batch_op.drop_index(batch_op.f("ix_core_occupation_term_group_code"))
        batch_op.drop_index("ix_core_occupation_term_folded")

    op.drop_table("core_occupation_term")
    with op.batch_alter_table("core_user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_user_session_user_id"))

    op.drop_table("core_user_session")
    op.drop_table("core_search_entry")
    with op.batch_alter_table("core_region_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_region_share_collaboration_id"))

    op.drop_table("core_region_share")
    with op.batch_alter_table("core_region_plugin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_region_plugin_region_id"))

    op.drop_table("core_region_plugin")
    with op.batch_alter_table("core_region_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_region_member_member_id"))

    op.drop_table("core_region_member")
    with op.batch_alter_table("core_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_receipt_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_receipt_outbox_id"))
        batch_op.drop_index(batch_op.f("ix_core_receipt_handler"))

    op.drop_table("core_receipt")
    with op.batch_alter_table("core_outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_outbox_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_outbox_parent_id"))
        batch_op.drop_index("ix_core_outbox_due")

    op.drop_table("core_outbox")
    with op.batch_alter_table("core_occupation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_occupation_group_code"))

    op.drop_table("core_occupation")
    with op.batch_alter_table("core_municipality", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_municipality_sort_key"))

    op.drop_table("core_municipality")
    with op.batch_alter_table("core_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_mail_region_id"))

    op.drop_table("core_mail")
    with op.batch_alter_table("core_login_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_login_token_user_id"))
        batch_op.drop_index(batch_op.f("ix_core_login_token_attempt_hash"))

    op.drop_table("core_login_token")
    with op.batch_alter_table("core_audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_audit_entry_subject"))
        batch_op.drop_index("ix_core_audit_entry_region_id_id")
        batch_op.drop_index(batch_op.f("ix_core_audit_entry_actor_id"))
        batch_op.drop_index(batch_op.f("ix_core_audit_entry_action"))

    op.drop_table("core_audit_entry")
    op.drop_table("core_user")
    op.drop_table("core_taxonomy_state")
    with op.batch_alter_table("core_submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_submission_created_at"))

    op.drop_table("core_submission")
    with op.batch_alter_table("core_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_skill_folded"))

    op.drop_table("core_skill")
    op.drop_table("core_schedule")
    op.drop_table("core_role_permission")
    op.drop_table("core_region")
    with op.batch_alter_table("core_occupation_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_occupation_group_parent_code"))

    op.drop_table("core_occupation_group")
    op.drop_table("core_county")
    op.drop_table("core_applied_file")
