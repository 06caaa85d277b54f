"""All tables, so that one import registers them."""

from __future__ import annotations

from plugins.regional_plans.actions.models import Action, ActionPartner, Indicator, IndicatorValue
from plugins.regional_plans.board.models import Amendment, BoardCase
from plugins.regional_plans.group.models import GroupMember, LeadershipGroup
from plugins.regional_plans.meetings.models import AgendaItem, Decision, GroupMeeting, MeetingPresence
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, Priority
from plugins.regional_plans.referral.models import Consulted, Referral, Remark
from plugins.regional_plans.report.models import AnnualReport
from plugins.regional_plans.status.models import StatusReport, StatusRequest

__all__ = [
    "Action",
    "ActionPartner",
    "AgendaItem",
    "Amendment",
    "AnnualReport",
    "BoardCase",
    "Consulted",
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
    "Referral",
    "Remark",
    "StatusReport",
    "StatusRequest",
]
