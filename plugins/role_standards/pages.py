"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.role_standards import api
from plugins.role_standards.adoption import views as adoption_views
from plugins.role_standards.drafting import views as drafting_views
from plugins.role_standards.referral import answer_views
from plugins.role_standards.referral import views as referral_views
from plugins.role_standards.standards import draft_views
from plugins.role_standards.standards import views as standard_views
from plugins.role_standards.titles import views as title_views
from plugins.role_standards.views import bp
from plugins.role_standards.watching import views as watching_views

__all__ = [
    "adoption_views",
    "answer_views",
    "api",
    "bp",
    "draft_views",
    "drafting_views",
    "referral_views",
    "standard_views",
    "title_views",
    "watching_views",
]
