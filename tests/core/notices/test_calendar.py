"""Calendars: the same items give the same bytes, in Stockholm's time, to whoever has the address and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from core.db import atomic
from core.notices import calendar
from core.plugins.declarations import CalendarItem
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User

CHANGED = datetime(2026, 10, 1, 12, tzinfo=UTC)
DAY = CalendarItem("x:thing:1:closes", "Sista dagen; att, svara\nhär", date(2026, 11, 24), CHANGED, url="/r/norr/x")
HOUR = CalendarItem(
    "x:thing:2:meets", "Möte", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), CHANGED, end=datetime(2026, 10, 25, 3, tzinfo=UTC)
)


def read(body: bytes) -> Calendar:
    found = Calendar.from_ical(body)
    assert isinstance(found, Calendar)
    return found


def test_a_day_is_a_day_and_its_text_is_kept(north: Region) -> None:
    (event,) = read(calendar.write("Norr", [(north, DAY)])).events
    assert (date(2026, 11, 24), date(2026, 11, 25)) == (event.DTSTART, event.DTEND)
    assert str(event["SUMMARY"]) == "Sista dagen; att, svara\nhär"
    assert str(event["UID"]) == "x:thing:1:closes@samkraft"
    assert str(event["URL"]) == "http://127.0.0.1:8000/r/norr/x"


@pytest.mark.requirement("R14")
def test_a_time_is_stockholm_s_with_its_rules_for_summer_time(north: Region) -> None:
    """The meeting begins in the hour that comes twice: 01.30 UTC is the second 02.30."""
    found = read(calendar.write("Norr", [(north, HOUR)]))
    (event,) = found.events
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert [str(zone["TZID"]) for zone in found.timezones] == ["Europe/Stockholm"]
    assert datetime(2026, 10, 25, 3, tzinfo=UTC) == event.DTEND


def test_the_same_items_give_the_same_bytes_and_a_change_a_higher_sequence(north: Region) -> None:
    first = calendar.write("Norr", [(north, DAY), (north, HOUR)])
    assert calendar.write("Norr", [(north, HOUR), (north, DAY)]) == first
    later = calendar.write("Norr", [(north, replace(DAY, updated=CHANGED + timedelta(minutes=1), start=date(2026, 11, 30)))])
    (before,) = (e for e in read(first).events if "thing:1" in e["UID"])
    (after,) = read(later).events
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"] < 2**31


def test_what_several_regions_have_stands_once_and_there_is_a_limit(north: Region, make: Factory) -> None:
    south = make.region("soder")
    assert len(read(calendar.write("x", [(north, DAY), (south, DAY)])).events) == 1
    many = [(north, replace(DAY, uid=f"x:thing:{n}:closes", summary="x" * 5000)) for n in range(calendar.MAX_ITEMS + 5)]
    body = calendar.write("x", many)
    assert body.count(b"BEGIN:VEVENT") == calendar.MAX_ITEMS
    assert len(body) < 2_000_000


@pytest.fixture
def feed(app: Flask, strategist: User, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of the strategist's calendar, made on the page; in it one day for signed-in people, and another for everybody."""

    def items(region: Region, user: User | None) -> Sequence[CalendarItem]:
        return [DAY] if user is not None else [replace(DAY, uid="x:public")]

    monkeypatch.setattr(calendar, "items", items)
    browser = Browser(app).sign_in(strategist).get("/notices/settings").submit(to="/notices/calendar")
    address = browser.page.partition("<code>")[2].partition("</code>")[0]
    assert "/calendar/" in address
    assert address not in browser.get("/notices/settings").page  # shown once
    return address[address.index("/calendar/") :]


def test_the_address_works_without_signing_in_and_says_when_nothing_has_changed(app: Flask, feed: str) -> None:
    stranger = Browser(app).client
    answer = stranger.get(feed)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert [str(e["UID"]) for e in read(answer.data).events] == ["x:thing:1:closes@samkraft"]
    assert stranger.get(feed, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "private" in answer.headers["Cache-Control"]


def test_a_new_address_ends_the_old_one_and_removal_ends_it(app: Flask, strategist: User, feed: str) -> None:
    stranger = Browser(app).client
    browser = Browser(app).sign_in(strategist).get("/notices/settings").submit(to="/notices/calendar")
    renewed = browser.page.partition("<code>")[2].partition("</code>")[0]
    assert stranger.get(feed).status_code == 404
    assert stranger.get(renewed).status_code == 200
    browser.get("/notices/settings").submit(to="/notices/calendar/remove")
    assert stranger.get(renewed).status_code == 404


def test_a_closed_account_s_address_ends(app: Flask, strategist: User, feed: str) -> None:
    with atomic():
        strategist.active = False
    assert Browser(app).client.get(feed).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 3000, "%00"])
def test_a_guessed_address_is_not_found(app: Flask, feed: str, token: str) -> None:
    assert Browser(app).client.get(f"/calendar/{token}.ics").status_code in (400, 404)


def test_the_region_s_calendar_shows_what_everybody_may_see(app: Flask, feed: str) -> None:
    answer = Browser(app).client.get("/r/norr/calendar.ics")
    assert [str(e["UID"]) for e in read(answer.data).events] == ["x:public@samkraft"]
