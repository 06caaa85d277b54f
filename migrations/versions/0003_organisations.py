"""the register of organisations, and tables that are read in"""

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
        "core_table_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("stored_name", sa.String(length=32), nullable=False),
        sa.Column("sheet", sa.String(length=120), nullable=False),
        sa.Column("sheets", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("heading", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sample", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("mapping", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("handled", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["core_user.id"], name=op.f("fk_core_table_import_created_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_table_import_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_table_import")),
    )
    with op.batch_alter_table("core_table_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_table_import_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_table_import_finished_at"), ["finished_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_table_import_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_table_import_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("cells", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("faults", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("changes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column("object_version", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["core_table_import.id"], name=op.f("fk_core_import_row_import_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f("fk_core_import_row_region_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_import_row")),
    )
    with op.batch_alter_table("core_import_row", schema=None) as batch_op:
        batch_op.create_index("ix_core_import_row_list", ["import_id", "state", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_import_row_region_id"), ["region_id"], unique=False)

    op.create_table(
        "core_organisation_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_organisation_name_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_organisation_name")),
    )
    with op.batch_alter_table("core_organisation_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_organisation_name_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_organisation_name_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "core_workplace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"), nullable=False),
        sa.Column("municipality_code", sa.String(length=4), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("cfar", sa.String(length=8), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["core_municipality.code"], name=op.f("fk_core_workplace_municipality_code"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["core_organisation.id"], name=op.f("fk_core_workplace_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_workplace")),
    )
    with op.batch_alter_table("core_workplace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_workplace_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_workplace_organisation_id"), ["organisation_id"], unique=False)

    key = sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")
    for column in (
        sa.Column("name_key", key, server_default="", nullable=False),
        sa.Column("sni_code", sa.String(length=5), server_default="", nullable=False),
        sa.Column("sni_version", sa.String(length=4), server_default="", nullable=False),
        sa.Column("sni_section", sa.String(length=1), server_default="", nullable=False),
        sa.Column("size_class", sa.SmallInteger(), nullable=True),
        sa.Column("website", sa.String(length=300), server_default="", nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
    ):
        op.add_column("core_organisation", column)
    with op.batch_alter_table("core_organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_core_organisation_merged_into_id"), "core_organisation", ["merged_into_id"], ["id"], ondelete="SET NULL"
        )
    for name in ("merged_into_id", "name_key", "size_class", "sni_section"):
        op.create_index(op.f(f"ix_core_organisation_{name}"), "core_organisation", [name])
    op.add_column("core_organisation_region", sa.Column("sort_key", key.copy(), server_default="", nullable=False))
    op.execute(
        "UPDATE core_organisation_region SET sort_key = "
        "(SELECT o.sort_key FROM core_organisation o WHERE o.id = core_organisation_region.organisation_id)"
    )
    op.create_index("ix_core_organisation_region_list", "core_organisation_region", ["region_id", "sort_key", "organisation_id"])


def downgrade() -> None:
    op.drop_index("ix_core_organisation_region_list", table_name="core_organisation_region")
    op.drop_column("core_organisation_region", "sort_key")
    for name in ("sni_section", "size_class", "name_key", "merged_into_id"):
        op.drop_index(op.f(f"ix_core_organisation_{name}"), table_name="core_organisation")
    with op.batch_alter_table("core_organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_core_organisation_merged_into_id"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
    for name in ("closed_on", "website", "size_class", "sni_section", "sni_version", "sni_code", "name_key"):
        op.drop_column("core_organisation", name)
    with op.batch_alter_table("core_workplace", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_workplace_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_core_workplace_municipality_code"))

    op.drop_table("core_workplace")
    with op.batch_alter_table("core_organisation_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_organisation_name_sort_key"))
        batch_op.drop_index(batch_op.f("ix_core_organisation_name_organisation_id"))

    op.drop_table("core_organisation_name")
    with op.batch_alter_table("core_import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_import_row_region_id"))
        batch_op.drop_index("ix_core_import_row_list")

    op.drop_table("core_import_row")
    with op.batch_alter_table("core_table_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_table_import_region_id"))
        batch_op.drop_index(batch_op.f("ix_core_table_import_kind"))
        batch_op.drop_index(batch_op.f("ix_core_table_import_finished_at"))
        batch_op.drop_index(batch_op.f("ix_core_table_import_created_by_id"))

    op.drop_table("core_table_import")
