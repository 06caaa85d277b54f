"""Writing down attendance: found by name and organisation, ticked over several pages, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.attendance.models import AttendanceRecord, Signed
from plugins.funding.attendance.register_views import MOST, SIZE
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project

from .made import a_participant, a_project, hours


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


@pytest.fixture
def project(make: Factory, region: Region) -> Iterator[Project]:
    with make.inside(region), atomic():
        made = a_project(region)
        for at in range(SIZE + 4):
            a_participant(region, made, at, name=f"Demo {at:02d}", organisation="Söderskolan" if at % 17 == 0 else "Norrskolan")
    yield made


@pytest.fixture
def page(make: Factory, region: Region, project: Project, browser: Browser) -> Browser:
    browser.sign_in(make.user(region, "strategist"))
    return browser.get(f"/r/norr/funding/projects/{project.id}/attendance/new")


def offered(browser: Browser) -> int:
    return browser.page.count('name="people"')


def ticked(browser: Browser) -> list[str]:
    return [value for name, value in browser.form(having="day").fields if name == "chosen"]


def test_ticks_are_kept_over_pages_and_searches(make: Factory, region: Region, page: Browser) -> None:
    assert offered(page) == SIZE
    page.submit({"people": ["1", "2"], "hours": "2,5", "activity": "Studiebesök"}, having="day", button=("action", "next"))
    assert (offered(page), ticked(page)) == (4, ["1", "2"])
    page.submit({"people": ["33"], "organisation": "Söderskolan"}, having="day", button=("action", "search"))
    assert (offered(page), ticked(page)) == (1, ["1", "2", "33"])
    page.submit({"q": "Demo 17", "organisation": ""}, having="day", button=("action", "search"))
    page.submit(having="day", button=("action", "all"))
    assert ticked(page) == ["1", "2", "18", "33"]
    assert "Alla på sidan är valda" in page.text
    page.submit({"chosen": ["1", "18", "33"], "day": "2026-02-03", "by_leader": "y"}, having="day", button=("action", "save"))
    assert "Närvaron är sparad för 3 deltagare" in page.text
    make.forget()
    with make.inside(region):
        wanted = select(Participant.number, AttendanceRecord.hours, AttendanceRecord.activity, AttendanceRecord.signed)
        rows = db.session.execute(wanted.join(Participant, Participant.id == AttendanceRecord.participant_id).order_by(Participant.number))
        assert [tuple(row) for row in rows] == [(n, 2.5, "Studiebesök", Signed.LEADER) for n in (1, 18, 33)]


def test_what_is_wrong_is_told_and_ticks_stay(page: Browser) -> None:
    page.submit({"hours": "2"}, having="day", button=("action", "save"))
    assert (page.status, "Välj minst en deltagare" in page.text) == (422, True)
    page.submit({"people": ["3", "999", "x"], "hours": "många"}, having="day", button=("action", "save"))
    assert (page.status, ticked(page)) == (422, ["3"])
    assert dict(page.form(having="day").fields)["hours"] == "många"
    page.submit({"hours": "2", "day": "2025-01-01"}, having="day", button=("action", "save"))
    assert "inte med i projektet den dagen" in page.text
    assert ticked(page) == ["3"]


def test_too_many_are_told_and_who_has_hours_is_named_by_count(make: Factory, region: Region, project: Project, page: Browser) -> None:
    with make.inside(region), atomic():
        first = db.session.execute(select(Participant).order_by(Participant.id).limit(1)).scalar_one()
        hours(region, project, [first], date(2026, 2, 3))
    page.submit({"people": ["1", "2"], "hours": "2", "day": "2026-02-03"}, having="day", button=("action", "save"))
    assert "sparad för 1 deltagare" in page.text
    assert "1 hade redan timmar den dagen" in page.text
    address = f"/r/norr/funding/projects/{project.id}/attendance/new"
    page.get(f"{address}?ticked={'.'.join(str(n) for n in range(1, MOST + 5))}")
    page.submit(having="day", button=("action", "search"))
    assert page.status == 200
