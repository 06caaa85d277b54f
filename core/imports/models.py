"""An import of a table, and its rows, between upload and the end of the time in which it can be undone."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime
from core.organisations.models import text_enum


class ImportStatus(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"  # the columns are not settled yet
    CHECKING = "checking"
    CHECKED = "checked"  # ready to be looked at
    APPLYING = "applying"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


class RowState(StrEnum):
    """What a row of the file would do, or has done. Rows that would change nothing are only counted."""

    NEW = "new"
    CHANGED = "changed"
    BAD = "bad"
    APPLIED_NEW = "applied_new"
    APPLIED_CHANGED = "applied_changed"
    UNDONE = "undone"
    KEPT = "kept"  # could not be undone: somebody has changed the thing since


class TableImport(Timestamped, RegionScoped, Model):
    """One file on its way in. `mapping` says which column of the file each field is read from."""

    __tablename__ = "core_table_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80), index=True)
    status: Mapped[ImportStatus] = mapped_column(text_enum(ImportStatus, 12), default=ImportStatus.UPLOADED)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    stored_name: Mapped[str] = mapped_column(String(32), default="")
    sheet: Mapped[str] = mapped_column(String(120), default="")
    sheets: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    heading: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    sample: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    handled: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)


class ImportRow(RegionScoped, Model):
    """A row that does something, or cannot be used.

    `cells` is the row as it was in the file (kept for bad rows). `values` is what it says, read. `faults` are [column, cause] pairs.
    `changes` is {field: [before, after]}. `object_version` is the version of the thing after the row was applied.
    """

    __tablename__ = "core_import_row"
    __table_args__ = (Index("ix_core_import_row_list", "import_id", "state", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("core_table_import.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[RowState] = mapped_column(text_enum(RowState, 20))
    title: Mapped[str] = mapped_column(String(200), default="")
    cells: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    values: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    faults: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    changes: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    object_id: Mapped[int | None]
    object_version: Mapped[int | None]
