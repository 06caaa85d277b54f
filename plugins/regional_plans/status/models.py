"""Tables of status reports: the round before a meeting, the question to each contact, and every report."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime
from core.organisations.models import text_enum
from plugins.regional_plans.actions.models import ActionStatus

STATUS_TEXT_LENGTH = 1000


class StatusRequest(Timestamped, RegionScoped, Model):
    """The question to one contact before one meeting, about all their actions. One mail, one link.

    Args:
        expires_at: Until when the link takes answers: the meeting's start.
        sent_at, reminded_at, answered_at: What has happened.
    """

    __tablename__ = "regional_plans_status_request"
    __table_args__ = (UniqueConstraint("meeting_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_meeting.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), index=True)
    seed: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class StatusReport(RegionScoped, Model):
    """How an action went, as somebody said at a moment. Never changed; a later one takes its place.

    Args:
        request_id: The mailed question it answers; None when it was said on the action's own page.
        by_name: Who said so, as one reads it.
    """

    __tablename__ = "regional_plans_status_report"
    __table_args__ = (Index("ix_regional_plans_status_report_history", "action_id", "reported_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_action.id", ondelete="CASCADE"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_meeting.id", ondelete="SET NULL"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_status_request.id", ondelete="SET NULL"), index=True)
    status: Mapped[ActionStatus] = mapped_column(text_enum(ActionStatus, 12))
    text: Mapped[str] = mapped_column(String(STATUS_TEXT_LENGTH), default="")
    reported_at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str] = mapped_column(String(120), default="")
