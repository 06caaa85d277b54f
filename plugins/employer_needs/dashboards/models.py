"""The read model of the dashboards, and the figures that have been published.

`EmployerShare` is what one employer adds to the figures; `FigureCell` is the sum over employers for one combination of properties.
A cell knows how many different employers stand behind it, which cannot be added up from smaller cells: so every combination that a
page shows has cells of its own. Both are made from the needs and can be made anew at any time.

What is published is a copy that never changes: see docs/adr/0026-published-figures.md.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, UTCDateTime, utcnow

NOW = 0  # the scope of needs that count today, whichever round they came in; other scopes are rounds


class FigureState(RegionScoped, Model):
    """One row per region. Whoever changes the figures locks it first, so that two cannot mix them up or wait for each other forever."""

    __tablename__ = "employer_needs_figure_state"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)


class _Counts:
    """Needs and people, in all and per horizon, and placements offered per year."""

    needs: Mapped[int] = mapped_column(default=0)
    needs_0_1: Mapped[int] = mapped_column(default=0)
    needs_1_3: Mapped[int] = mapped_column(default=0)
    needs_3_5: Mapped[int] = mapped_column(default=0)
    people_0_1: Mapped[int] = mapped_column(default=0)
    people_1_3: Mapped[int] = mapped_column(default=0)
    people_3_5: Mapped[int] = mapped_column(default=0)
    placements: Mapped[int] = mapped_column(default=0)


class _Key:
    """Which combination. An empty text means all; a hyphen means that it is not known."""

    scope: Mapped[int]
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    level: Mapped[str] = mapped_column(String(30), default="")
    section: Mapped[str] = mapped_column(String(1), default="")


class EmployerShare(_Counts, _Key, RegionScoped, Model):
    """What one employer has in one combination of all properties. No foreign key: a merge of employers is counted by its event."""

    __tablename__ = "employer_needs_share"
    __table_args__ = (
        PrimaryKeyConstraint("region_id", "organisation_id", "scope", "occupation_group", "municipality_code", "level", "section"),
        Index("ix_employer_needs_share_occupation", "region_id", "scope", "occupation_group", "municipality_code"),
        Index("ix_employer_needs_share_place", "region_id", "scope", "municipality_code"),
        Index("ix_employer_needs_share_branch", "region_id", "scope", "section", "level"),
    )

    organisation_id: Mapped[int]


class FigureCell(_Counts, _Key, RegionScoped, Model):
    """The figures of one combination. `grouping` says which properties are set, as bits (see `counting.GROUPINGS`)."""

    __tablename__ = "employer_needs_cell"
    __table_args__ = (
        PrimaryKeyConstraint("region_id", "scope", "grouping", "occupation_group", "municipality_code", "level", "section"),
        Index("ix_employer_needs_cell_place", "region_id", "scope", "grouping", "municipality_code"),
    )

    grouping: Mapped[int]
    employers: Mapped[int] = mapped_column(default=0)
    employers_0_1: Mapped[int] = mapped_column(default=0)
    employers_1_3: Mapped[int] = mapped_column(default=0)
    employers_3_5: Mapped[int] = mapped_column(default=0)


class Publication(RegionScoped, Model):
    """A round whose figures have been published, once and for all. `tables` names which tables could be shown, with a space between."""

    __tablename__ = "employer_needs_publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_round.id", ondelete="CASCADE"), unique=True)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    people: Mapped[int]
    employers: Mapped[int]
    tables: Mapped[str] = mapped_column(String(200), default="")


class PublishedCell(RegionScoped, Model):
    """One published figure. `people` is None where it may not be shown; employers are told only in tables with one property."""

    __tablename__ = "employer_needs_published_cell"
    __table_args__ = (UniqueConstraint("publication_id", "table", "row", "column", name="uq_employer_needs_published_cell"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("employer_needs_publication.id", ondelete="CASCADE"))
    table: Mapped[str] = mapped_column(String(30))
    row: Mapped[str] = mapped_column(String(10))
    column: Mapped[str] = mapped_column(String(10), default="")
    people: Mapped[int | None]
    employers: Mapped[int | None]
