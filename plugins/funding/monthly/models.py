"""The table of monthly files. What was sent stays as it was, encrypted; a correction is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned


class MonthlyFile(Timestamped, RegionScoped, Model):
    """A file that was sent to the fund for a month.

    Args:
        number: 1 for the first, 2 for its first correction, and so on.
        content: Its rows as JSON, encrypted; the file is made from them again, byte for byte.
        hours_by: Hours by participant's id, to say what a correction changes.
        sha256: Of the file.
        columns: Those that it was sent with; a correction has the same.
    """

    __tablename__ = "funding_monthly_file"
    __table_args__ = (UniqueConstraint("project_id", "month", "number"),)
    __encrypted__: ClassVar[Mapping[str, str]] = {"content": "monthly_file:{id}"}

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"))
    month: Mapped[date] = mapped_column(Date)
    number: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    people: Mapped[int]
    hours: Mapped[float] = mapped_column(Float)
    hours_by: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    content: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    columns: Mapped[list[Any]] = mapped_column(JSONList, default=list)


class ColumnSet(Timestamped, Versioned, RegionScoped, Model):
    """A region's own columns of the monthly file, as triples of field, heading and form. Empty `columns`: those of the program.

    Args:
        draft: What is being looked at and is not in force.
    """

    __tablename__ = "funding_column_set"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    columns: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    draft: Mapped[list[Any]] = mapped_column(JSONList, default=list)
