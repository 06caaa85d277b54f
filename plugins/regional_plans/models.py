"""All tables, so that one import registers them."""

from __future__ import annotations

from plugins.regional_plans.actions.models import Action, ActionPartner, Indicator, IndicatorValue
from plugins.regional_plans.group.models import GroupMember, LeadershipGroup
from plugins.regional_plans.meetings.models import AgendaItem, Decision, GroupMeeting, MeetingPresence
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, Priority
from plugins.regional_plans.status.models import StatusReport, StatusRequest

__all__ = [
    "Action",
    "ActionPartner",
    "AgendaItem",
    "Decision",
    "GroupMeeting",
    "GroupMember",
    "Indicator",
    "IndicatorValue",
    "LeadershipGroup",
    "MeetingPresence",
    "Plan",
    "PlanFocusArea",
    "Priority",
    "StatusReport",
    "StatusRequest",
]
