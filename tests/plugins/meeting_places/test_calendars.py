"""Calendars to subscribe to: the same identity for good, cancelled meetings struck out, and no joining link."""

from __future__ import annotations

import pytest

from core.db import atomic, db, utcnow
from core.encrypted import seal
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingStatus, MeetingTheme

from .made import a_meeting, a_theme

AT = "/r/norr/meeting-places"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["meeting_places"])


def feed(browser: Browser, address: str) -> str:
    answer = browser.get(address).response
    assert answer is not None
    assert answer.mimetype == "text/calendar"
    return answer.get_data(as_text=True).replace("\r\n ", "")


def test_a_meeting_keeps_its_identity_and_is_struck_out_when_cancelled(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, "Lärande på distans")
        seal(meeting, "join_link", "https://mote.example/hemlig")
    before = feed(browser, f"{AT}/calendar.ics")
    uid = f"UID:meeting_places:meeting:{meeting.id}@samkraft"
    assert (uid in before, "SUMMARY:Lärande på distans" in before, "STATUS:CANCELLED" in before) == (True, True, False)
    assert "hemlig" not in before
    with make.inside(region), atomic():
        found = db.session.merge(meeting)
        found.status, found.cancelled_at, found.cancelled_reason = MeetingStatus.CANCELLED, utcnow(), "Talaren är sjuk."
    make.forget()
    after = feed(browser, f"{AT}/calendar.ics")
    assert (uid in after, "SUMMARY:Inställt: Lärande på distans" in after, "STATUS:CANCELLED" in after) == (True, True, True)
    assert "Talaren är sjuk." in after


def test_drafts_and_meetings_for_invited_stand_in_no_calendar(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_meeting(region, "Öppet")
        a_meeting(region, "Utkast", status=MeetingStatus.DRAFT, published_at=None)
        a_meeting(region, "Inbjudna", access=Access.INVITED)
        a_meeting(region, "Länge sedan", days=-200)
    text = feed(browser, f"{AT}/calendar.ics")
    assert [line for line in text.splitlines() if line.startswith("SUMMARY")] == ["SUMMARY:Öppet"]


def test_a_theme_has_its_own_calendar(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        theme, other = a_theme(region), a_theme(region, "Validering")
        meeting: Meeting = a_meeting(region, "Om språk")
        a_meeting(region, "Om annat")
        db.session.add(MeetingTheme(region_id=region.id, meeting_id=meeting.id, theme_id=theme.id))
    assert [line for line in feed(browser, f"{AT}/calendar/{theme.id}.ics").splitlines() if line.startswith("SUMMARY")] == [
        "SUMMARY:Om språk"
    ]
    assert "SUMMARY" not in feed(browser, f"{AT}/calendar/{other.id}.ics")
    page = browser.get(f"{AT}/calendars")
    assert f"{AT}/calendar/{theme.id}.ics" in page.response.get_data(as_text=True)  # type: ignore[union-attr]


def test_a_theme_of_two_regions_stands_once_and_holds_the_meetings_of_both(make: Factory, region: Region, browser: Browser) -> None:
    other = make.region("granne", plugins=["meeting_places"])
    make.share(other, region, "meeting_places")
    numbers: list[int] = []
    for place, title in ((region, "Vårt möte"), (other, "Grannens möte")):
        with make.inside(place), atomic():
            theme, meeting = a_theme(place, "Validering"), a_meeting(place, title)
            db.session.add(MeetingTheme(region_id=place.id, meeting_id=meeting.id, theme_id=theme.id))
            numbers.append(theme.id)
    page = browser.get(f"{AT}/calendars").response.get_data(as_text=True)  # type: ignore[union-attr]
    assert page.count("/calendar/") == page.count(f"/calendar/{numbers[0]}.ics") > 0
    told = feed(browser, f"{AT}/calendar/{numbers[0]}.ics")
    assert [line for line in told.splitlines() if line.startswith("SUMMARY")] == ["SUMMARY:Vårt möte", "SUMMARY:Grannens möte"]


def test_another_regions_theme_is_not_found(make: Factory, region: Region, browser: Browser) -> None:
    south = make.region("soder", plugins=["meeting_places"], municipalities=["1280"])
    with make.inside(south), atomic():
        theme = a_theme(south)
    assert browser.get(f"{AT}/calendar/{theme.id}.ics").status == 404


def test_what_has_not_changed_is_not_sent_again(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        a_meeting(region)
    first = browser.get(f"{AT}/calendar.ics").response
    assert first is not None
    again = browser.client.get(f"{AT}/calendar.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
