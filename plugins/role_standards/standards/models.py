"""Tables: a standard, its versions with their requirements, and the ladder between standards."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, SortKey, Timestamped, UTCDateTime, Versioned
from core.organisations.models import text_enum

TITLE_LENGTH, TEXT_LENGTH, LINE_LENGTH = 200, 8000, 500


class VersionStatus(StrEnum):
    """How far a version has come. A standard has one draft and one version in force at most."""

    DRAFT = "draft"
    REFERRAL = "referral"
    IN_FORCE = "in_force"
    REPLACED = "replaced"


class Level(StrEnum):
    """How well something is to be mastered."""

    KNOWS = "knows"
    GUIDED = "guided"
    INDEPENDENT = "independent"
    LEADS = "leads"


class RoleStandard(Timestamped, Versioned, RegionScoped, Model):
    """A role (*yrkesroll*) that organisations have the same name and the same requirements for.

    Args:
        occupation_group: SSYK 2012, four digits.
        occupation_id, taxonomy_version: The concept of the taxonomy, if one fits, and the version it is from.
        revision: Rises with every fact that is told to others, so that an older word does not undo a newer one.
        withdrawn_at: When it was taken out of use. It stays readable.
    """

    __tablename__ = "role_standards_standard"
    __table_args__ = (UniqueConstraint("region_id", "title"), Index("ix_role_standards_standard_group", "region_id", "occupation_group"))

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    sort_key: Mapped[str] = mapped_column(SortKey)
    occupation_group: Mapped[str] = mapped_column(String(4))
    occupation_id: Mapped[str] = mapped_column(String(40), default="")
    taxonomy_version: Mapped[str] = mapped_column(String(20), default="")
    revision: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"role_standards:standard:{self.id}"


class StandardVersion(Timestamped, Versioned, RegionScoped, Model):
    """What a standard says, or is proposed to say. A version that has been in force is never changed.

    Args:
        description: What the role is for.
        tasks: What one does.
        agreed_on, decision: When and where it was agreed.
        in_force_at: When it began to hold.
    """

    __tablename__ = "role_standards_version"
    __table_args__ = (UniqueConstraint("standard_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("role_standards_standard.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(text_enum(VersionStatus, 12), default=VersionStatus.DRAFT)
    description: Mapped[str] = mapped_column(Text, default="")
    tasks: Mapped[str] = mapped_column(Text, default="")
    agreed_on: Mapped[date | None] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    in_force_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"role_standards:version:{self.id}"

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.status in (VersionStatus.IN_FORCE, VersionStatus.REPLACED)


class CompetenceRequirement(Timestamped, Versioned, RegionScoped, Model):
    """A requirement (*kompetenskrav*): what, how well, how it is met and how it can be validated.

    Args:
        key: The same in every version that the requirement is carried to, so that versions can be compared.
        is_required: False for what is only desired.
    """

    __tablename__ = "role_standards_requirement"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("role_standards_version.id", ondelete="CASCADE"), index=True)
    key: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    level: Mapped[Level] = mapped_column(text_enum(Level, 12), default=Level.INDEPENDENT)
    is_required: Mapped[bool] = mapped_column(default=True)
    description: Mapped[str] = mapped_column(Text, default="")
    met_by: Mapped[str] = mapped_column(Text, default="")
    validated_by: Mapped[str] = mapped_column(Text, default="")


class LadderStep(Timestamped, Versioned, RegionScoped, Model):
    """A step from one role to another (*karriärsteg*), and what it takes."""

    __tablename__ = "role_standards_ladder_step"
    __table_args__ = (UniqueConstraint("from_id", "to_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("role_standards_standard.id", ondelete="CASCADE"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("role_standards_standard.id", ondelete="CASCADE"), index=True)
    requires: Mapped[str] = mapped_column(Text, default="")
