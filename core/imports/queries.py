"""Reads on imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from core.db import Page, db, get, one_or_none, paginate
from core.imports.kind import ImportKind
from core.imports.models import ImportRow, RowState, TableImport
from core.regions.models import Region
from core.users.models import User

MAX_BAD = 20_000


def listing(region: Region, user: User, kinds: Mapping[str, ImportKind], *, number: int = 1) -> Page[Any]:
    """The region's imports of some kinds, newest first; of personal kinds only the user's own."""
    common = sorted(name for name, kind in kinds.items() if not kind.personal)
    own = sorted(name for name, kind in kinds.items() if kind.personal)
    shown = or_(TableImport.kind.in_(common), and_(TableImport.kind.in_(own), TableImport.created_by_id == user.id))
    return paginate(select(TableImport).where(TableImport.region_id == region.id, shown).order_by(TableImport.id.desc()), number=number)


def reader(found: TableImport) -> User | None:
    """Who reads the file in; None when they are gone."""
    return one_or_none(User, found.created_by_id) if found.created_by_id is not None else None


def reader_of(row: ImportRow) -> User | None:
    """Who reads a row in; None when they are gone."""
    return reader(get(TableImport, row.import_id))


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
