"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.meeting_places.attendance import list_views as attendance_lists
from plugins.meeting_places.attendance import views as attendance_views
from plugins.meeting_places.exchange import manage_views as exchange_desk
from plugins.meeting_places.exchange import views as exchange_views
from plugins.meeting_places.feedback import views as feedback_views
from plugins.meeting_places.feeds import views as feed_views
from plugins.meeting_places.meetings import manage_views as meeting_desk
from plugins.meeting_places.meetings import views as meeting_views
from plugins.meeting_places.registration import manage_views as registration_desk
from plugins.meeting_places.registration import views as registration_views
from plugins.meeting_places.series import manage_views as series_desk
from plugins.meeting_places.series import views as series_views
from plugins.meeting_places.solutions import manage_views as solution_desk
from plugins.meeting_places.solutions import views as solution_views
from plugins.meeting_places.statistics import views as statistics_views
from plugins.meeting_places.views import bp

__all__ = [
    "attendance_lists",
    "attendance_views",
    "bp",
    "exchange_desk",
    "exchange_views",
    "feed_views",
    "feedback_views",
    "meeting_desk",
    "meeting_views",
    "registration_desk",
    "registration_views",
    "series_desk",
    "series_views",
    "solution_desk",
    "solution_views",
    "statistics_views",
]
