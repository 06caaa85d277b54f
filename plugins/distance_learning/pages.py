"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.distance_learning.centres import manage_views, room_views
from plugins.distance_learning.centres import views as centre_views
from plugins.distance_learning.publishing import publish_views
from plugins.distance_learning.publishing import views as course_views
from plugins.distance_learning.views import bp

__all__ = ["bp", "centre_views", "course_views", "manage_views", "publish_views", "room_views"]
