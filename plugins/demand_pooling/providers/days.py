"""How long a mailed link works."""

from __future__ import annotations

from datetime import date, timedelta

LINK_DAYS = 90  # so long after the last day to answer does a mailed link show what was decided


def link_ends(answer_by: date) -> date:
    """The last day on which a mailed link works."""
    return answer_by + timedelta(days=LINK_DAYS)
