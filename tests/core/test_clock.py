"""The day it is in Sweden, also when the server still lives in yesterday."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from core.clock import now, today

pytestmark = pytest.mark.requirement("R14")


@pytest.mark.parametrize(
    ("utc", "day", "wall"),
    [
        ("2026-11-22T22:59:59+00:00", date(2026, 11, 22), "23:59"),
        ("2026-11-22T23:00:00+00:00", date(2026, 11, 23), "00:00"),
        ("2026-07-01T22:00:00+00:00", date(2026, 7, 2), "00:00"),  # summer time
    ],
)
def test_the_day_begins_at_midnight_in_sweden(utc: str, day: date, wall: str) -> None:
    with time_machine.travel(datetime.fromisoformat(utc), tick=False):
        assert (today(), f"{now():%H:%M}") == (day, wall)
