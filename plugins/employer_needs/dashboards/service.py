"""Keeps the figures right: one employer at a time when something is sent or withdrawn, or all of them anew. Nothing here commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import case, delete, func, literal, select
from sqlalchemy.exc import IntegrityError

from core.db import db, insert_selected
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.employer_needs.dashboards import counting
from plugins.employer_needs.dashboards.counting import COUNTS, DIMENSIONS, EMPLOYERS, GROUPINGS, HORIZONS, CellKey, Counts, Key
from plugins.employer_needs.dashboards.models import NOW, EmployerShare, FigureCell, FigureState
from plugins.employer_needs.dashboards.shares import COUNTED, share_rows
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.values import NeedState


def recount(*, region: Region, organisation_id: int | None) -> None:
    """Bring the figures in line with what one employer's needs say now. Call it when any of them was sent, changed or withdrawn."""
    if organisation_id is None:
        return
    db.session.flush()
    _lock(region)
    after = counting.shares(_stated(region, organisation_id))
    rows = {_key(row): row for row in _shares_of(region, organisation_id)}
    before = {key: Counter({name: getattr(row, name) for name in COUNTS}) for key, row in rows.items()}
    if before == after:
        return
    _write_shares(region, organisation_id, rows, after)
    _grow(region, counting.change(before, after))
    db.session.flush()


def _lock(region: Region) -> None:
    """Wait for whoever changes the region's figures now."""
    statement = select(FigureState).where(FigureState.region_id == region.id).with_for_update().execution_options(populate_existing=True)
    if db.session.execute(statement).scalar_one_or_none() is not None:
        return
    with suppress(IntegrityError), db.session.begin_nested():  # somebody else may make it in the same moment
        db.session.add(FigureState(region_id=region.id))
    db.session.execute(statement).scalar_one()


def _stated(region: Region, organisation_id: int) -> list[counting.Stated]:
    statement = (
        select(
            Response.round_id,
            CompetenceNeed.state,
            CompetenceNeed.occupation_group,
            CompetenceNeed.municipality_code,
            CompetenceNeed.level,
            Organisation.sni_section,
            CompetenceNeed.headcount_0_1,
            CompetenceNeed.headcount_1_3,
            CompetenceNeed.headcount_3_5,
            CompetenceNeed.placements_offered,
        )
        .select_from(CompetenceNeed)
        .join(Response, Response.id == CompetenceNeed.response_id)
        .join(Organisation, Organisation.id == Response.organisation_id)
        .where(CompetenceNeed.region_id == region.id, Response.organisation_id == organisation_id, CompetenceNeed.state.in_(COUNTED))
    )
    return [counting.Stated._make(row) for row in db.session.execute(statement)]


def _shares_of(region: Region, organisation_id: int) -> Iterable[EmployerShare]:
    statement = select(EmployerShare).where(EmployerShare.region_id == region.id, EmployerShare.organisation_id == organisation_id)
    return db.session.execute(statement).scalars()


def _key(row: EmployerShare | FigureCell) -> Key:
    return Key(row.scope, row.occupation_group, row.municipality_code, row.level, row.section)


def _write_shares(region: Region, organisation_id: int, rows: Mapping[Key, EmployerShare], after: Mapping[Key, Counts]) -> None:
    for key in rows.keys() - after.keys():
        db.session.delete(rows[key])
    for key, counts in after.items():
        row = rows.get(key)
        if row is None:
            row = EmployerShare(region_id=region.id, organisation_id=organisation_id, **key._asdict())
            db.session.add(row)
        for name in COUNTS:
            setattr(row, name, counts[name])


def _grow(region: Region, changes: Mapping[CellKey, Counts]) -> None:
    """Add what has changed to the cells. A cell without needs goes, so that the table is what a rebuild would make."""
    known = _cells(region, [cell.key for cell in changes])
    for cell, grown in changes.items():
        row = known.get(cell)
        if row is None:
            row = FigureCell(region_id=region.id, grouping=cell.grouping, **cell.key._asdict(), **dict.fromkeys((*COUNTS, *EMPLOYERS), 0))
            db.session.add(row)
        for name, more in grown.items():
            setattr(row, name, getattr(row, name) + more)
        if row.needs == 0:
            db.session.delete(row)


def _cells(region: Region, keys: Iterable[Key]) -> dict[CellKey, FigureCell]:
    """The cells of some combinations, in one query; it may bring a few that were not asked for."""
    columns = list(zip(*keys, strict=True))
    statement = select(FigureCell).where(FigureCell.region_id == region.id)
    for name, values in zip(Key._fields, columns, strict=True):
        statement = statement.where(getattr(FigureCell, name).in_(sorted(set(values))))
    return {CellKey(row.grouping, _key(row)): row for row in db.session.execute(statement).scalars()}


def rebuild(*, region: Region) -> None:
    """Make all figures of a region anew from its needs. The same result as counting each employer by itself."""
    db.session.flush()
    _lock(region)
    for model in (FigureCell, EmployerShare):
        db.session.execute(delete(model).where(model.region_id == region.id), execution_options={"synchronize_session": False})
    for row in [each for each in db.session if isinstance(each, FigureCell | EmployerShare)]:
        db.session.expunge(row)  # SQLite gives the numbers of deleted rows to new ones
    for scope, states in ((literal(NOW), COUNTED[:1]), (Response.round_id, COUNTED)):
        _fill_shares(region, scope, states)
    for grouping in GROUPINGS:
        _fill_cells(region, grouping)
    db.session.flush()


def _fill_shares(region: Region, scope: Any, states: tuple[NeedState, ...]) -> None:
    rows = share_rows(scope, states).where(CompetenceNeed.region_id == region.id)
    insert_selected(EmployerShare, ("scope", "organisation_id", *DIMENSIONS, *COUNTS), rows)


def _fill_cells(region: Region, grouping: int) -> None:
    fixed = [getattr(EmployerShare, name) for place, name in enumerate(DIMENSIONS) if grouping >> place & 1]
    keys = [getattr(EmployerShare, name) if grouping >> place & 1 else literal("") for place, name in enumerate(DIMENSIONS)]
    sums = [func.sum(getattr(EmployerShare, name)) for name in COUNTS]
    employer = EmployerShare.organisation_id
    some = [func.count(func.distinct(case((getattr(EmployerShare, f"needs_{horizon}") > 0, employer)))) for horizon in HORIZONS]
    rows = (
        select(EmployerShare.scope, literal(grouping), *keys, *sums, func.count(func.distinct(employer)), *some)
        .where(EmployerShare.region_id == region.id)
        .group_by(EmployerShare.scope, *fixed)
    )
    insert_selected(FigureCell, ("scope", "grouping", *DIMENSIONS, *COUNTS, *EMPLOYERS), rows)
