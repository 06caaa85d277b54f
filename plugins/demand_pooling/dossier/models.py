"""Tables: commitments as events told them, the dossier with its own texts, who is proposed to steer, and the versions that were sent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, JSONList, Model, RegionScoped, Timestamped, UTCDateTime, Versioned, utcnow
from core.organisations.models import text_enum


class Kind(StrEnum):
    """What the dossier is for."""

    YH_APPLICATION = "yh_application"
    COMMISSIONED_EDUCATION = "commissioned_education"


class Role(StrEnum):
    """Whom a member of the programme steering group speaks for."""

    WORKING_LIFE = "working_life"
    STUDENT = "student"
    EDUCATION_LEADER = "education_leader"
    SCHOOL = "school"
    UNIVERSITY = "university"
    OTHER = "other"


class PooledCommitment(RegionScoped, Model):
    """A commitment as its owner last told of it. No person stands here; who signed is asked for by `letter_ref`.

    Args:
        commitment_id: The owner's id; no foreign key, because the owner may be any plugin.
        made_at: When it was first told of; None for a withdrawal that overtook it.
    """

    __tablename__ = "demand_pooling_commitment"
    __table_args__ = (
        UniqueConstraint("region_id", "commitment_id"),
        Index("ix_demand_pooling_commitment_letter", "region_id", "letter_ref"),
        Index("ix_demand_pooling_commitment_group", "region_id", "occupation_group", "withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int]
    letter_ref: Mapped[str] = mapped_column(String(120), default="")
    organisation_id: Mapped[int] = mapped_column(default=0)
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    orgnr: Mapped[str] = mapped_column(String(10), default="")
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    size: Mapped[str] = mapped_column(String(60), default="")
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    need_ids: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    kind: Mapped[str] = mapped_column(String(30), default="")
    amount: Mapped[int] = mapped_column(default=0)
    period: Mapped[str] = mapped_column(String(60), default="")
    signed_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Dossier(RegionScoped, Timestamped, Versioned, Model):
    """A dossier that is worked on. What was sent lies in its versions.

    Args:
        cluster_id: Where its figures come from; None when the cluster is gone.
        texts: The region's own words, by `texts.TEXTS`.
        programme: The entered facts of the programme, by `programme.Programme`.
        letters: The refs of the chosen letters of intent.
    """

    __tablename__ = "demand_pooling_dossier"

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="SET NULL"), index=True)
    kind: Mapped[Kind] = mapped_column(text_enum(Kind))
    title: Mapped[str] = mapped_column(String(200))
    texts: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    programme: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    letters: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)


class Seat(RegionScoped, Model):
    """A proposed member of the programme steering group (*ledningsgrupp*), by organisation and position. Nobody is named here."""

    __tablename__ = "demand_pooling_dossier_seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_dossier.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[str] = mapped_column(String(120), default="")


class DossierVersion(RegionScoped, Model):
    """What was sent, as it was. Never changed: a new version is a row of its own.

    Args:
        content: The whole document, as `core.documents.as_data` gives it.
        fingerprint: SHA-256 of the content.
        letters: The refs of the letters that it leans on.
        commitments: The owner's ids of the commitments that it counts.
    """

    __tablename__ = "demand_pooling_dossier_version"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_dossier.id", ondelete="CASCADE"))
    number: Mapped[int]
    sent_to: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(JSONDict)
    fingerprint: Mapped[str] = mapped_column(String(64))
    letters: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    commitments: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class PooledOffer(RegionScoped, Model):
    """Placement places that an employer offers, as last told. `offer_id` is their owner's; no foreign key, because it may be any plugin.

    Args:
        withdrawn_at: Set when they are no longer offered; the row stays as a mark against late arrivals.
        revision: The owner's own counter; an older one never overwrites a newer.
    """

    __tablename__ = "demand_pooling_placement_offer"
    __table_args__ = (
        UniqueConstraint("region_id", "offer_id"),
        Index("ix_demand_pooling_placement_offer_group", "region_id", "occupation_group", "withdrawn_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30), default="")
    organisation_id: Mapped[int] = mapped_column(default=0)
    municipality_code: Mapped[str] = mapped_column(String(4), default="")
    occupation_group: Mapped[str] = mapped_column(String(4), default="")
    capacity: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


@event.listens_for(DossierVersion, "before_update")
def _never_changed(_mapper: Any, _connection: Any, target: DossierVersion) -> None:
    """Only the person may be taken out, when somebody is erased."""
    changed = {attribute.key for attribute in inspect(target).attrs if attribute.history.has_changes()}
    if changed - {"sent_by_id"}:
        raise RuntimeError(f"version {target.number} of dossier {target.dossier_id} was sent: make a new one")
