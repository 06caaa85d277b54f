"""operations

The audit log becomes append-only and gets its chain of seals. Its rows no longer refer to region and person by foreign keys,
which would change them when either is deleted; names of persons leave it.

SQLite: a later revision that rebuilds `core_audit_entry` or `core_audit_seal` (batch operations) must make the triggers anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARDED = ("core_audit_entry", "core_audit_seal")
GENESIS = "0" * 64


def upgrade() -> None:
    with op.batch_alter_table("core_audit_entry") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_core_audit_entry_actor_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_core_audit_entry_region_id"), type_="foreignkey")
    op.execute("UPDATE core_audit_entry SET actor = '' WHERE actor_id IS NOT NULL")
    op.create_table(
        "core_audit_seal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=12), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_core_audit_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_core_audit_seal_entry_id")),
    )
    head = op.create_table(
        "core_audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("settled_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=12), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "digest": GENESIS, "settled_id": 0, "key_id": "", "signature": ""}])
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    for statement in _unguard():
        op.execute(statement)
    op.drop_table("core_audit_head")
    op.drop_table("core_audit_seal")
    op.execute("UPDATE core_audit_entry SET actor_id = NULL WHERE actor_id NOT IN (SELECT id FROM core_user)")
    op.execute("UPDATE core_audit_entry SET region_id = NULL WHERE region_id NOT IN (SELECT id FROM core_region)")
    with op.batch_alter_table("core_audit_entry") as batch_op:
        batch_op.create_foreign_key(batch_op.f("fk_core_audit_entry_actor_id"), "core_user", ["actor_id"], ["id"], ondelete="SET NULL")
        batch_op.create_foreign_key(batch_op.f("fk_core_audit_entry_region_id"), "core_region", ["region_id"], ["id"], ondelete="SET NULL")


def _guards() -> list[str]:
    """Triggers that refuse to change or delete a row; on PostgreSQL also to empty the table."""
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in GUARDED
            for verb in ("update", "delete")
        ]
    function = (
        "CREATE FUNCTION core_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()"
            for table in GUARDED
        ),
    ]


def _unguard() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [f"DROP TRIGGER {table}_no_{verb}" for table in GUARDED for verb in ("update", "delete")]
    return [*(f"DROP TRIGGER {table}_append_only ON {table}" for table in GUARDED), "DROP FUNCTION core_append_only()"]
