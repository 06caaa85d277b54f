"""Rows for the tests of guidance."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.db import db
from core.regions.models import Region
from plugins.guidance.prospects.models import Horizon, Prospect
from plugins.guidance.texts import service
from plugins.guidance.texts.models import GuidanceText

GROUP = "5321"


def a_text(region: Region, **facts: Any) -> GuidanceText:
    """An easy text in Swedish on assistant nurses."""
    values = {
        "occupation_group": GROUP,
        "municipality_code": None,
        "language": "sv",
        "is_easy": True,
        "text": "Du hjälper människor.",
        **facts,
    }
    return service.save_text(region=region, text=None, facts=values)


def a_prospect(region: Region, **facts: Any) -> Prospect:
    """A forecast for five years, for the whole country."""
    values = {"occupation_group": GROUP, "horizon": Horizon.FIVE_YEARS, "rating": 5, "source": "Exempelmyndigheten",
              "published_on": date(2026, 6, 30), **facts}  # fmt: skip
    made = Prospect(region_id=region.id, **values)
    db.session.add(made)
    db.session.flush()
    return made
