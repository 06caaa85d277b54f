"""Dates moved to another term: half a year or a year on, the same day of the week, and never to a start in the middle of a holiday."""

from __future__ import annotations

from datetime import date, timedelta

HALF, YEAR = 26, 52


def in_holiday(day: date) -> bool:
    """Whether nothing starts then: midsummer to the tenth of August, and around Christmas."""
    return (6, 15) <= (day.month, day.day) <= (8, 10) or (day.month, day.day) >= (12, 18) or (day.month, day.day) <= (1, 6)


def weeks_on(start: date | None, weeks: int, today: date) -> int:
    """How many weeks to move an occasion, so that it starts in the term that is meant.

    Args:
        start: Its first day; without one it moves by the weeks alone.
        weeks: `HALF` or `YEAR`. More of the same is added until the start lies ahead.
    """
    if start is None:
        return weeks
    moved = weeks
    while start + timedelta(weeks=moved) <= today:
        moved += weeks
    while in_holiday(start + timedelta(weeks=moved)):
        moved += 1
    return moved


def shifted(day: date | None, weeks: int) -> date | None:
    """The same day of the week, some weeks on."""
    return day + timedelta(weeks=weeks) if day else None
