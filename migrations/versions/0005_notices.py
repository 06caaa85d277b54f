"""Notices and their choices, calendar feeds, mail templates per region, and what the mail log needs to know of a mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import core.db.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the tables, and columns with defaults, so that code of before runs on them."""
    op.create_table(
        "core_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("subject_ref", sa.String(200), nullable=False),
        sa.Column("group_key", sa.String(64), nullable=False),
        sa.Column("group_title", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("created_at", core.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("read_at", core.db.types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("for_digest", sa.Boolean(), nullable=False),
        sa.Column("mailed_at", core.db.types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_notice_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_notice_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_notice")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_core_notice_user_id_key")),
    )
    op.create_index("ix_core_notice_unread", "core_notice", ["user_id", "read_at", "region_id"])
    op.create_index("ix_core_notice_group", "core_notice", ["user_id", "group_key", "id"])
    op.create_index("ix_core_notice_digest", "core_notice", ["for_digest", "user_id"])
    op.create_index(op.f("ix_core_notice_region_id"), "core_notice", ["region_id"])
    op.create_index(op.f("ix_core_notice_created_at"), "core_notice", ["created_at"])

    op.create_table(
        "core_notice_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("delivery", sa.String(10), nullable=False),
        sa.Column("updated_at", core.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_notice_choice_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_core_notice_choice")),
    )

    op.create_table(
        "core_calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", core.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["core_user.id"], name=op.f("fk_core_calendar_feed_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_calendar_feed")),
        sa.UniqueConstraint("user_id", name=op.f("uq_core_calendar_feed_user_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_calendar_feed_token_hash")),
    )

    op.create_table(
        "core_mail_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", core.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", core.db.types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_mail_template_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_mail_template")),
        sa.UniqueConstraint("region_id", "kind", "language", name=op.f("uq_core_mail_template_region_id_kind_language")),
    )
    op.create_index(op.f("ix_core_mail_template_region_id"), "core_mail_template", ["region_id"])

    with op.batch_alter_table("core_mail") as batch:
        batch.add_column(sa.Column("headers", JSON, nullable=False, server_default="{}"))
        batch.add_column(sa.Column("template", sa.String(100), nullable=False, server_default=""))
        batch.add_column(sa.Column("language", sa.String(5), nullable=False, server_default="sv"))
        batch.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("next_try_at", core.db.types.UTCDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("failed_at", core.db.types.UTCDateTime(timezone=True), nullable=True))
        batch.create_index(op.f("ix_core_mail_recipient"), ["recipient"])
        batch.create_index("ix_core_mail_state", ["sent_at", "failed_at"])
    op.execute("UPDATE core_mail SET failed_at = created_at WHERE sent_at IS NULL AND error <> ''")


def downgrade() -> None:
    """Take it all away again."""
    with op.batch_alter_table("core_mail") as batch:
        batch.drop_index("ix_core_mail_state")
        batch.drop_index(op.f("ix_core_mail_recipient"))
        for column in ("failed_at", "next_try_at", "attempts", "language", "template", "headers"):
            batch.drop_column(column)
    for table in ("core_mail_template", "core_calendar_feed", "core_notice_choice", "core_notice"):
        op.drop_table(table)
