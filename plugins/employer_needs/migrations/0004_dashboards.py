"""dashboards"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COUNTS = ("needs", "needs_0_1", "needs_1_3", "needs_3_5", "people_0_1", "people_1_3", "people_3_5", "placements")
EMPLOYERS = ("employers", "employers_0_1", "employers_1_3", "employers_3_5")
KEY = (("occupation_group", 4), ("municipality_code", 4), ("level", 30), ("section", 1))


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _key() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length=length), nullable=False) for name, length in KEY]


def _region(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["region_id"], ["core_region.id"], name=op.f(f"fk_{table}_region_id"), ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "employer_needs_figure_state",
        *_numbers("id", "region_id"),
        _region("employer_needs_figure_state"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_figure_state")),
        sa.UniqueConstraint("region_id", name=op.f("uq_employer_needs_figure_state_region_id")),
    )
    op.create_index(op.f("ix_employer_needs_figure_state_region_id"), "employer_needs_figure_state", ["region_id"])
    op.create_table(
        "employer_needs_share",
        *_numbers("region_id", "organisation_id", "scope", *COUNTS),
        *_key(),
        _region("employer_needs_share"),
        sa.PrimaryKeyConstraint("region_id", "organisation_id", "scope", *(name for name, _ in KEY), name=op.f("pk_employer_needs_share")),
    )
    op.create_index(op.f("ix_employer_needs_share_region_id"), "employer_needs_share", ["region_id"])
    op.create_index(
        "ix_employer_needs_share_occupation", "employer_needs_share", ["region_id", "scope", "occupation_group", "municipality_code"]
    )
    op.create_index("ix_employer_needs_share_place", "employer_needs_share", ["region_id", "scope", "municipality_code"])
    op.create_index("ix_employer_needs_share_branch", "employer_needs_share", ["region_id", "scope", "section", "level"])
    op.create_table(
        "employer_needs_cell",
        *_numbers("region_id", "scope", "grouping", *COUNTS, *EMPLOYERS),
        *_key(),
        _region("employer_needs_cell"),
        sa.PrimaryKeyConstraint("region_id", "scope", "grouping", *(name for name, _ in KEY), name=op.f("pk_employer_needs_cell")),
    )
    op.create_index(op.f("ix_employer_needs_cell_region_id"), "employer_needs_cell", ["region_id"])
    op.create_index("ix_employer_needs_cell_place", "employer_needs_cell", ["region_id", "scope", "grouping", "municipality_code"])
    op.create_table(
        "employer_needs_publication",
        *_numbers("id", "region_id", "round_id", "people", "employers"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tables", sa.String(length=200), nullable=False),
        _region("employer_needs_publication"),
        sa.ForeignKeyConstraint(
            ["round_id"], ["employer_needs_round.id"], name=op.f("fk_employer_needs_publication_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_publication")),
        sa.UniqueConstraint("round_id", name=op.f("uq_employer_needs_publication_round_id")),
    )
    op.create_index(op.f("ix_employer_needs_publication_region_id"), "employer_needs_publication", ["region_id"])
    op.create_table(
        "employer_needs_published_cell",
        *_numbers("id", "region_id", "publication_id"),
        sa.Column("table", sa.String(length=30), nullable=False),
        sa.Column("row", sa.String(length=10), nullable=False),
        sa.Column("column", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("employers", sa.Integer(), nullable=True),
        _region("employer_needs_published_cell"),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["employer_needs_publication.id"],
            name=op.f("fk_employer_needs_published_cell_publication_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_needs_published_cell")),
        sa.UniqueConstraint("publication_id", "table", "row", "column", name="uq_employer_needs_published_cell"),
    )
    op.create_index(op.f("ix_employer_needs_published_cell_region_id"), "employer_needs_published_cell", ["region_id"])


def downgrade() -> None:
    for name in ("published_cell", "publication", "cell", "share", "figure_state"):
        op.drop_table(f"employer_needs_{name}")
