"""A row of any table, for tests that hold for every table of some kind, also those that are made later."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from core.db import UTCDateTime, db
from core.db.base import Model
from core.regions.models import Region
from core.users.models import User


def made_row(model: type[Any], *, user: User, region: Region, moment: datetime) -> Model:
    """A row with a value in every column that needs one, and `moment` wherever a moment can stand."""
    table = model.__table__
    assert isinstance(table, Table)
    owners = {"core_user": user.id, "core_region": region.id}
    values: dict[str, Any] = {}
    for attribute in model.__mapper__.column_attrs:
        column = attribute.columns[0]
        target = next((key.column.table.name for key in column.foreign_keys), "")
        kind = column.type.python_type
        if isinstance(column.type, UTCDateTime):
            values[attribute.key] = moment
        elif target:
            if target in owners:
                values[attribute.key] = owners[target]
            elif not column.nullable:
                raise AssertionError(f"{table.name}.{column.name} points at {target}: teach tests/made.py to make one")
        elif kind is date:
            values[attribute.key] = moment.date()
        elif column.default is None and not column.nullable and not (column.primary_key and kind is int):
            values[attribute.key] = uuid.uuid4().hex[: getattr(column.type, "length", None) or 32] if kind is str else kind()
    row: Model = model(**values)
    db.session.add(row)
    db.session.flush()
    return row
