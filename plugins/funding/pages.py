"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.funding.attendance import certificate_views, register_views
from plugins.funding.attendance import views as attendance_views
from plugins.funding.calls import views as call_views
from plugins.funding.ideas import views as idea_views
from plugins.funding.indicators_common import views as indicator_views
from plugins.funding.monthly import column_views
from plugins.funding.monthly import views as month_views
from plugins.funding.participants import views as participant_views
from plugins.funding.projects import views as project_views
from plugins.funding.registration import public_views as join_views
from plugins.funding.registration import views as registration_views
from plugins.funding.views import bp

__all__ = [
    "attendance_views",
    "bp",
    "call_views",
    "certificate_views",
    "column_views",
    "idea_views",
    "indicator_views",
    "join_views",
    "month_views",
    "participant_views",
    "project_views",
    "register_views",
    "registration_views",
]
