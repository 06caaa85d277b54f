"""What a region says of its accessibility: the accessibility statement (*tillgänglighetsredogörelse*) and its known faults."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, Versioned
from core.organisations.models import text_enum


class Level(StrEnum):
    """How well the service meets the law's requirements, in the law's three steps."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Method(StrEnum):
    """How it was assessed."""

    SELF = "self"
    EXTERNAL = "external"
    AUTOMATIC = "automatic"


class AccessibilityStatement(RegionScoped, Timestamped, Versioned, Model):
    """The parts of the statement that the region writes. Without an assessment date it says that it is not assessed yet."""

    __tablename__ = "core_accessibility_statement"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    service_name: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[Level] = mapped_column(text_enum(Level), default=Level.PARTIAL)
    assessed_on: Mapped[date | None] = mapped_column(Date)
    method: Mapped[Method] = mapped_column(text_enum(Method), default=Method.SELF)
    method_detail: Mapped[str] = mapped_column(Text, default="")
    burden: Mapped[str] = mapped_column(Text, default="")
    out_of_scope: Mapped[str] = mapped_column(Text, default="")
    response_days: Mapped[int] = mapped_column(default=5)
    phone: Mapped[str] = mapped_column(String(60), default="")
    updated_on: Mapped[date | None] = mapped_column(Date)


class AccessibilityFault(RegionScoped, Timestamped, Versioned, Model):
    """Something that somebody cannot use, why, and when it will be mended."""

    __tablename__ = "core_accessibility_fault"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    mended_by: Mapped[date | None] = mapped_column(Date)
