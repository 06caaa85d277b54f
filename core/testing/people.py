"""A made-up person in every personal column of every table: does an export show all of it, does an erasure leave anything?

Made from the register of columns: a new table is planted without anybody remembering to.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Enum, Float, Integer, LargeBinary, Numeric, String, Table, insert, select

from core.db import Model, all_regions, db, utcnow
from core.encrypted import columns_of
from core.records.register import Entry, finders, points_at_user, register
from core.records.rows import model_of, personal_tables
from core.testing.snapshot import contents
from core.users.models import User

_numbers = itertools.count(1)


class Planted:
    """What was planted, by table and column: the words to look for."""

    def __init__(self, user: User, samples: Mapping[tuple[str, str], Any] | None = None) -> None:
        self.user = user
        self.email = user.email
        self.samples = samples or {}
        self.markers: dict[tuple[str, str], str] = {}
        self.wordless: set[str] = set()  # tables with nothing but numbers, days and references of the person
        for table, entry in personal_tables():
            if table.name != "core_user":
                self._plant(table, entry)

    def _plant(self, table: Table, entry: Entry) -> None:
        values: dict[str, Any] = {}
        for name in entry.personal:
            column = table.columns[name]
            if points_at_user(table, name):
                values[name] = self.user.id
            elif (table.name, name) in self.samples:
                values[name] = self.samples[table.name, name]
            elif name in finders(entry, table):
                values[name] = self.email
            elif isinstance(column.type, String) and not isinstance(column.type, Enum) and not column.foreign_keys:
                values[name] = self.markers[table.name, name] = _word(column.type.length or 99)
            elif isinstance(column.type, JSON):
                word = self._marker(table.name, name)
                values[name] = [word] if _is_list(table, name) else {"word": word}
        if not values:
            self.wordless.add(table.name)
        self._row(table, values)

    def _marker(self, table: str, column: str) -> str:
        self.markers[table, column] = f"kanin{next(_numbers)}x"
        return self.markers[table, column]

    def _row(self, table: Table, values: dict[str, Any]) -> Any:
        """Insert a row with these values, and what else the table cannot be without."""
        for column in table.columns:
            if column.name not in values and not (column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys):
                filled = self._fill(table, column)
                if filled is not None:
                    values[column.name] = filled
        made = db.session.connection().execute(insert(table).values(**values))
        return made.inserted_primary_key[0] if made.inserted_primary_key else None

    def _fill(self, table: Table, column: Any) -> Any:
        for key in column.foreign_keys:
            over = key.column.table
            if (column.nullable and not _leads_to_person(table, over)) or over is table:
                return None
            if over.name == "core_user":
                return self.user.id
            found = db.session.connection().execute(select(key.column).limit(1)).scalar()
            return found if found is not None else self._row(over, {})
        if column.nullable:
            return None
        kind = column.type
        if isinstance(kind, Enum):
            return (kind.enum_class and next(iter(kind.enum_class))) or kind.enums[0]
        if column.name in columns_of(model_of(table)):
            return ""  # encrypted text cannot be made up
        if isinstance(kind, String):
            return f"x{next(_numbers)}"[: kind.length or 99]
        if isinstance(kind, JSON):
            return [] if _is_list(table, column.name) else {}
        plain = {
            LargeBinary: b"x",
            Boolean: False,
            Integer: next(_numbers),
            Float: 1.0,
            Numeric: 1,
            Date: date(2026, 1, 1),
            DateTime: utcnow(),
        }
        return next((value for known, value in plain.items() if isinstance(kind, known)), utcnow())

    def remains(self) -> set[str]:
        """The tables in which anything of the person can be found now: a planted word, the address, or the number of the account."""
        words = [self.email.lower(), *self.markers.values()]
        found = set()
        with all_regions("a test looks for a person everywhere"):
            everything = contents()
        for name, lines in everything.items():
            names = [column.name for column in Model.metadata.tables[name].columns]
            pointers = [i for i, c in enumerate(names) if points_at_user(Model.metadata.tables[name], c)]
            for line in lines:
                text = repr(line).lower()
                if any(word in text for word in words) or (name != "core_user" and any(line[i] == self.user.id for i in pointers)):
                    found.add(name)
        return found


def _leads_to_person(table: Table, parent: Table) -> bool:
    """Whether a row is the person's only through a row of another table, so that the planted one must refer to it."""
    known = register()
    entry, above = known.get(table.name), known.get(parent.name)
    return entry is not None and above is not None and bool(entry.personal) and not finders(entry, table) and bool(finders(above, parent))


def _word(length: int) -> str:
    """A word that stands nowhere else; where there is little room, of letters that no code and no secret has."""
    number = next(_numbers)
    word = f"kanin{number}x"
    return word if len(word) <= length else f"ö{number:x}ä"[:length]


def _is_list(table: Table, column: str) -> bool:
    """Whether a JSON column holds a list, by what its model says."""
    said = (vars(kind).get("__annotations__", {}).get(column) for kind in model_of(table).__mro__)
    return "list[" in next((str(each) for each in said if each), "")


@contextmanager
def planted(user: User, samples: Mapping[tuple[str, str], Any] | None = None) -> Iterator[Planted]:
    """Plant a person, and forget afterwards what the session remembers."""
    db.session.flush()
    with all_regions("a test plants a person everywhere"):
        made = Planted(user, samples)
    db.session.expire_all()
    yield made


def kept_tables() -> set[str]:
    """The tables that erasure leaves, by the register."""
    return {name for name, entry in register().items() if entry.erase == "keep"}
