"""Tables of actions, their partners, and the indicators that show whether they work."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum
from plugins.regional_plans.plans.models import TEXT_LENGTH, TITLE_LENGTH


class ActionStatus(StrEnum):
    """How an action goes, as its owner last said."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    DELAYED = "delayed"
    STOPPED = "stopped"
    DONE = "done"


class Action(Timestamped, Versioned, RegionScoped, Model):
    """Something that an organisation has taken on to do (*insats*).

    Args:
        organisation_id, owner_name: Who owns it; the name is kept when the organisation is taken out of the register.
        contact_name, contact_email: Who answers for it, and gets the question before each meeting.
        funding: How it is paid, in words. `amount`: in SEK, if it is known.
        status, status_text, status_at: What was said last; every report is kept in `regional_plans_status_report`.
        previous_id: The action of the earlier plan that it goes on from.
    """

    __tablename__ = "regional_plans_action"
    __table_args__ = (Index("ix_regional_plans_action_list", "region_id", "plan_id", "status", "position", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="CASCADE"), index=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_focus_area.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="", index=True)
    funding: Mapped[str] = mapped_column(String(1000), default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    status: Mapped[ActionStatus] = mapped_column(text_enum(ActionStatus, 12), default=ActionStatus.NOT_STARTED)
    status_text: Mapped[str] = mapped_column(String(1000), default="")
    status_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_action.id", ondelete="SET NULL"), index=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:action:{self.id}"


class ActionPartner(RegionScoped, Model):
    """An organisation that takes part in an action without owning it."""

    __tablename__ = "regional_plans_action_partner"
    __table_args__ = (UniqueConstraint("action_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_action.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("core_organisation.id", ondelete="CASCADE"), index=True)


class Indicator(Timestamped, Versioned, RegionScoped, Model):
    """A figure that shows whether an action works: where it began, and where it is to be when."""

    __tablename__ = "regional_plans_indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_action.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    unit: Mapped[str] = mapped_column(String(60), default="")
    baseline: Mapped[float | None] = mapped_column(Float)
    target: Mapped[float] = mapped_column(Float)
    due_on: Mapped[date] = mapped_column(Date)

    def is_reached_by(self, value: float) -> bool:
        """Whether an outcome is the target or beyond it. A target below the baseline is reached from above."""
        if self.baseline is not None and self.target < self.baseline:
            return value <= self.target
        return value >= self.target


class IndicatorValue(Timestamped, RegionScoped, Model):
    """The outcome of an indicator on a day."""

    __tablename__ = "regional_plans_indicator_value"
    __table_args__ = (UniqueConstraint("indicator_id", "measured_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_indicator.id", ondelete="CASCADE"))
    measured_on: Mapped[date] = mapped_column(Date)
    value: Mapped[float] = mapped_column(Float)
    note: Mapped[str] = mapped_column(String(500), default="")
