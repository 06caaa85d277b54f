"""Tables of modules, their steps, and each person's own progress."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONList, Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TEXT_LENGTH = 10_000
ANSWER_LENGTH = 4_000


class ModuleStatus(StrEnum):
    """Whether people can take a module."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class StepKind(StrEnum):
    """What one does in a step."""

    TEXT = "text"
    LINK = "link"
    OCCASION = "occasion"
    QUESTION = "question"


class Module(Timestamped, Versioned, RegionScoped, Model):
    """Something to learn, in steps.

    Args:
        aim: What one can do afterwards.
        roles: Names of the roles that it is for; none: everybody who guides.
        hours: About how long it takes.
        themes: What it is about, in words.
        focus_ref, focus_title: The focus area of the region's plan that it serves, and what that was called then.
    """

    __tablename__ = "guidance_module"
    __table_args__ = (Index("ix_guidance_module_list", "region_id", "status", "sort_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(150))
    sort_key: Mapped[str] = mapped_column(SortKey)
    aim: Mapped[str] = mapped_column(String(1000), default="")
    roles: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    hours: Mapped[float]
    themes: Mapped[list[Any]] = mapped_column(JSONList, default=list)
    focus_ref: Mapped[str] = mapped_column(String(160), default="")
    focus_title: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[ModuleStatus] = mapped_column(text_enum(ModuleStatus, 10), default=ModuleStatus.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"guidance:module:{self.id}"


class ModuleStep(Timestamped, Versioned, RegionScoped, Model):
    """A step of a module. One that is taken away stays, hidden, so that nobody's progress or answer is lost.

    Args:
        text: What to read, or the question; in the small Markdown of `core.texts.render`.
        occasion_ref, occasion_title, occasion_at: The occasion of a step of that kind, and what was known of it when it was chosen.
        removed_at: When it was taken away.
    """

    __tablename__ = "guidance_module_step"
    __table_args__ = (
        Index("ix_guidance_module_step_list", "module_id", "position", "id"),
        Index("ix_guidance_module_step_occasion", "region_id", "occasion_ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("guidance_module.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind, 10))
    title: Mapped[str] = mapped_column(String(150))
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    occasion_ref: Mapped[str] = mapped_column(String(160), default="")
    occasion_title: Mapped[str] = mapped_column(String(200), default="")
    occasion_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ModuleProgress(Timestamped, RegionScoped, Model):
    """That somebody has begun a module. Nobody but the person reads it.

    Args:
        finished_at: When the last step was done. A step that is added later does not take it back.
        hours: What the module was said to take when it was finished.
    """

    __tablename__ = "guidance_module_progress"
    __table_args__ = (
        UniqueConstraint("module_id", "user_id"),
        Index("ix_guidance_module_progress_own", "user_id", "region_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("guidance_module.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"))
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hours: Mapped[float] = mapped_column(default=0.0)


class StepProgress(Timestamped, RegionScoped, Model):
    """What somebody has done with a step. Nobody but the person reads it.

    Args:
        answer: To a question to think about.
        certified_hours: What the organiser of the occasion has certified; None: the person has said it.
        registration_id: The registration that the hours are of.
    """

    __tablename__ = "guidance_step_progress"
    __table_args__ = (UniqueConstraint("progress_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(ForeignKey("guidance_module_progress.id", ondelete="CASCADE"))
    step_id: Mapped[int] = mapped_column(ForeignKey("guidance_module_step.id", ondelete="CASCADE"), index=True)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(String(ANSWER_LENGTH), default="")
    certified_hours: Mapped[float | None]
    registration_id: Mapped[int | None]
