"""Tables as they stand in the database, not as today's models have them; and their rows as JSON that means the same on every database.

A row is a list in the order of the columns. Times are UTC without offset; JSON columns are `null` for no value, else a list of one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Connection, Date, DateTime, LargeBinary, MetaData, Numeric, Table, Text, cast, inspect, select, type_coerce
from sqlalchemy.exc import SAWarning

from core.db.migrate import owners

BATCH = 500
SEARCH_INDEX = "core_search_fts"  # SQLite's full-text index: made anew by triggers on the rows it is of
VERSIONS = "alembic_version_"


def ours(name: str) -> bool:
    """Whether a table belongs to a loaded owner."""
    return not name.startswith(SEARCH_INDEX) and any(name.startswith(owner.prefix) for owner in owners())


def reflect(connection: Connection) -> MetaData:
    """All tables of the loaded owners, as the database has them."""
    metadata = MetaData()
    names = [name for name in inspect(connection).get_table_names() if ours(name)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # indexes on expressions, which nobody needs here
        metadata.reflect(connection, only=names, resolve_fks=False)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return metadata


def in_order(metadata: MetaData) -> list[Table]:
    """Every table after those it refers to; tables that refer to each other in some order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        return list(metadata.sorted_tables)


def rows(connection: Connection, table: Table, where: Any = None) -> Iterator[list[Any]]:
    """A table's rows, encoded, in the order of the primary key. Streams."""
    text = (lambda c: type_coerce(c, Text())) if connection.dialect.name == "sqlite" else (lambda c: cast(c, Text()))
    columns = [text(c).label(c.name) if isinstance(c.type, JSON) else c for c in table.columns]
    statement = select(*columns).order_by(*table.primary_key.columns)
    if where is not None:
        statement = statement.where(where)
    is_json = [isinstance(c.type, JSON) for c in table.columns]
    with connection.execution_options(yield_per=BATCH).execute(statement) as result:
        for row in result:
            yield [_encode(value, kind) for value, kind in zip(row, is_json, strict=True)]


def _encode(value: Any, is_json: bool) -> Any:
    if value is None or (isinstance(value, bool | int | float) and not is_json):
        return value
    if is_json:
        return [json.loads(value)]
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)


def decoder(table: Table, dialect: str) -> Any:
    """A function that turns an encoded row into what an insert of the table takes."""
    kinds = [(c.name, c.type) for c in table.columns]

    def decode(row: list[Any]) -> dict[str, Any]:
        return {name: _decode(value, kind, dialect) for (name, kind), value in zip(kinds, row, strict=True)}

    return decode


def _decode(value: Any, kind: Any, dialect: str) -> Any:
    if value is None:
        return None
    if isinstance(kind, JSON):
        return JSON.NULL if value[0] is None else value[0]
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value)
        return moment if dialect == "sqlite" else moment.replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, Numeric) and kind.asdecimal:
        return Decimal(str(value))
    return value


def line(row: list[Any]) -> bytes:
    """An encoded row as it stands in the file."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def insert(connection: Connection, table: Table, encoded: Iterable[list[Any]]) -> int:
    """Insert encoded rows. Returns how many."""
    decode = decoder(table, connection.dialect.name)
    count, batch = 0, []
    for row in encoded:
        batch.append(decode(row))
        if len(batch) == BATCH:
            connection.execute(table.insert(), batch)
            count, batch = count + len(batch), []
    if batch:
        connection.execute(table.insert(), batch)
    return count + len(batch)


def digest(connection: Connection, table: Table, where: Any = None) -> str:
    """A hash of a table's rows, whatever their order: the same on every database that holds the same rows."""
    single = sorted(hashlib.sha256(line(row)).digest() for row in rows(connection, table, where))
    return hashlib.sha256(b"".join(single)).hexdigest()


def digests(connection: Connection) -> dict[str, str]:
    """The hash of every table, by name."""
    return {table.name: digest(connection, table) for table in in_order(reflect(connection))}
