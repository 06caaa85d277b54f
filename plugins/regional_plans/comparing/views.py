"""The page where the plans of regions that share are compared."""

from __future__ import annotations

from flask import render_template

from core.web.access import public
from core.web.limits import SEARCH, limiter
from plugins.regional_plans.actions import words
from plugins.regional_plans.comparing.queries import compare
from plugins.regional_plans.views import bp


@bp.get("/compare")
@public("GET")
@limiter.limit(SEARCH)
def compare_plans() -> str:
    """Plans in force, side by side: approved plans are public, and a region says itself with whom it shares."""
    return render_template("regional_plans/comparing/compare.html", found=compare(), words=words)
