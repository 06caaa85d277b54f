"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.demand_pooling.views import bp
from plugins.demand_pooling.work import views as work_views

__all__ = [
    "bp",
    "work_views",
]
