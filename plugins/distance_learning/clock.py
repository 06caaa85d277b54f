"""The clock of a learning centre: Swedish time, whatever the server's is."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.db import utcnow

SWEDEN = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """Now, as the clock on the wall says."""
    return utcnow().astimezone(SWEDEN)


def today() -> date:
    """The day it is in Sweden."""
    return now().date()
