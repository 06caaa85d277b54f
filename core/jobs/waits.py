"""How long a failed job waits before its next try."""

from __future__ import annotations

from datetime import timedelta

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(attempts: int) -> timedelta:
    """The wait after that many failures: twice as long each time, up to an hour."""
    factor: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_WAIT * factor, LONGEST_WAIT)
