"""Everything that is kept about one person (GDPR art. 15 and 20): complete, because it is made from the register of columns.

What the owners of the data show themselves comes first; then every table with persons that they do not, row by row, without secrets.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from core.audit.service import record
from core.db import utcnow
from core.i18n import language
from core.plugins import DataSet
from core.records import owners
from core.records.register import Entry, register
from core.records.rows import attribute, personal_tables, rows
from core.regions.models import Region
from core.users.models import User


@dataclass(frozen=True)
class Part:
    """One table of an export, with why the data is there."""

    name: str
    purpose: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def collect(user: User, *, region: Region | None = None) -> list[Part]:
    """The parts of an export that hold something about the person; see `everything`."""
    return [part for part in everything(user, region=region) if part.rows]


def everything(user: User, *, region: Region | None = None) -> list[Part]:
    """All parts of an export, the empty ones too.

    Args:
        region: Only what that region keeps: what an administrator of the region may hand out. None: everything.
    """
    entries = register()
    whole = {table.name for table, entry in personal_tables() if not entry.export}
    shown = [_owner_part(part, entries) for part in owners.exported(user, region) if part.name not in whole]
    for table, entry in personal_tables():
        if entry.export:
            continue
        columns = [column.name for column in table.columns if column.name not in entry.secret]
        values = [
            tuple(_plain(getattr(row, attribute(type(row), c).key)) for c in columns) for row in kept_by(region, rows(table, entry, user))
        ]
        shown.append(Part(table.name, _purpose(entry), tuple(columns), tuple(values)))
    return shown


def kept_by(region: Region | None, found: list[Any]) -> list[Any]:
    """Those of the rows that a region keeps. An account belongs to the whole installation, and to each region with the person in it."""
    if region is None:
        return found
    return [row for row in found if isinstance(row, User) or getattr(row, "region_id", None) == region.id]


def archive(user: User, parts: list[Part], page: str) -> bytes:
    """A zip with `data.json` for machines and `data.html`, the page given, for people."""
    data = {
        "made_at": utcnow().isoformat(),
        "person": user.email,
        "data": {part.name: [dict(zip(part.header, row, strict=True)) for row in part.rows] for part in parts},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
        file.writestr("data.html", page)
    return made.getvalue()


def note(user: User, *, region: Region | None = None) -> None:
    """Log that somebody takes out what is kept about a person."""
    record("core.person.exported", region=region, subject=f"core:user:{user.id}")


def _owner_part(part: DataSet, entries: Any) -> Part:
    entry = next((e for e in entries.values() if e.export == part.name), None)
    return Part(part.name, _purpose(entry), tuple(part.header), tuple(tuple(_plain(v) for v in row) for row in part.rows))


def _purpose(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return entry.purpose if language() == "sv" else entry.purpose_en


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int | float | bool | list | dict) or value is None else str(value)
