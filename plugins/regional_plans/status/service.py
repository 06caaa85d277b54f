"""Saying how an action goes. Every report is kept; the action shows the last. Nothing here commits."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.audit.service import record
from core.db import db, utcnow
from core.errors import Conflict
from core.events import emit
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.events import StatusReported
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.status.models import STATUS_TEXT_LENGTH, StatusReport, StatusRequest

if TYPE_CHECKING:
    from core.users.models import User


def report(
    *,
    region: Region,
    plan: Plan,
    action: Action,
    status: ActionStatus,
    text: str,
    by: User | None = None,
    by_name: str = "",
    request: StatusRequest | None = None,
    at: datetime | None = None,
) -> StatusReport:
    """Say how an action goes. The same again by the same mailed question, before the meeting, takes the earlier answer's place in what
    the action shows; both are in its history.

    Args:
        request: The mailed question that is answered.
        at: When it was said, if not now.

    Raises:
        Conflict: when the plan is not in force.
    """
    if plan.status != PlanStatus.IN_FORCE:
        raise Conflict(_("Läget rapporteras medan planen gäller. Den här planen gäller inte nu."))
    moment = at or utcnow()
    made = StatusReport(
        region_id=region.id,
        action_id=action.id,
        meeting_id=request.meeting_id if request else None,
        request_id=request.id if request else None,
        status=status,
        text=text[:STATUS_TEXT_LENGTH],
        reported_at=moment,
        by_id=by.id if by else None,
        by_name=by_name,
    )
    db.session.add(made)
    if action.status_at is None or moment >= action.status_at:
        action.status, action.status_text, action.status_at = status, made.text, moment
    db.session.flush()
    record("regional_plans.action.reported", region=region, subject=action.ref, title=action.title, status=status.value)
    emit(StatusReported(action_id=action.id, plan_id=plan.id, status=status.value), region=region)
    return made
