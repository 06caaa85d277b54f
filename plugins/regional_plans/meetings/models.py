"""Tables of the group's meetings: when and where, what is on the agenda, who came, what was decided."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TEXT_LENGTH = 8000


class MeetingStatus(StrEnum):
    """Whether a meeting has been."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class AgendaKind(StrEnum):
    """Why an item is on the agenda."""

    OPENING = "opening"
    EARLIER_MINUTES = "earlier_minutes"
    FOLLOW_UP = "follow_up"
    DEVIATION = "deviation"
    SILENT = "silent"
    INDICATOR = "indicator"
    REFERRAL = "referral"
    BOARD = "board"
    OWN = "own"
    CLOSING = "closing"


class GroupMeeting(Timestamped, Versioned, RegionScoped, Model):
    """A meeting of the group that owns a plan.

    Args:
        introduction: What the minutes begin with.
        adjusted_by, adjusted_on: Who has approved the minutes (*justerat*), and when; after that they are not changed.
    """

    __tablename__ = "regional_plans_meeting"
    __table_args__ = (Index("ix_regional_plans_meeting_list", "region_id", "plan_id", "starts_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_plan.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[MeetingStatus] = mapped_column(text_enum(MeetingStatus, 12), default=MeetingStatus.PLANNED)
    introduction: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    adjusted_by: Mapped[str] = mapped_column(String(120), default="")
    adjusted_on: Mapped[date | None] = mapped_column(Date)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:meeting:{self.id}"


class AgendaItem(Timestamped, Versioned, RegionScoped, Model):
    """An item of the agenda, and what the minutes say of it.

    Args:
        subject: A ref to what it is about, or empty.
        made: Title and text as they were made from what is due. Until somebody changes them they follow what is due.
    """

    __tablename__ = "regional_plans_agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[AgendaKind] = mapped_column(text_enum(AgendaKind, 20), default=AgendaKind.OWN)
    subject: Mapped[str] = mapped_column(String(100), default="")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    made: Mapped[str] = mapped_column(String(TEXT_LENGTH + 400), default="")
    minutes: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")


class Decision(Timestamped, Versioned, RegionScoped, Model):
    """What a meeting decided, as formal text. `amends_id`: the decision that it changes; `done_on`: when it was carried out."""

    __tablename__ = "regional_plans_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_agenda_item.id", ondelete="SET NULL"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("regional_plans_decision.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:decision:{self.id}"


class MeetingPresence(RegionScoped, Model):
    """That a member was present at a meeting."""

    __tablename__ = "regional_plans_meeting_presence"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_meeting.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_group_member.id", ondelete="CASCADE"), index=True)
