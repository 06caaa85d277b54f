"""Days as people here count them: what is due on the 24th is due until midnight in Stockholm."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.db import utcnow

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LINK_DAYS = 90  # so long after the last day to answer does a mailed link show what was decided


def today() -> date:
    """The day it is in Sweden."""
    return utcnow().astimezone(STOCKHOLM).date()


def link_ends(answer_by: date) -> date:
    """The last day on which a mailed link works."""
    return answer_by + timedelta(days=LINK_DAYS)
