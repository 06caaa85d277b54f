"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.regional_plans.actions import views as action_views
from plugins.regional_plans.plans import views as plan_views
from plugins.regional_plans.views import bp

__all__ = ["action_views", "bp", "plan_views"]
