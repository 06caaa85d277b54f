"""Reads on imports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from core.db import Page, db, paginate
from core.imports.models import ImportRow, RowState, TableImport
from core.regions.models import Region

MAX_BAD = 20_000


def listing(region: Region, kinds: Collection[str], *, number: int = 1) -> Page[Any]:
    """The region's imports of some kinds, newest first."""
    statement = (
        select(TableImport).where(TableImport.region_id == region.id, TableImport.kind.in_(sorted(kinds))).order_by(TableImport.id.desc())
    )
    return paginate(statement, number=number)


def rows(found: TableImport, *states: RowState, number: int = 1, size: int = 50) -> Page[Any]:
    """An import's rows in some states, in the order of the file."""
    statement = (
        select(ImportRow).where(ImportRow.import_id == found.id, ImportRow.state.in_(states)).order_by(ImportRow.number, ImportRow.id)
    )
    return paginate(statement, number=number, size=size)


def bad_rows(found: TableImport) -> Sequence[ImportRow]:
    """Every row that cannot be used."""
    statement = (
        select(ImportRow).where(ImportRow.import_id == found.id, ImportRow.state == RowState.BAD).order_by(ImportRow.number).limit(MAX_BAD)
    )
    return db.session.execute(statement).scalars().all()
