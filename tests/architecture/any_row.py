"""A row of any table, with the smallest values that its columns take, and with rows of the tables that it must refer to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Float, Integer, String

from core.db import Model, UTCDateTime, atomic, db, utcnow
from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.factories import Factory
from core.users.models import User


def row(table: str, made: dict[Any, Any], make: Factory, region: Region, person: User) -> Any:
    """The key of a row of a table; with rows of the tables that it must refer to, which are those that other addresses take."""
    if table not in made:
        model = next(mapper.class_ for mapper in Model.registry.mappers if mapper.local_table.name == table)
        values = {}
        keys = list(model.__table__.primary_key.columns)
        numbered = keys[0] if len(keys) == 1 and isinstance(keys[0].type, Integer) and not keys[0].foreign_keys else None  # by the database
        for column in model.__table__.columns:
            optional = column.nullable or column.default is not None or column.server_default is not None
            if not optional and column.autoincrement is not True and column is not numbered:
                values[column.name] = _smallest(column, table, made, make, region, person)
        with atomic():
            found = model(**values)
            db.session.add(found)
        made[table] = getattr(found, "id", None)
    return made[table]


def _smallest(column: Any, table: str, made: dict[Any, Any], make: Factory, region: Region, person: User) -> Any:
    for reference in column.foreign_keys:
        other = reference.column.table.name
        match other:
            case "core_region":
                return region.id
            case "core_user":
                return person.id
            case "core_organisation":
                return make.organisation(region).id
            case "core_municipality":
                return municipalities(region)[0].code
            case _:
                return row(other, made, make, region, person)
    match column.type:
        case String() if column.name == "url":
            return "https://mottagare.example/prov"
        case Enum():
            return column.type.python_type(column.type.enums[0]) if column.type.enum_class else column.type.enums[0]
        case String():
            return f"prov-{region.id}-{table}-{column.name}"[: column.type.length or 200]
        case Boolean():
            return False
        case Integer():
            return 1
        case Float():
            return 1.0
        case Date():
            return utcnow().date() + timedelta(days=30)
        case UTCDateTime():
            return utcnow() + timedelta(days=30)
        case _:
            return b"prov"
