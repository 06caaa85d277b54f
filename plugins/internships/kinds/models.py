"""The table of kinds. What a kind asks for is data, so that a region can change it without anybody changing code."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, Versioned
from core.organisations.models import text_enum

CODE_LENGTH = 20
NAME_LENGTH = 100


class CompensationBasis(StrEnum):
    """What an employer is compensated for."""

    NONE = "none"
    PER_PLACE = "per_place"
    PER_WEEK = "per_week"
    PER_DAY = "per_day"


class PlacementKindPolicy(Timestamped, Versioned, RegionScoped, Model):
    """A kind of placement and its rules. Five come ready made (VFU, LIA, APL, prao, praktik); a region adds its own.

    Args:
        code: Names the kind in addresses, files and events; never changed.
        weeks_least, weeks_most: How long a placement may be.
        self_found_allowed: Whether an applicant may propose a place of their own.
        from_commitments: Whether employers' promised placements become draft offers in its periods.
        documents: `[{name, name_en, by: student|employer|school}]`, what must be shown before the start.
        compensation_amount: Öre per place, week or day.
        travel_limit_km: From home to the workplace, unless the period or the applicant says less; None: no limit.
        evaluations: `{mid: {student: [question], supervisor: […]}, final: {…}}`, a question being `{text, text_en}`.
    """

    __tablename__ = "internships_kind"
    __table_args__ = (UniqueConstraint("region_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_en: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    weeks_least: Mapped[int] = mapped_column(default=1)
    weeks_most: Mapped[int] = mapped_column(default=52)
    needs_supervisor: Mapped[bool] = mapped_column(default=True)
    needs_agreement: Mapped[bool] = mapped_column(default=True)
    self_found_allowed: Mapped[bool] = mapped_column(default=True)
    from_commitments: Mapped[bool] = mapped_column(default=True)
    documents: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    compensation_basis: Mapped[CompensationBasis] = mapped_column(text_enum(CompensationBasis, 12), default=CompensationBasis.NONE)
    compensation_amount: Mapped[int] = mapped_column(default=0)
    travel_limit_km: Mapped[int | None]
    evaluations: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"internships:kind:{self.id}"
