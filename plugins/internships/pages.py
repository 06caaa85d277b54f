"""All modules with pages, so that their addresses are on the plugin's blueprint. One line per module."""

from __future__ import annotations

from plugins.internships import start_views
from plugins.internships.after import link_views
from plugins.internships.after import views as after_views
from plugins.internships.agreements import views as agreement_views
from plugins.internships.applicants import about_views, mine_views, self_found_views
from plugins.internships.applicants import views as applicant_views
from plugins.internships.applicants.api import bp as api_bp
from plugins.internships.kinds import views as kind_views
from plugins.internships.offers import again_views, supervisor_views
from plugins.internships.offers import api as offer_api
from plugins.internships.offers import views as offer_views
from plugins.internships.periods import cap_views
from plugins.internships.periods import views as period_views
from plugins.internships.placements import answer_views, change_views, repair_views
from plugins.internships.placements import api as placement_api
from plugins.internships.placements import views as placement_views
from plugins.internships.requests import reply_views
from plugins.internships.requests import views as request_views
from plugins.internships.rounds import pin_views
from plugins.internships.rounds import views as round_views
from plugins.internships.views import bp

__all__ = [
    "about_views",
    "after_views",
    "again_views",
    "agreement_views",
    "answer_views",
    "api_bp",
    "applicant_views",
    "bp",
    "cap_views",
    "change_views",
    "kind_views",
    "link_views",
    "mine_views",
    "offer_api",
    "offer_views",
    "period_views",
    "pin_views",
    "placement_api",
    "placement_views",
    "repair_views",
    "reply_views",
    "request_views",
    "round_views",
    "self_found_views",
    "start_views",
    "supervisor_views",
]
