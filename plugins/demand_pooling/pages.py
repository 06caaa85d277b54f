"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.demand_pooling.api import bp as api_bp
from plugins.demand_pooling.providers import answer_views
from plugins.demand_pooling.providers import api as provider_api
from plugins.demand_pooling.providers import views as provider_views
from plugins.demand_pooling.runs import centre_views
from plugins.demand_pooling.runs import views as plan_views
from plugins.demand_pooling.views import bp
from plugins.demand_pooling.work import views as work_views

__all__ = [
    "answer_views",
    "api_bp",
    "bp",
    "centre_views",
    "plan_views",
    "provider_api",
    "provider_views",
    "work_views",
]
