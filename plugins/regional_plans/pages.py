"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.regional_plans.actions import views as action_views
from plugins.regional_plans.api import bp as api_bp
from plugins.regional_plans.board import amendment_views
from plugins.regional_plans.board import views as board_views
from plugins.regional_plans.comparing import views as comparing_views
from plugins.regional_plans.group import views as group_views
from plugins.regional_plans.meetings import minutes_views
from plugins.regional_plans.meetings import views as meeting_views
from plugins.regional_plans.plans import chart_views
from plugins.regional_plans.plans import views as plan_views
from plugins.regional_plans.referral import answer_views
from plugins.regional_plans.referral import views as referral_views
from plugins.regional_plans.report import views as report_views
from plugins.regional_plans.status import views as status_views
from plugins.regional_plans.views import bp

__all__ = [
    "action_views",
    "amendment_views",
    "answer_views",
    "api_bp",
    "board_views",
    "bp",
    "chart_views",
    "comparing_views",
    "group_views",
    "meeting_views",
    "minutes_views",
    "plan_views",
    "referral_views",
    "report_views",
    "status_views",
]
