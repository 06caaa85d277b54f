"""Tables of cooperation agreements (*samverkansavtal*): parties, what each has promised per year, and how it went."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, SortKey, Timestamped, Versioned
from core.organisations.models import text_enum


class AgreementStatus(StrEnum):
    """Whether an agreement holds."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    ENDED = "ended"


class Side(StrEnum):
    """On which side a party stands."""

    SCHOOL = "school"
    EMPLOYER = "employer"


class CooperationAgreement(Timestamped, Versioned, RegionScoped, Model):
    """An agreement between schools and employers. `renew_by` is the day by which the parties must say whether it goes on."""

    __tablename__ = "internships_agreement"
    __table_args__ = (Index("ix_internships_agreement_list", "region_id", "status", "sort_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    renew_by: Mapped[date | None] = mapped_column(Date)
    terms: Mapped[str] = mapped_column(String(8000), default="")
    status: Mapped[AgreementStatus] = mapped_column(text_enum(AgreementStatus, 12), default=AgreementStatus.DRAFT)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"internships:agreement:{self.id}"


class AgreementParty(Timestamped, Versioned, RegionScoped, Model):
    """An organisation that is bound by an agreement, and its contact."""

    __tablename__ = "internships_agreement_party"
    __table_args__ = (UniqueConstraint("agreement_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("internships_agreement.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(text_enum(Side, 10))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")


class AgreementPromise(Timestamped, Versioned, RegionScoped, Model):
    """So many places of a kind has a party promised in a year."""

    __tablename__ = "internships_agreement_promise"
    __table_args__ = (UniqueConstraint("agreement_id", "organisation_id", "kind_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("internships_agreement.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("internships_kind.id", ondelete="RESTRICT"), index=True)
    year: Mapped[int]
    places: Mapped[int]


class AgreementReview(Timestamped, Versioned, RegionScoped, Model):
    """How the parties found the cooperation in a year. `score` is 1 to 5."""

    __tablename__ = "internships_agreement_review"
    __table_args__ = (UniqueConstraint("agreement_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("internships_agreement.id", ondelete="CASCADE"))
    year: Mapped[int]
    text: Mapped[str] = mapped_column(String(4000), default="")
    score: Mapped[int]
