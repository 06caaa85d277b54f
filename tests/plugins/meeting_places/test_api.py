"""Meetings and solutions for other systems."""

from __future__ import annotations

import pytest
from flask import Flask

from core.db import atomic, db
from core.encrypted import seal
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.meetings.models import Access, ProgrammeSession

from .made import a_meeting, a_solution

AT = "/api/v1/regions/norr/meeting-places"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["meeting_places"])


def test_meetings_and_their_programme_are_read_by_anybody(app: Flask, make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region)
        seal(meeting, "join_link", "https://mote.example/hemlig")
        closed = a_meeting(region, "Inbjudna", access=Access.INVITED)
        part = ProgrammeSession(
            region_id=region.id, meeting_id=meeting.id, title="Inledning", starts_at=meeting.starts_at, ends_at=meeting.ends_at, track="A"
        )
        db.session.add(part)
    caller = Browser(app)
    listed = caller.call("GET", f"{AT}/meetings").get_json()
    assert [each["title"] for each in listed["items"]] == ["Lärande på distans"]
    one = caller.call("GET", f"{AT}/meetings/{meeting.id}")
    assert [each["title"] for each in one.get_json()["programme"]] == ["Inledning"]
    assert "hemlig" not in one.get_data(as_text=True)
    assert caller.call("GET", f"{AT}/meetings/{closed.id}").status_code == 404


def test_a_token_writes_for_its_own_organisation_and_waits_for_the_region(app: Flask, make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        a_solution(region)
    mine = make.organisation(region)
    caller = Browser(app, token=make.token(region, "meeting_places.solution.write", organisation=mine))
    body = {"title": "Lånehandledare", "what": "Vi lånar handledare av varandra.", "submit": True}
    made = caller.call("POST", f"{AT}/solutions", body)
    assert (made.status_code, made.get_json()["status"], made.get_json()["organisation"]) == (201, "waiting", mine.name)
    assert [each["title"] for each in caller.call("GET", f"{AT}/solutions").get_json()["items"]] == ["Handledare på distans"]
    assert caller.call("GET", f"{AT}/solutions/{made.get_json()['id']}").status_code == 404
    assert caller.call("POST", f"{AT}/solutions", {**body, "organisation_id": 999_999}).status_code == 422
    assert caller.call("POST", f"{AT}/solutions", {"title": "x"}).status_code == 422
    assert Browser(app).call("POST", f"{AT}/solutions", body).status_code == 401


def test_the_contact_is_told_nobody(app: Flask, make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        shown = a_solution(region)
    text = Browser(app).call("GET", f"{AT}/solutions/{shown.id}").get_data(as_text=True)
    assert "Handledare på distans" in text
    assert "kontakt@test.samkraft.example" not in text
