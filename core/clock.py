"""Which day and time it is for those who use the system: Swedish time, whatever the server's clock says.

Points in time are stored in UTC (`core.db.utcnow`). Days are what people mean by them: what is due on the 24th is due until midnight in
Stockholm, and an answer given at half past midnight was given on the new day.
"""

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
