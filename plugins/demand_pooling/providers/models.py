"""Tables: what providers are asked, whom, what they offer, and who orders together."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime
from core.organisations.models import text_enum


class StudyForm(StrEnum):
    """How the education is followed."""

    ON_SITE = "on_site"
    CENTRE = "centre"
    DISTANCE = "distance"
    WORKPLACE = "workplace"


class RequestState(StrEnum):
    """What has become of a request."""

    OPEN = "open"
    DECIDED = "decided"
    NONE_CHOSEN = "none_chosen"
    WITHDRAWN = "withdrawn"


class AskedState(StrEnum):
    """What has become of one provider's part in it."""

    SENT = "sent"
    OFFERED = "offered"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    NOT_CHOSEN = "not_chosen"


class PricePer(StrEnum):
    """What the price is for."""

    PERSON = "person"
    WHOLE = "whole"


class ProviderRequest(RegionScoped, Timestamped, Model):
    """A request (*förfrågan*) to providers, from a cluster.

    Args:
        evidence: The figures as they were when it was sent: what providers build their offers on does not move.
        version: Counts what strategists and providers have done with it, so that of two who decide the second is told.
    """

    __tablename__ = "demand_pooling_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="CASCADE"), index=True)
    state: Mapped[RequestState] = mapped_column(text_enum(RequestState, 20), default=RequestState.OPEN)
    forms: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    start_wish: Mapped[str] = mapped_column(String(100), default="")
    answer_by: Mapped[date]
    message: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class AskedProvider(RegionScoped, Timestamped, Model):
    """A provider that was asked, by whom it is answered, and the secret of its link.

    Args:
        seed: What the link's token is derived from, so that a reminder carries the same link.
        opened_at: When somebody first opened the link or the page.
    """

    __tablename__ = "demand_pooling_asked"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_request.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="RESTRICT"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[AskedState] = mapped_column(text_enum(AskedState, 20), default=AskedState.SENT)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")


class ProviderOffer(RegionScoped, Timestamped, Model):
    """An offer (*erbjudande*). It may be changed until the request is decided; the cluster's history keeps each wording.

    Args:
        price: Whole kronor, per person or for the whole class.
        centres: Where it is received, in words.
    """

    __tablename__ = "demand_pooling_offer"
    __table_args__ = (UniqueConstraint("asked_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_asked.id", ondelete="CASCADE"))
    form: Mapped[StudyForm] = mapped_column(text_enum(StudyForm, 20))
    price: Mapped[int]
    price_per: Mapped[PricePer] = mapped_column(text_enum(PricePer, 10))
    currency: Mapped[str] = mapped_column(String(3), default="SEK")
    starts_on: Mapped[date]
    seats_min: Mapped[int]
    seats_max: Mapped[int]
    centres: Mapped[str] = mapped_column(String(1000), default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[date]
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    revision: Mapped[int] = mapped_column(default=1)


class Orderer(RegionScoped, Model):
    """An organisation's part (*beställare*) in a joint order of commissioned education.

    Args:
        share: Of the cost, in hundredths of a percent.
    """

    __tablename__ = "demand_pooling_orderer"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_request.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="RESTRICT"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200))
    persons: Mapped[int]
    share: Mapped[int]
