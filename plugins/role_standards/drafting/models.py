"""Tables: proposals to change a draft, and comments on it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

NAME_LENGTH = 200


class PartField(StrEnum):
    """The texts of a draft that one can propose to change."""

    DESCRIPTION = "description"
    TASKS = "tasks"
    TITLE = "title"
    REQUIREMENT = "requirement"
    MET_BY = "met_by"
    VALIDATED_BY = "validated_by"
    NEW = "new"


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Proposal(Timestamped, Versioned, RegionScoped, Model):
    """A proposal (*ändringsförslag*) for one text of a draft.

    Args:
        requirement_id: The requirement whose text it is; None for the version's own texts and for a new requirement.
        label: What the part was called when it was proposed.
        before: The text that it was written from. When that has changed, it cannot be accepted unread.
    """

    __tablename__ = "role_standards_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("role_standards_version.id", ondelete="CASCADE"), index=True)
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("role_standards_requirement.id", ondelete="CASCADE"), index=True)
    part: Mapped[PartField] = mapped_column(text_enum(PartField, 12))
    label: Mapped[str] = mapped_column(String(300))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[ProposalStatus] = mapped_column(text_enum(ProposalStatus, 12), default=ProposalStatus.OPEN)
    reply: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    organisation: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"role_standards:proposal:{self.id}"


class Comment(Timestamped, RegionScoped, Model):
    """What somebody says of a draft. `organisation`: on whose behalf."""

    __tablename__ = "role_standards_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("role_standards_version.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    organisation: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
