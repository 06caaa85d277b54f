"""Tables of the leadership group and who sits in it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, RegionScoped, SortKey, Timestamped, Versioned


class LeadershipGroup(Timestamped, Versioned, RegionScoped, Model):
    """A group that owns a plan (*ledningsgrupp*)."""

    __tablename__ = "regional_plans_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SortKey)
    aim: Mapped[str] = mapped_column(String(4000), default="")

    @property
    def ref(self) -> str:
        """How others name it."""
        return f"regional_plans:group:{self.id}"


class GroupMember(Timestamped, Versioned, RegionScoped, Model):
    """Somebody who sits in a group for an organisation. `left_on`: since when not any more."""

    __tablename__ = "regional_plans_group_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("regional_plans_group.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("core_organisation.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(SortKey)
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    title: Mapped[str] = mapped_column(String(120), default="")
    is_chair: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    left_on: Mapped[date | None] = mapped_column(Date)
