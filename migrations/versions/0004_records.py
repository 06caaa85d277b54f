"""records"""

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
        "core_disclosure_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requester", sa.String(length=254), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.Enum("disclosed", "partly", "refused", name="decision", native_enum=False, length=10), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["core_user.id"], name=op.f("fk_core_disclosure_case_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["core_user.id"], name=op.f("fk_core_disclosure_case_handled_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_disclosure_case_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_disclosure_case")),
    )
    with op.batch_alter_table("core_disclosure_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_disclosure_case_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_disclosure_case_handled_by_id"), ["handled_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_disclosure_case_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("user_number", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("despite", sa.String(length=300), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["requested_by_id"], ["core_user.id"], name=op.f("fk_core_erasure_requested_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_erasure")),
    )
    with op.batch_alter_table("core_erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_erasure_email_hash"), ["email_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_erasure_requested_by_id"), ["requested_by_id"], unique=False)

    op.create_table(
        "core_protected_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["core_user.id"], name=op.f("fk_core_protected_person_created_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_protected_person")),
        sa.UniqueConstraint("email", name=op.f("uq_core_protected_person_email")),
    )
    with op.batch_alter_table("core_protected_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_protected_person_created_by_id"), ["created_by_id"], unique=False)

    op.create_table(
        "core_retention_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["core_user.id"], name=op.f("fk_core_retention_hold_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_retention_hold_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_retention_hold")),
    )
    with op.batch_alter_table("core_retention_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_retention_hold_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_retention_hold_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_retention_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(length=120), nullable=False),
        sa.Column("keep_years", sa.Integer(), nullable=True),
        sa.Column("keep_months", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["core_user.id"], name=op.f("fk_core_retention_rule_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_retention_rule_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_retention_rule")),
    )
    with op.batch_alter_table("core_retention_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_retention_rule_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index("ix_core_retention_rule_kind", ["region_id", "record_type", "replaced_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_retention_rule_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_retention_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("record_type", sa.String(length=120), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disposed", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_retention_run_region_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["core_user.id"], name=op.f("fk_core_retention_run_requested_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_retention_run")),
    )
    with op.batch_alter_table("core_retention_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_retention_run_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_retention_run_requested_by_id"), ["requested_by_id"], unique=False)

    op.create_table(
        "core_secrecy_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=160), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("paragraph", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=op.f("fk_core_secrecy_mark_created_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_secrecy_mark_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_secrecy_mark")),
        sa.UniqueConstraint("region_id", "ref", "field", name=op.f("uq_core_secrecy_mark_region_id_ref_field")),
    )
    with op.batch_alter_table("core_secrecy_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_secrecy_mark_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_secrecy_mark_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_disclosure_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=160), nullable=False),
        sa.Column("masked", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["core_disclosure_case.id"], name=op.f("fk_core_disclosure_record_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_disclosure_record_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_disclosure_record")),
        sa.UniqueConstraint("case_id", "ref", name=op.f("uq_core_disclosure_record_case_id_ref")),
    )
    with op.batch_alter_table("core_disclosure_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_disclosure_record_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_disclosure_record_region_id"), ["region_id"], unique=False)
    # An entry points at the person who acted; the name is looked up when it is shown, so that an erased person is nowhere in the log.
    op.execute("UPDATE core_audit_entry SET actor = '' WHERE actor_id IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("core_disclosure_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_disclosure_record_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_disclosure_record_case_id"))

    op.drop_table("core_disclosure_record")
    with op.batch_alter_table("core_secrecy_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_secrecy_mark_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_secrecy_mark_created_by_id"))

    op.drop_table("core_secrecy_mark")
    with op.batch_alter_table("core_retention_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_retention_run_requested_by_id"))
        batch_op.drop_index(batch_op.f("ix_core_retention_run_region_id"))

    op.drop_table("core_retention_run")
    with op.batch_alter_table("core_retention_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_retention_rule_region_id"))
        batch_op.drop_index("ix_core_retention_rule_kind")
        batch_op.drop_index(batch_op.f("ix_core_retention_rule_created_by_id"))

    op.drop_table("core_retention_rule")
    with op.batch_alter_table("core_retention_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_retention_hold_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_retention_hold_created_by_id"))

    op.drop_table("core_retention_hold")
    with op.batch_alter_table("core_protected_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_protected_person_created_by_id"))

    op.drop_table("core_protected_person")
    with op.batch_alter_table("core_erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_erasure_requested_by_id"))
        batch_op.drop_index(batch_op.f("ix_core_erasure_email_hash"))

    op.drop_table("core_erasure")
    with op.batch_alter_table("core_disclosure_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_disclosure_case_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_disclosure_case_handled_by_id"))
        batch_op.drop_index(batch_op.f("ix_core_disclosure_case_decided_by_id"))

    op.drop_table("core_disclosure_case")
