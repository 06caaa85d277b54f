"""Helpers for owners of records: what is due by a column that holds a moment, and how it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, select

from core.db import db
from core.regions.models import Region

Due = Callable[[Region | None, datetime, int], Sequence[str]]
Dispose = Callable[[Region | None, Sequence[str]], int]


class Way(NamedTuple):
    """How a kind of record is found and how it goes: `RecordType(…, due=way.due, dispose=way.dispose)`."""

    due: Due
    dispose: Dispose


def old_rows(
    model: type[Any], moment: Any, kind: str, *where: ColumnElement[bool], change: Callable[[Any], None] | None = None, key: str = "id"
) -> Way:
    """Rows whose moment has passed.

    Args:
        moment: The column that says when their time began.
        kind: The first part of their refs, `<owner>:<noun>`.
        where: What else must hold.
        change: Takes the personal parts out of a row; without it the row is deleted. A changed row must not be due again.
    """
    own = getattr(model, key)

    def conditions(region: Region | None) -> list[ColumnElement[bool]]:
        if not hasattr(model, "region_id"):
            return list(where)
        return [*where, model.region_id == region.id if region is not None else model.region_id.is_(None)]

    def due(region: Region | None, before: datetime, limit: int) -> Sequence[str]:
        statement = select(own).where(moment < before, *conditions(region)).order_by(moment, own).limit(limit)
        return [f"{kind}:{number}" for number in db.session.execute(statement).scalars()]

    def dispose(region: Region | None, refs: Sequence[str]) -> int:
        wanted = [ref.removeprefix(f"{kind}:") for ref in refs if ref.startswith(f"{kind}:")]
        keys = [int(each) if own.type.python_type is int else each for each in wanted]
        if not keys:
            return 0
        if change is None:
            statement = delete(model).where(own.in_(keys), *conditions(region))
            return int(db.session.execute(statement, execution_options={"synchronize_session": False}).rowcount)  # type: ignore[attr-defined]
        found = db.session.execute(select(model).where(own.in_(keys), *conditions(region))).scalars().all()
        for row in found:
            change(row)
        db.session.flush()
        return len(found)

    return Way(due, dispose)


def together(*ways: Way) -> Way:
    """Several tables that make one kind of record."""

    def due(region: Region | None, before: datetime, limit: int) -> Sequence[str]:
        return [ref for way in ways for ref in way.due(region, before, limit)][:limit]

    def dispose(region: Region | None, refs: Sequence[str]) -> int:
        return sum(way.dispose(region, refs) for way in ways)

    return Way(due, dispose)
