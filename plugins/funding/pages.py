"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.funding.calls import views as call_views
from plugins.funding.projects import views as project_views
from plugins.funding.views import bp

__all__ = ["bp", "call_views", "project_views"]
