"""Regions: the tenants."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, Timestamped, Versioned


class Region(Timestamped, Versioned, Model):
    """A tenant (*region*). It covers municipalities, and need not be a county.

    A collaboration is a region with members: it reads what its members share with it, and writes only its own.
    """

    __tablename__ = "core_region"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(600), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    accent: Mapped[str] = mapped_column(String(7), default="")
    active: Mapped[bool] = mapped_column(default=True)
    texts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)


class RegionMunicipality(Model):
    """A municipality that a region covers. One municipality may be covered by several regions."""

    __tablename__ = "core_region_municipality"

    region_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), primary_key=True, index=True)


class RegionMember(Model):
    """A member of a collaboration (a region of regions)."""

    __tablename__ = "core_region_member"

    collaboration_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True, index=True)


class RegionShare(Model):
    """What a member lets a collaboration read: the rows of one plugin. The member decides, in its own configuration."""

    __tablename__ = "core_region_share"

    member_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True)
    collaboration_id: Mapped[int] = mapped_column(ForeignKey("core_region.id", ondelete="CASCADE"), primary_key=True, index=True)
    plugin: Mapped[str] = mapped_column(String(60), primary_key=True)


class AppliedFile(Timestamped, Model):
    """The configuration file that was applied last, by name and SHA-256."""

    __tablename__ = "core_applied_file"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
