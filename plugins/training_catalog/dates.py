"""What stands for "no date" in columns that lists are sorted by, so that what has no date comes last on every database."""

from __future__ import annotations

from datetime import date

NO_DATE = date(9999, 12, 31)
