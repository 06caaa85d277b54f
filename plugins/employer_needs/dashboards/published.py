"""Reads of what is published. Page, files, API, open data and the yearly report show these tables and no other figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from plugins.employer_needs.dashboards.models import Publication, PublishedCell
from plugins.employer_needs.dashboards.suppression import AXES, PAIRS
from plugins.employer_needs.models import SurveyRound

TABLES = ("occupation", "municipality", "section", "horizon", *PAIRS)


@dataclass(frozen=True)
class Issue:
    """A publication and its round."""

    publication: Publication
    round: SurveyRound

    @property
    def tables(self) -> frozenset[str]:
        """The tables that could be shown."""
        return frozenset(self.publication.tables.split())


def issues(region: Region) -> list[Issue]:
    """What is published, the newest round first."""
    statement = (
        select(Publication, SurveyRound)
        .join(SurveyRound, SurveyRound.id == Publication.round_id)
        .where(Publication.region_id == region.id)
        .order_by(SurveyRound.opens_on.desc(), SurveyRound.id.desc())
    )
    return [Issue(*row) for row in db.session.execute(statement)]


def cells(
    region: Region, publications: Sequence[int], tables: Sequence[str], *, row: str = "", column: str = ""
) -> dict[tuple[int, str], list[PublishedCell]]:
    """The figures of some tables, by publication and table; narrowed to a row or a column."""
    statement = (
        select(PublishedCell)
        .where(PublishedCell.region_id == region.id, PublishedCell.publication_id.in_(publications), PublishedCell.table.in_(tables))
        .order_by(PublishedCell.table, PublishedCell.row, PublishedCell.column)
    )
    if row:
        statement = statement.where(PublishedCell.row == row)
    if column:
        statement = statement.where(PublishedCell.column == column)
    found: dict[tuple[int, str], list[PublishedCell]] = {}
    for cell in db.session.execute(statement).scalars():
        found.setdefault((cell.publication_id, cell.table), []).append(cell)
    return found


def pair_of(first: str, second: str) -> tuple[str, bool]:
    """The table of two properties, and whether the first of them is its row."""
    for name, (one, other) in PAIRS.items():
        if {AXES[one], AXES[other]} == {first, second}:
            return name, AXES[one] == first
    raise KeyError(first, second)
