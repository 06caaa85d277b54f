"""Tables: a referral of a draft, and whom it was sent to with their answers."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, Timestamped, Versioned
from core.organisations.models import text_enum
from core.referral import ConsultedColumns, ReferralColumns, ReferralStatus

__all__ = ["Consulted", "Referral", "ReferralStatus", "Stance"]


class Stance(StrEnum):
    """What an organisation thinks of the draft."""

    SUPPORTS = "supports"
    WITH_CHANGES = "with_changes"
    OBJECTS = "objects"


class Referral(ReferralColumns, Timestamped, Versioned, RegionScoped, Model):
    """A referral (*remiss*) of a draft. While it is open, the draft cannot be changed."""

    __tablename__ = "role_standards_referral"
    __table_args__ = (Index("ix_role_standards_referral_list", "region_id", "status", "answer_by", "id"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("role_standards_version.id", ondelete="CASCADE"), index=True)

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"role_standards:referral:{self.id}"


class Consulted(ConsultedColumns, Timestamped, Versioned, RegionScoped, Model):
    """An organisation that is asked (*remissinstans*), and its answer. Members of the organisation can answer without the link."""

    __tablename__ = "role_standards_consulted"
    __table_args__ = (UniqueConstraint("referral_id", "name"),)

    referral_id: Mapped[int] = mapped_column(ForeignKey("role_standards_referral.id", ondelete="CASCADE"), index=True)
    stance: Mapped[Stance | None] = mapped_column(text_enum(Stance, 16))
