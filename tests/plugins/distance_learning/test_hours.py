"""Opening hours: as people write them, and whether it is open now, on the wall clock of Sweden."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.clock import SWEDEN
from core.i18n import speaking
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.distance_learning.centres import hours, words

from .made import a_centre

WEEK = [{"day": day, "opens": "08:00", "closes": "16:30"} for day in range(5)] + [{"day": 1, "opens": "18:00", "closes": "20:00"}]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8-16.30", [("08:00", "16:30")]),
        ("08:00–12:00, 13–17", [("08:00", "12:00"), ("13:00", "17:00")]),
        ("13-17 och 8-12", [("08:00", "12:00"), ("13:00", "17:00")]),
        ("kl. 8 - 16", [("08:00", "16:00")]),
        ("16-24", [("16:00", "24:00")]),
        ("", []),
        ("Stängt", []),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: list[tuple[str, str]]) -> None:
    assert hours.parse_day(text) == spans


@pytest.mark.parametrize("text", ["8", "16-8", "8-12, 11-13", "25-26", "8-16.75", "hela dagen", "1-2,3-4,5-6,7-8", "24.30-25"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(hours.HoursError):
        hours.parse_day(text)


def test_what_is_written_is_read_back() -> None:
    week = {0: hours.parse_day("8-12, 13-17"), 6: hours.parse_day("10–14")}
    kept = hours.stored(week)
    assert hours.by_day(kept) == [[("08:00", "12:00"), ("13:00", "17:00")], [], [], [], [], [], [("10:00", "14:00")]]
    assert [hours.parse_day(hours.written(spans)) for spans in hours.by_day(kept)] == hours.by_day(kept)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 24, 8, 0), "Öppet nu, till kl. 16.30"),
        (datetime(2026, 11, 24, 16, 29), "Öppet nu, till kl. 16.30"),
        (datetime(2026, 11, 24, 16, 30), "Stängt nu. Öppnar i dag kl. 18.00"),
        (datetime(2026, 11, 24, 20, 0), "Stängt nu. Öppnar i morgon kl. 08.00"),
        (datetime(2026, 11, 27, 17, 0), "Stängt nu. Öppnar måndag kl. 08.00"),
        (datetime(2026, 12, 23, 12, 0), "Stängt nu. Öppnar 4 januari 2027 kl. 08.00"),
    ],
)
def test_it_says_whether_it_is_open_and_when_it_opens(make: Factory, moment: datetime, said: str) -> None:
    region = make.region()
    with make.inside(region), speaking("sv"):
        centre = a_centre(region, opening_hours=WEEK, closures=[{"first": "2026-12-23", "last": "2027-01-03", "reason": "Jul"}])
        assert words.open_state(centre, moment.replace(tzinfo=SWEDEN)) == said


def test_the_wall_clock_counts_not_that_of_the_server() -> None:
    """At 06.30 UTC it is 08.30 in summer and 07.30 in winter."""
    summer = datetime(2026, 7, 1, 6, 30, tzinfo=UTC).astimezone(SWEDEN)
    winter = datetime(2026, 12, 2, 6, 30, tzinfo=UTC).astimezone(SWEDEN)
    assert [hours.state(WEEK, [], moment).is_open for moment in (summer, winter)] == [True, False]


def test_closures_and_silence() -> None:
    moment = datetime(2026, 11, 24, 9, 0, tzinfo=SWEDEN)
    closed = hours.state(WEEK, [{"first": "2026-11-24", "last": "2026-11-24", "reason": "Studiedag"}], moment)
    assert (closed.is_open, closed.closure) == (False, hours.Closure(date(2026, 11, 24), date(2026, 11, 24), "Studiedag"))
    assert closed.next_opens == datetime(2026, 11, 25, 8, 0, tzinfo=SWEDEN)
    assert hours.state([], [], moment).known is False
    assert hours.state(WEEK, [{"first": "2026-11-01", "last": "2027-12-31", "reason": ""}], moment).next_opens is None


def test_the_week_stands_day_by_day(make: Factory) -> None:
    region: Region = make.region()
    with make.inside(region), speaking("sv"):
        centre = a_centre(region, opening_hours=WEEK)
        rows = words.hours_rows(centre)
    assert rows[1] == ("Tisdag", "08.00–16.30, 18.00–20.00")
    assert rows[6] == ("Söndag", "Stängt")
