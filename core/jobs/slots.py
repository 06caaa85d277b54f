"""When a scheduled job is due. Pure functions of a clock, so that the odd hours of the year can be tested.

An interval's slots are multiples of it since 1970. A cron line means local time in Stockholm, as people read it:
a time that summer time skips fires right after the skip; a time that occurs twice fires the first time only. A line for every
hour (`*` in the hour's place) goes by elapsed time instead, so it fires in the repeated hour as well.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from croniter import croniter

from core.clock import SWEDEN

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(seconds=1)


def check(every: timedelta | str) -> None:
    """Refuse a schedule that cannot be understood.

    Raises:
        ValueError: says what is wrong with it.
    """
    if isinstance(every, timedelta):
        if every < _STEP:
            raise ValueError("an interval must be at least one second.")
    elif len(every.split()) != 5 or not croniter.is_valid(every):
        raise ValueError(f"'{every}' is not a cron line of five fields, such as '30 3 * * *' (every day at 03.30).")


def latest(every: timedelta | str, now: datetime) -> datetime:
    """The newest slot that is not after `now`, in UTC."""
    if isinstance(every, timedelta):
        return _EPOCH + ((now - _EPOCH) // every) * every
    here = now.astimezone(SWEDEN)
    wall = here.replace(tzinfo=None, fold=0, microsecond=0)
    slot: datetime = croniter(every, wall + _STEP).get_prev(datetime)  # get_prev() is strictly before
    if every.split()[1] == "*":
        return (slot - (here.utcoffset() or timedelta())).replace(tzinfo=UTC)
    found = slot.replace(tzinfo=SWEDEN).astimezone(UTC)
    skipped = found.astimezone(SWEDEN).replace(tzinfo=None) != slot
    return slot.replace(tzinfo=SWEDEN, fold=1).astimezone(UTC) if skipped else found
