"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.guidance.adapted import editing as adapted_editing
from plugins.guidance.adapted import views as adapted_views
from plugins.guidance.employers import views as employer_views
from plugins.guidance.modules import keep_views as module_keep_views
from plugins.guidance.modules import own_views as module_own_views
from plugins.guidance.modules import views as module_views
from plugins.guidance.pages import views as page_views
from plugins.guidance.prospects import views as prospect_views
from plugins.guidance.texts import views as text_views
from plugins.guidance.views import bp
from plugins.guidance.visits import views as visit_views
from plugins.guidance.workspace import views as workspace_views

__all__ = [
    "adapted_editing",
    "adapted_views",
    "bp",
    "employer_views",
    "module_keep_views",
    "module_own_views",
    "module_views",
    "page_views",
    "prospect_views",
    "text_views",
    "visit_views",
    "workspace_views",
]
