"""Figures per centre and term: true, and silent about one or two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.db import atomic, db, utcnow
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.distance_learning.cohorts.models import Cohort, CohortOutcome
from plugins.distance_learning.exams.models import Attendance
from plugins.distance_learning.statistics import tables
from plugins.distance_learning.statistics.figures import figures, term_name, term_of
from plugins.distance_learning.visiting.models import VisitStatus

from .made import a_centre, a_course
from .visits import a_room, a_slot, an_exam, monday


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["distance_learning"])
    with make.inside(made, "distance_learning"), atomic():
        yield made


def written(region: Region, places: list[tuple[str, str, int]]) -> None:
    """Examinations that have been written: centre, home, how many people."""
    for name, home, people in places:
        centre = a_centre(region, name)
        for number in range(people):
            slot = a_slot(a_room(centre), starts_at=monday(weeks=-1))
            email = f"{centre.id}-{home}-{number}@test.samkraft.example"
            an_exam(centre, slot, email=email, municipality_code=home, status=VisitStatus.BOOKED)


def of(region: Region, measure: str) -> dict[str, list[list[object]]]:
    found = next(each for each in figures(region) if each.measure == measure)
    return {table.title: [list(row) for row in table.rows] for table in tables.shown(found)}


def test_two_people_are_told_nobody(region: Region) -> None:
    written(region, [("Norr", "2417", 2)])
    assert of(region, "exams") == {}
    assert [row for row in tables.flat(region) if row[0] == "Har skrivit tentamen"] == []


def test_many_are_told_truly_and_the_few_hide_among_others(region: Region) -> None:
    written(region, [("Norr", "2417", 9), ("Väst", "2481", 7), ("Öst", "2482", 2)])
    told = of(region, "exams")
    assert told["Alla"] == [["Har skrivit tentamen", 18]]
    assert sorted(map(tuple, told["Per lärcentrum"])) == [("Norr", 9), ("Övriga, för få var för sig", 9)]
    assert not any(cell in (1, 2) for row in tables.flat(region) for cell in row)


def test_one_person_with_many_exams_is_one(region: Region) -> None:
    centre = a_centre(region)
    for _number in range(5):
        an_exam(centre, a_slot(a_room(centre), starts_at=monday(weeks=-1)), status=VisitStatus.BOOKED)
    assert of(region, "exams") == {}


def test_who_did_not_come_or_has_not_written_yet_is_not_counted(region: Region) -> None:
    centre = a_centre(region)
    past, coming = a_slot(a_room(centre), starts_at=monday(weeks=-1)), a_slot(a_room(centre))
    for number in range(4):
        an_exam(centre, past, email=f"a{number}@test.samkraft.example", status=VisitStatus.BOOKED)
        an_exam(centre, coming, email=f"b{number}@test.samkraft.example", status=VisitStatus.BOOKED)
    an_exam(centre, past, email="c@test.samkraft.example", status=VisitStatus.BOOKED, attendance=Attendance.ABSENT)
    assert of(region, "exams")["Alla"] == [["Har skrivit tentamen", 4]]


def test_those_who_did_not_complete_are_not_found_by_taking_away(region: Region) -> None:
    """Nine started and eight completed: told side by side, everybody would know that one did not."""
    centre = a_centre(region)
    course = a_course(region, centre, published_at=utcnow())
    cohort = Cohort(region_id=region.id, course_id=course.id, started_at=utcnow())
    db.session.add(cohort)
    db.session.flush()
    outcome = CohortOutcome(region_id=region.id, cohort_id=cohort.id, centre_id=centre.id, started=9, completed=8)
    db.session.add(outcome)
    db.session.flush()
    assert of(region, "started") == {"Alla": [["Har börjat en kurs", 9]]}
    outcome.completed = 5
    db.session.flush()
    assert dict(map(tuple, of(region, "started")["Per hur det gick"])) == {"Fullföljde": 5, "Fullföljde inte, eller läser än": 4}
    assert tables.course_table(region).rows == [["Lärcentrum Norr", 1]]


def test_terms_have_names() -> None:
    assert [term_name(term_of(monday().replace(month=month, year=2026).date())) for month in (1, 6, 7)] == [
        "Våren 2026",
        "Våren 2026",
        "Hösten 2026",
    ]
