"""The clock of a period: Swedish days, whatever the server's are."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.db import utcnow

SWEDEN = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """Now, as the clocks at the workplaces says."""
    return utcnow().astimezone(SWEDEN)


def today() -> date:
    """The day it is in Sweden."""
    return now().date()
