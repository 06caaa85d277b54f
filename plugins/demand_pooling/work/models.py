"""Tables: every step that was taken with a cluster, and needs that a person has set aside."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from core.db import JSONDict, Model, RegionScoped, UTCDateTime, utcnow
from core.organisations.models import text_enum


class StepKind(StrEnum):
    """What can happen with a cluster beside the rule's own work."""

    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    PUT_BACK = "put_back"
    RELEASED = "released"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    COMMENTED = "commented"
    STATUS = "status"
    ADOPTED = "adopted"
    LEFT = "left"  # a withdrawn need, or one that is no longer shared
    UNDONE = "undone"
    PROVIDER = "provider"


class ClusterStep(RegionScoped, Model):
    """One step in a cluster's history. Never changed; what is taken back is a step of its own.

    Args:
        other_id: The second cluster that the step touched, such as where needs were moved to.
        version: The cluster's version after the step; the other's in `other_version`. What came after somebody's look is found by it.
        text: A comment, or the reason.
        detail: Facts by which the step is told and taken back: needs, and where they were.
        undoes_id: The step that this one takes back.
    """

    __tablename__ = "demand_pooling_step"
    __table_args__ = (
        Index("ix_demand_pooling_step_cluster", "cluster_id", "id"),
        Index("ix_demand_pooling_step_other", "other_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)
    other_version: Mapped[int | None]
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind, 20))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSONDict, default=dict)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("demand_pooling_step.id", ondelete="SET NULL"), unique=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


@event.listens_for(ClusterStep, "before_update")
def _never_changed(_mapper: Any, _connection: Any, target: ClusterStep) -> None:
    """Only the person may be taken out, when somebody is erased."""
    changed = {attribute.key for attribute in inspect(target).attrs if attribute.history.has_changes()}
    if changed - {"actor_id"}:
        raise RuntimeError(f"step {target.id} is history: add a step that takes it back")


class SetAside(RegionScoped, Model):
    """A need that a person has taken out of clusters; the rule leaves it alone until it is put back.

    Args:
        cluster_id: Where it was.
    """

    __tablename__ = "demand_pooling_set_aside"
    __table_args__ = (UniqueConstraint("region_id", "pooled_need_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pooled_need_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_need.id", ondelete="CASCADE"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("core_user.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class Follow(RegionScoped, Model):
    """A person who wants to hear of a cluster's statuses."""

    __tablename__ = "demand_pooling_follow"
    __table_args__ = (UniqueConstraint("cluster_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("demand_pooling_cluster.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("core_user.id", ondelete="CASCADE"), index=True)
