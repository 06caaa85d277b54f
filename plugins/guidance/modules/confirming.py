"""Hearing that somebody was at a meeting: the steps that point at it are certified. Nothing here commits."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import or_, select

from core.db import db
from core.plugins import Subscription
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from plugins.guidance.modules import progress
from plugins.guidance.modules.models import Module, ModuleProgress, ModuleStatus, ModuleStep, StepKind
from plugins.guidance.permissions import LEARN

ATTENDANCE_CONFIRMED = "meeting_places.attendance_confirmed.v1"


class AttendanceConfirmed(BaseModel):
    """What is read of it. `user_id` is None for somebody without an account."""

    model_config = ConfigDict(extra="ignore")

    registration_id: int
    meeting_id: int
    hours: float = Field(ge=0, le=1_000)
    user_id: int | None = None


def on_attendance_confirmed(region: Region, attendance: AttendanceConfirmed) -> None:
    """Somebody was at a meeting, or their hours have changed. Nothing is kept of those who take no modules."""
    if attendance.user_id is None:
        return
    user = db.session.execute(select(User).where(User.id == attendance.user_id)).scalar_one_or_none()
    if user is None or not may(user, region, LEARN):
        return
    begun = select(ModuleProgress.module_id).where(ModuleProgress.user_id == attendance.user_id)
    wanted = (
        select(ModuleStep, Module)
        .join(Module, Module.id == ModuleStep.module_id)
        .where(
            Module.region_id == region.id,
            ModuleStep.kind == StepKind.OCCASION,
            ModuleStep.occasion_ref == f"meeting_places:meeting:{attendance.meeting_id}",
            ModuleStep.removed_at.is_(None),
            or_(Module.status == ModuleStatus.PUBLISHED, Module.id.in_(begun)),
        )
        .order_by(Module.id, ModuleStep.id)
    )
    for step, module in db.session.execute(wanted).all():
        progress.certify(
            region=region,
            user_id=attendance.user_id,
            step=step,
            module=module,
            hours=attendance.hours,
            registration_id=attendance.registration_id,
        )


SUBSCRIPTIONS = [
    Subscription(ATTENDANCE_CONFIRMED, AttendanceConfirmed, on_attendance_confirmed, "guidance.certify_step"),
]
