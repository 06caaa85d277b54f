"""Which day it is where the educations are: dates in the catalogue are Swedish dates."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from core.db import utcnow

ZONE = ZoneInfo("Europe/Stockholm")
# Stands for "no date" in columns that lists are sorted by, so that what has no date comes last on every database.
NO_DATE = date(9999, 12, 31)


def today() -> date:
    """The day it is in Sweden."""
    return utcnow().astimezone(ZONE).date()
