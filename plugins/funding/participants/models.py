"""The table of participants. The personal number stands encrypted; equal numbers are found by a keyed digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, Versioned
from core.organisations.models import text_enum


class Work(StrEnum):
    """Where a participant stands in working life on entry (EECO02–05 of Regulation (EU) 2021/1057, Annex I)."""

    UNKNOWN = "unknown"
    UNEMPLOYED = "unemployed"
    LONG_TERM = "long_term"
    INACTIVE = "inactive"
    EMPLOYED = "employed"


class Education(StrEnum):
    """Highest education on entry, by ISCED 2011 (EECO09–11)."""

    UNKNOWN = "unknown"
    LOWER = "isced_0_2"
    UPPER = "isced_3_4"
    TERTIARY = "isced_5_8"


class Result(StrEnum):
    """What came of it, within four weeks after the end (EECR01–04)."""

    NONE = "none"
    SEEKING = "seeking"
    EDUCATION = "education"
    QUALIFICATION = "qualification"
    EMPLOYMENT = "employment"


class ReadWhere(StrEnum):
    """Where whole numbers were read."""

    PAGE = "page"
    CERTIFICATE = "certificate"
    DRAFT = "draft"
    FILE = "file"


class Participant(Timestamped, Versioned, RegionScoped, Model):
    """Somebody who takes part in a project (*deltagare*).

    Args:
        number: Names the participant within the project, and on the paper list; never used again.
        personal_number: The personal or coordination number, 12 digits, encrypted; empty for who has protected identity.
        number_digest: By which the same number in the same project is found.
        is_protected: Has protected identity (*skyddade personuppgifter*): no name in lists, and a pseudo-number in the file.
        born_year, is_woman: What the pseudo-number and the indicators need.
        consented_on, consent_text: When the participant was told what is stored and why, and in which words.
        left_on: The last day in the project.
    """

    __tablename__ = "funding_participant"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        UniqueConstraint("project_id", "number_digest"),
        Index("ix_funding_participant_list", "project_id", "sort_key", "id"),
    )
    __encrypted__: ClassVar[Mapping[str, str]] = {"personal_number": "participant:{id}"}

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(SortKey)
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    personal_number: Mapped[str] = mapped_column(String(300), default="")
    number_digest: Mapped[str | None] = mapped_column(String(64))
    is_protected: Mapped[bool] = mapped_column(default=False)
    born_year: Mapped[int]
    is_woman: Mapped[bool]
    organisation: Mapped[str] = mapped_column(String(200), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    work: Mapped[Work] = mapped_column(text_enum(Work, 12), default=Work.UNKNOWN)
    education: Mapped[Education] = mapped_column(text_enum(Education, 12), default=Education.UNKNOWN)
    result: Mapped[Result] = mapped_column(text_enum(Result, 14), default=Result.NONE)
    starts_on: Mapped[date] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)
    consented_on: Mapped[date | None] = mapped_column(Date)
    consent_text: Mapped[str] = mapped_column(String(4000), default="")
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"funding:participant:{self.id}"


class NumberReading(Timestamped, RegionScoped, Model):
    """Somebody has read a number, or all those of a month.

    Args:
        participant_id: Whose; None for a file, which holds those of the month.
        people: Of how many.
        whose: Of whom, by the ids of participants, where there are several.
    """

    __tablename__ = "funding_number_reading"
    __table_args__ = (Index("ix_funding_number_reading_list", "project_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("funding_project.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("funding_participant.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    read_where: Mapped[ReadWhere] = mapped_column(text_enum(ReadWhere, 12))
    month: Mapped[date | None] = mapped_column(Date)
    people: Mapped[int] = mapped_column(default=1)
    whose: Mapped[list[Any]] = mapped_column(JSONList, default=list, deferred=True)
