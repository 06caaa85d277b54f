"""identity"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def _of_user(name: str, column: str = "user_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["core_user.id"], name=op.f(f"fk_{name}_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    with op.batch_alter_table("core_login_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=20), server_default="sign_in", nullable=False))
        batch_op.add_column(sa.Column("address", sa.String(length=254), server_default="", nullable=False))

    with op.batch_alter_table("core_user_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("amr", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default=sa.text("'[]'"), nullable=False)
        )
        batch_op.add_column(sa.Column("acr", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("authenticated_at", TIME, nullable=True))
        batch_op.add_column(sa.Column("last_seen_at", TIME, nullable=True))
        batch_op.add_column(sa.Column("idle_minutes", sa.Integer(), server_default="120", nullable=False))
        batch_op.add_column(sa.Column("pending", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("must_rotate", sa.Boolean(), server_default=sa.text("false"), nullable=False))

    op.create_table(
        "core_password",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        _of_user("core_password"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_core_password")),
    )
    op.create_table(
        "core_totp",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("last_counter", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        _of_user("core_totp"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_core_totp")),
    )
    op.create_table(
        "core_recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        _of_user("core_recovery_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_recovery_code")),
    )
    op.create_index(op.f("ix_core_recovery_code_user_id"), "core_recovery_code", ["user_id"])
    op.create_table(
        "core_passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("handle", sa.String(length=90), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_used_at", TIME, nullable=True),
        _of_user("core_passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_core_passkey_credential_id")),
    )
    op.create_index(op.f("ix_core_passkey_user_id"), "core_passkey", ["user_id"])
    op.create_table(
        "core_used_once",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_used_once")),
    )
    op.create_index(op.f("ix_core_used_once_expires_at"), "core_used_once", ["expires_at"])


def downgrade() -> None:
    for table in ("core_used_once", "core_passkey", "core_recovery_code", "core_totp", "core_password"):
        op.drop_table(table)
    with op.batch_alter_table("core_user_session", schema=None) as batch_op:
        for column in ("must_rotate", "pending", "idle_minutes", "last_seen_at", "authenticated_at", "acr", "amr", "device"):
            batch_op.drop_column(column)
    with op.batch_alter_table("core_login_token", schema=None) as batch_op:
        batch_op.drop_column("address")
        batch_op.drop_column("purpose")
