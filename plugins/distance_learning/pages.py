"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.distance_learning.centres import manage_views, room_views
from plugins.distance_learning.centres import views as centre_views
from plugins.distance_learning.cohorts import api as cohort_api
from plugins.distance_learning.cohorts import manage_views as cohort_views
from plugins.distance_learning.cohorts import public_views as interest_views
from plugins.distance_learning.exams import files as exam_files
from plugins.distance_learning.exams import manage_views as exam_desk
from plugins.distance_learning.exams import views as exam_views
from plugins.distance_learning.publishing import publish_views
from plugins.distance_learning.publishing import views as course_views
from plugins.distance_learning.rooms import views as booking_views
from plugins.distance_learning.statistics import views as statistics_views
from plugins.distance_learning.support import manage_views as support_desk
from plugins.distance_learning.support import views as support_views
from plugins.distance_learning.views import bp
from plugins.distance_learning.visiting import views as visit_views

__all__ = [
    "booking_views",
    "bp",
    "centre_views",
    "cohort_api",
    "cohort_views",
    "course_views",
    "exam_desk",
    "exam_files",
    "exam_views",
    "interest_views",
    "manage_views",
    "publish_views",
    "room_views",
    "statistics_views",
    "support_desk",
    "support_views",
    "visit_views",
]
