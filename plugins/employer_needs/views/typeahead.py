"""What the form's text fields ask while somebody types. Public, because the form is; the answers hold nobody's data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import jsonify, request

from core.web.access import public
from core.web.context import current_region
from core.web.limits import SEARCH, limiter
from plugins.employer_needs import occupations
from plugins.employer_needs.views.blueprint import bp

MAX_QUERY = 200


def _asked() -> str:
    return request.args.get("q", "").strip()[:MAX_QUERY]


def _answer(choices: Sequence[occupations.Choice]) -> Any:
    return jsonify(items=[{"value": c.value, "label": c.label, "why": c.why} for c in choices])


@bp.get("/yrken")
@public("GET")
@limiter.limit(SEARCH)
def occupation_suggestions() -> Any:
    """Occupations and groups that a text may mean."""
    return _answer(occupations.suggestions(current_region(), _asked()))


@bp.get("/kompetenser")
@public("GET")
@limiter.limit(SEARCH)
def skill_suggestions() -> Any:
    """Skills that a text may mean."""
    return _answer(occupations.skill_suggestions(_asked()))
