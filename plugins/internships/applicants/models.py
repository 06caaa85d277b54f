"""Tables of applicants: who they are, what they need, and what they wish."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum


class ApplicantStatus(StrEnum):
    """How far an applicant has come before the match."""

    INVITED = "invited"
    WISHING = "wishing"
    READY = "ready"
    WITHDRAWN = "withdrawn"


class Applicant(Timestamped, Versioned, RegionScoped, Model):
    """Somebody who is to have a placement in a period, entered by the school (`school_id`).

    Args:
        municipality_code, town: Where they live.
        latitude, longitude: Of the town or of the base, never of a home address.
        centre_ref: A learning centre that they start from instead (`distance_learning:centre:3`), or empty.
        travel_limit_km: None: as the period says.
        documents: The names of the documents that have been shown.
        occupation_groups: Occupation groups (SSYK 2012, four digits) that they may be placed in; empty: any.
        pair_id: Whom they travel together with; the other points back.
        status_at: When the status last changed; retention counts from it.
        mailed_on: The day when the link was mailed last.
        seed, token_hash: The secret of the mailed link.
    """

    __tablename__ = "internships_applicant"
    __table_args__ = (
        UniqueConstraint("period_id", "email"),
        Index("ix_internships_applicant_list", "region_id", "period_id", "school_id", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"))
    school_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    programme: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(SortKey)
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    centre_ref: Mapped[str] = mapped_column(String(100), default="")
    travel_limit_km: Mapped[int | None]
    languages: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    driving_licence: Mapped[bool] = mapped_column(default=False)
    documents: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    occupation_groups: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("internships_applicant.id", ondelete="SET NULL"), index=True)
    status: Mapped[ApplicantStatus] = mapped_column(text_enum(ApplicantStatus, 12), default=ApplicantStatus.INVITED)
    status_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)
    mailed_on: Mapped[date | None]
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def ref(self) -> str:
        """How others name them."""
        return f"internships:applicant:{self.id}"


class SpecialNeed(Timestamped, Versioned, RegionScoped, Model):
    """What an applicant needs at the workplace. A table of its own, so that no list of applicants reads it by chance."""

    __tablename__ = "internships_special_need"
    __table_args__ = (UniqueConstraint("applicant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(2000))


class Preference(RegionScoped, Model):
    """A place that an applicant ranks. Equal ranks are ties."""

    __tablename__ = "internships_preference"
    __table_args__ = (UniqueConstraint("applicant_id", "offer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"))
    rank: Mapped[int]
    offer_id: Mapped[int] = mapped_column(ForeignKey("internships_offer.id", ondelete="CASCADE"), index=True)


class Wish(RegionScoped, Model):
    """What an applicant wishes where places are not ranked: any of occupation group, sector and municipality; empty: whichever."""

    __tablename__ = "internships_wish"
    __table_args__ = (Index("ix_internships_wish_order", "applicant_id", "rank"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"))
    rank: Mapped[int]
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    sector: Mapped[str] = mapped_column(String(10), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")


class SelfFoundStatus(StrEnum):
    """What was decided of a place that an applicant has found."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class SelfFound(Timestamped, Versioned, RegionScoped, Model):
    """A place that an applicant has found, and what the coordinator decided."""

    __tablename__ = "internships_self_found"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("internships_applicant.id", ondelete="CASCADE"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200))
    workplace: Mapped[str] = mapped_column(String(200), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    status: Mapped[SelfFoundStatus] = mapped_column(text_enum(SelfFoundStatus, 10), default=SelfFoundStatus.ASKED)
    reason: Mapped[str] = mapped_column(String(500), default="")
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("internships_offer.id", ondelete="SET NULL"), index=True)
