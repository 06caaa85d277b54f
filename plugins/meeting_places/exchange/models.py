"""Tables of the exchange at a meeting: questions, answers, and what people think of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum


class PostStatus(StrEnum):
    """Whether others see it."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Post(Timestamped, Versioned, RegionScoped, Model):
    """A question, or an answer to one. The name of who wrote it is read from the registration or the account, never copied here.

    Args:
        question_id: The question that it answers; None for a question.
        shows_name: Who wrote it wishes the name to be shown.
        as_organiser: It is the organisers' answer.
        hidden_reason: Why the organisers hid it; shown in its place.
    """

    __tablename__ = "meeting_places_post"
    __table_args__ = (Index("ix_meeting_places_post_list", "meeting_id", "question_id", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_meeting.id", ondelete="CASCADE"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_places_post.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_places_registration.id", ondelete="SET NULL"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(String(2000))
    shows_name: Mapped[bool] = mapped_column(default=False)
    as_organiser: Mapped[bool] = mapped_column(default=False)
    status: Mapped[PostStatus] = mapped_column(text_enum(PostStatus, 10), default=PostStatus.WAITING)
    shown_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"meeting_places:post:{self.id}"


class MarkKind(StrEnum):
    """`vote`: this is my question too. `report`: this should not stand here."""

    VOTE = "vote"
    REPORT = "report"


class Mark(Timestamped, RegionScoped, Model):
    """One person's vote on a post, or report of it. Whoever is registered is known by that, also when signed in, and so counts once."""

    __tablename__ = "meeting_places_mark"
    __table_args__ = (UniqueConstraint("post_id", "kind", "registration_id"), UniqueConstraint("post_id", "kind", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("meeting_places_post.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MarkKind] = mapped_column(text_enum(MarkKind, 6))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_places_registration.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
