"""Days as people here count them: a round that closes on the 24th closes at midnight in Stockholm, not in UTC."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from core.db import utcnow

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def today() -> date:
    """The day it is in Sweden."""
    return utcnow().astimezone(STOCKHOLM).date()
