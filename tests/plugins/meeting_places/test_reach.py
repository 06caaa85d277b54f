"""How many the meetings have reached: each person once, also over five regions, and the same figures on the page and in the file."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest

from core.db import atomic, utcnow
from core.organisations.models import OrganisationKind
from core.regions.models import Region
from core.regions.queries import municipalities
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.meeting_places.meetings.models import MeetingStatus
from plugins.meeting_places.meetings.models import MeetingTheme as Link
from plugins.meeting_places.statistics import tables
from plugins.meeting_places.statistics.figures import Span, figures, leading, public_figures

from .made import a_meeting, a_theme, somebody, was_there

FIVE = {"uppsala": "0380", "vastmanland": "1980", "orebro": "1880", "sormland": "0480", "ostergotland": "0580"}
KINDS = (OrganisationKind.MUNICIPALITY, OrganisationKind.AGENCY, OrganisationKind.UNIVERSITY)
ROLES = ("counsellor", "teacher")


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["meeting_places"])


def there(meeting: Any, email: str, hours: float = 2.0, **facts: Any) -> None:
    person, _token = somebody(meeting, email, **facts)
    was_there(person, hours)


def of(region: Region, axis: str) -> list[tuple[str, int]]:
    return next(list(table.rows) for table in figures(region).tables if table.axis == axis)


def test_three_hundred_registrations_over_five_regions_are_two_hundred_people(make: Factory, browser: Browser) -> None:
    """Sixty in each of five regions; forty of each sixty are there only, and the same twenty come in every region."""
    both = make.region("ostra", plugins=["meeting_places"], municipalities=[])
    for slug, code in FIVE.items():
        member = make.region(slug, plugins=["meeting_places"], municipalities=[code])
        make.share(member, both, "meeting_places")
        with make.inside(member), atomic():
            meeting = a_meeting(member, days=-1)
            for number in range(60):
                email = f"Resande{number}@Test.samkraft.example" if number < 20 else f"{slug}-{number}@test.samkraft.example"
                facts = {"organisation_kind": KINDS[number % 3], "municipality_code": code, "role": ROLES[number % 2]}
                there(meeting, email, 1.5, **facts)
    stranger = make.region("skane", plugins=["meeting_places"], municipalities=["1280"])
    with make.inside(stranger), atomic():
        there(a_meeting(stranger, days=-1), "nagon.annan@test.samkraft.example", municipality_code="1280")
    make.forget()
    with make.inside(both, "meeting_places"):
        found = figures(both)
        assert (found.reached, found.registered, found.meetings, found.attended, found.hours) == (220, 220, 5, 300, 450.0)
        assert sum(number for _name, number in of(both, "kind")) == 220
        assert sum(number for _name, number in of(both, "role")) == 220
        assert sorted(number for _name, number in of(both, "region")) == [60] * 5  # who was in five regions stands in five rows
        assert dict(of(both, "municipality"))["Uppsala"] in (40, 60)
        told, _names = public_figures()
        assert told is not None
        assert told.whole.people == 220
    with make.inside(make_member := make.region("tom", plugins=["meeting_places"]), "meeting_places"):
        assert figures(make_member).reached == 0
    browser.sign_in(make.user(both, "strategist"))
    text = browser.get("/r/ostra/meeting-places/statistics").text
    assert "220 av 2" in text
    answer = browser.get("/r/ostra/meeting-places/statistics.csv").response
    assert answer is not None
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    with make.inside(both, "meeting_places"):
        assert [[str(cell).replace(".", ",") for cell in row] for row in rows[1:]] == [
            [str(cell).replace(".", ",") for cell in row] for row in tables.flat(figures(both))
        ]


def test_who_only_registered_or_whose_meeting_was_cancelled_is_not_reached(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        held, cancelled = a_meeting(region, days=-1), a_meeting(region, days=-1, status=MeetingStatus.CANCELLED)
        somebody(held, "a@test.samkraft.example")
        there(held, "b@test.samkraft.example")
        there(cancelled, "c@test.samkraft.example")
        found = figures(region)
        assert (found.reached, found.registered, found.meetings) == (1, 2, 1)


def test_somebody_counts_as_what_they_said_last(make: Factory, region: Region) -> None:
    home, away = (each.code for each in municipalities(region)[:2])
    with make.inside(region), atomic():
        there(a_meeting(region, days=-20), "a@test.samkraft.example", municipality_code=home, role="teacher")
        there(a_meeting(region, "Ett till", days=-1), "A@test.samkraft.example ", municipality_code=away, role="head")
        assert of(region, "role") == [("Rektor eller chef", 1)]
        assert [number for _name, number in of(region, "municipality")] == [1]
        assert figures(region).attended == 2


def test_a_person_in_two_themes_stands_in_both_and_once_in_the_whole(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1)
        for name in ("Språkstöd", "Validering"):
            meeting.region_id = region.id
            theme = a_theme(region, name)
            from core.db import db

            db.session.add(Link(region_id=region.id, meeting_id=meeting.id, theme_id=theme.id))
        there(meeting, "a@test.samkraft.example")
        assert of(region, "theme") == [("Språkstöd", 1), ("Validering", 1)]
        assert figures(region).reached == 1


def test_months_without_anybody_stand_in_the_line_too(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        there(a_meeting(region, days=-95), "a@test.samkraft.example")
        there(a_meeting(region, "Ett till", days=-1), "b@test.samkraft.example")
        months = figures(region).months
        assert len(months) in (4, 5)
        assert (months[0][1:], months[-1][1:]) == ((1, 1), (1, 2))
        assert [new for _month, new, _so_far in months[1:-1]] == [0] * (len(months) - 2)


def test_the_days_that_are_looked_at(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        there(a_meeting(region, days=-400), "a@test.samkraft.example")
        there(a_meeting(region, "Ett till", days=-1), "b@test.samkraft.example")
        assert figures(region, Span(first=date(utcnow().year - 3, 1, 1))).reached == 2
        last_year = utcnow().date().replace(day=1).replace(year=utcnow().year - 1)
        assert figures(region, Span(last=last_year)).reached == 1
    browser.sign_in(make.user(region, "strategist"))
    text = browser.get("/r/norr/meeting-places/statistics?first=2026-05-01&last=2026-04-01").text
    assert "Den sista dagen kan inte vara före den första." in text


def test_two_people_are_told_nobody(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1)
        for number in range(2):
            there(meeting, f"p{number}@test.samkraft.example", organisation_kind=KINDS[0])
        assert public_figures()[0] is None
        assert list(tables.open_data(region)[0].rows()) == []
        assert tables.report_sections(region, utcnow().year) == []
    assert "För få för att visas" in browser.get("/r/norr/meeting-places/reached").text


def test_the_few_hide_among_others_in_what_everybody_sees(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1)
        for number in range(9):
            kind = KINDS[0] if number < 6 else KINDS[1] if number < 8 else KINDS[2]
            there(meeting, f"p{number}@test.samkraft.example", organisation_kind=kind)
        told, names = public_figures()
        assert told is not None
        assert {names[value]: total.people for value, total in told.totals["kind"].items()} == {
            "Kommun": 6,
            "Övriga, för få var för sig": 3,
        }


def test_the_yearly_report_has_the_true_figures(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        meeting = a_meeting(region, days=-1)
        for number in range(7):
            there(meeting, f"p{number}@test.samkraft.example", organisation_kind=KINDS[number % 2], role="teacher")
        year = figures(region).months[-1][0][:4]
        [section] = tables.report_sections(region, int(year))
        assert f"Under {year} var 7 personer med på minst ett av 1 möten." in str(section.paragraphs[0])
        assert [row for _title, _header, rows in section.tables for row in rows] == [["Kommun", 4], ["Myndighet", 3]]


def test_the_page_costs_the_same_for_few_and_many_and_is_for_those_who_may(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "employer_representative"))
    assert browser.get("/r/norr/meeting-places/statistics").status == 403


def test_what_leads_is_said_only_of_what_has_a_name_and_leads() -> None:
    assert leading([("Övriga, för få var för sig", 78), ("Kommun", 3), ("Region", 1)]) == "Flest: Kommun, 3 personer."
    assert leading([("Kommun", 1), ("Region", 1)]) == "Flest: Kommun, Region, 1 person var."
    assert leading([(name, 30) for name in "abcd"]) == "Flera har lika många, 30 personer var."
    assert leading([("Inte sagt", 4)]) == ""
