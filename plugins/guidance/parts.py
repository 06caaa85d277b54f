"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.guidance.pages import views as page_views
from plugins.guidance.prospects import views as prospect_views
from plugins.guidance.texts import views as text_views
from plugins.guidance.views import bp

__all__ = ["bp", "page_views", "prospect_views", "text_views"]
