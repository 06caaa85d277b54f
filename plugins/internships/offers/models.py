"""Tables of offered places: the offer, schools' shares of it, supervisors, mailed links, and promises that become drafts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, String, UniqueConstraint, and_, column
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TITLE_LENGTH = 200
TEXT_LENGTH = 4000


class OfferStatus(StrEnum):
    """Whether a place can be wished for."""

    DRAFT = "draft"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


class OfferSource(StrEnum):
    """How the place came here."""

    OWN_PAGE = "own_page"
    FILE = "file"
    MAIL_LINK = "mail_link"
    COMMITMENT = "commitment"
    REQUEST = "request"
    API = "api"
    SELF_FOUND = "self_found"


class HomeHelp(StrEnum):
    """What the employer gives to who comes from afar."""

    NONE = "none"
    LODGING = "lodging"
    TRAVEL = "travel"
    BOTH = "both"


class Supervisor(Timestamped, Versioned, RegionScoped, Model):
    """Somebody who supervises (*handledare*) at an employer. May supervise at several places, never more than `capacity` at once.

    Args:
        trained_on: When the training for supervisors was completed; None: not said.
        left_at: When the employer took them off the list; retention counts from it.
    """

    __tablename__ = "internships_supervisor"
    __table_args__ = (Index("ix_internships_supervisor_list", "region_id", "organisation_id", "sort_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(SortKey)
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    capacity: Mapped[int] = mapped_column(default=1)
    trained_on: Mapped[date | None] = mapped_column(Date)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name them."""
        return f"internships:supervisor:{self.id}"


_PROMISED = and_(column("commitment_ref") != "")


class PlacementOffer(Timestamped, Versioned, RegionScoped, Model):
    """Places at one workplace in one period.

    Args:
        capacity, minimum: The most that can come, and the fewest with whom it opens at all (0 and 1 are the same).
        contact_name, contact_email, contact_phone: Who answers for the place; seen by the region's coordinators alone.
        skills, languages: What an applicant should know, in words.
        clearance: Documents that must be shown, such as an extract from the criminal record, in words.
        previous_id: The offer of an earlier period that it repeats.
        need_ref, commitment_ref: What it fulfils (`employer_needs:commitment:5`), or empty.
        revision: Counts the changes that others were told of.
    """

    __tablename__ = "internships_offer"
    __table_args__ = (
        Index("ix_internships_offer_list", "region_id", "period_id", "status", "sort_key", "id"),
        Index(
            "uq_internships_offer_commitment",
            "period_id",
            "commitment_ref",
            unique=True,
            sqlite_where=_PROMISED,
            postgresql_where=_PROMISED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    workplace: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("core_municipality.code", ondelete="RESTRICT"), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    capacity: Mapped[int] = mapped_column(default=1)
    minimum: Mapped[int] = mapped_column(default=0)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("internships_supervisor.id", ondelete="SET NULL"), index=True)
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    skills: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    languages: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    driving_licence: Mapped[bool] = mapped_column(default=False)
    clearance: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    accessibility_text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    home_help: Mapped[HomeHelp] = mapped_column(text_enum(HomeHelp, 8), default=HomeHelp.NONE)
    home_help_text: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[OfferStatus] = mapped_column(text_enum(OfferStatus, 12), default=OfferStatus.DRAFT)
    source: Mapped[OfferSource] = mapped_column(text_enum(OfferSource, 12), default=OfferSource.OWN_PAGE)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("internships_offer.id", ondelete="SET NULL"), index=True)
    need_ref: Mapped[str] = mapped_column(String(100), default="")
    commitment_ref: Mapped[str] = mapped_column(String(100), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=0)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"internships:offer:{self.id}"


class Quota(RegionScoped, Model):
    """So many of an offer's places are for one school. What no quota takes is for everybody."""

    __tablename__ = "internships_quota"
    __table_args__ = (UniqueConstraint("offer_id", "school_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("internships_offer.id", ondelete="CASCADE"))
    school_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    places: Mapped[int]


class OfferInvitation(Timestamped, RegionScoped, Model):
    """A question, mailed with a link, whether an earlier offer is made again. The link is the only key and holds until `offers_by`.

    Args:
        previous_id: The earlier offer.
        seed, token_hash: The secret of the link.
        answered_at, answer: When and what was answered: `yes`, `no`; empty until then.
        offer_id: The offer that came of it.
    """

    __tablename__ = "internships_offer_invitation"
    __table_args__ = (UniqueConstraint("period_id", "previous_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("internships_period.id", ondelete="CASCADE"))
    previous_id: Mapped[int] = mapped_column(ForeignKey("internships_offer.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(String(4), default="")
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("internships_offer.id", ondelete="SET NULL"), index=True)


class Promise(RegionScoped, Model):
    """Placements that an employer has promised in a letter of intent, as told. They become drafts in every period that collects.

    Args:
        commitment_id: The owner's id; no foreign key, because the owner may be any plugin.
        made_at: When it was first told of; None for a withdrawal that overtook it.
    """

    __tablename__ = "internships_promise"
    __table_args__ = (UniqueConstraint("region_id", "commitment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    need_ref: Mapped[str] = mapped_column(String(100), default="")
    amount: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
