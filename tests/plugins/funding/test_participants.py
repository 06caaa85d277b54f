"""The register: numbers, doubles, protected identity, hours with history, months that are checked, frozen and corrected."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
import time_machine
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.imports.kind import Checked
from core.imports.models import ImportRow
from core.mailed_links import token_of
from core.notices.models import Notice
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.attendance import queries as attended
from plugins.funding.attendance import service as attendance
from plugins.funding.attendance.models import AttendanceRecord, Signed
from plugins.funding.monthly import queries as months
from plugins.funding.monthly import service as monthly
from plugins.funding.monthly.jobs import remind_of_months
from plugins.funding.participants import imports, numbers, queries, service
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project

from .made import a_participant, a_project, a_protected, hours, number, record_of

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


@pytest.fixture
def project(make: Factory, region: Region) -> Iterator[Project]:
    with make.inside(region), atomic():
        made = a_project(region)
    yield made


@pytest.mark.parametrize(
    ("written", "digits", "woman"),
    [("19121212-1212", "191212121212", False), ("121212-1212", "201212121212", False), ("121212+1212", "191212121212", False),
     ("191212121212", "191212121212", False), (" 19121272-1219 ", "191212721219", False)],
)  # fmt: skip
def test_numbers_as_people_write_them(make: Factory, region: Region, written: str, digits: str, woman: bool) -> None:
    found = numbers.read(written)
    assert (found.digits, found.is_woman) == (digits, woman)


@pytest.mark.parametrize("written", ["", "19121212", "19121212-1213", "19121312-1212", "21121212-1212", "abc", "1912121212121212"])
def test_what_is_no_number(make: Factory, region: Region, written: str) -> None:
    with pytest.raises(DomainError) as told:
        numbers.read(written)
    assert told.value.field == "personal_number"


def test_the_number_stands_encrypted_and_the_same_twice_is_refused(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        person = a_participant(region, project)
        digits = number(1980).replace("-", "")
        assert digits not in person.personal_number
        assert digits not in (person.number_digest or "")
        with pytest.raises(Conflict, match="som deltagare 1"):
            a_participant(region, project, name="Någon annan")
        other = a_project(region, title="Annat projekt")
        assert a_participant(region, other).number == 1
        assert service.show_number(region=region, project=project, participant=person) == number(1980)
        shown = db.session.execute(select(AuditEntry).where(AuditEntry.action == "funding.participant.number_shown")).scalars().all()
        assert len(shown) == 1
        assert digits not in repr(shown[0].detail)


def test_who_is_protected_has_no_number_and_no_name_in_lists(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    with make.inside(region), atomic():
        person = a_protected(region, project)
        assert (person.personal_number, person.number_digest, person.sort_key) == ("", None, "")
        with pytest.raises(DomainError, match="födelseår"):
            a_protected(region, project, born_year=None)
        assert queries.page(project, q="Hemlig").total == 0
    browser.sign_in(make.user(region, "strategist"))
    for address in ("participants", f"participants/{person.id}", "attendance/new"):
        browser.get(f"/r/norr/funding/projects/{project.id}/{address}")
        assert browser.status == 200
        assert "Hemlig" not in browser.page
    assert "Deltagare 1 (skyddade uppgifter)" in browser.text


def test_a_reader_sees_no_number_and_an_outsider_nothing(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    with make.inside(region), atomic():
        person = a_participant(region, project)
    at = f"/r/norr/funding/projects/{project.id}/participants"
    browser.sign_in(make.user(region, "guidance_counsellor"))
    assert browser.get(at).status == 403
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"{at}/{person.id}")
    whole = number(1980)
    assert whole not in browser.page
    assert "1980••••-••••" in browser.text
    browser.submit(to=f"{at}/{person.id}/number")
    assert whole in browser.text


def test_hours_are_within_the_person_s_time_and_the_day(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        person = a_participant(region, project, starts_on=date(2026, 2, 1), left_on=date(2026, 3, 1))
        for day, amount, why in (
            (date(2026, 1, 31), 2.0, "inte med i projektet"),
            (date(2026, 3, 2), 2.0, "inte med i projektet"),
            (date(2026, 2, 2), 24.5, "till 24"),
            (date(2026, 2, 2), 0.1, "till 24"),
            (date(2199, 1, 1), 2.0, "inte varit än"),
        ):
            with pytest.raises(DomainError, match=why):
                hours(region, project, [person], day, amount)
        hours(region, project, [person], date(2026, 2, 2))
        hours(region, project, [person], date(2026, 2, 2), 7.0)  # the day is there already
        assert record_of(person).hours == 2.0


def test_a_correction_keeps_what_was_and_must_be_signed_anew(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    with make.inside(region), atomic():
        person = a_participant(region, project)
        hours(region, project, [person], date(2026, 2, 2))
        row = record_of(person)
        attendance.correct(region=region, project=project, row=row, hours=3.5, reason="Fler timmar")
        assert (row.hours, row.signed) == (3.5, Signed.NOBODY)
        assert [(each.before, each.after, each.reason) for each in attended.changes([row])[row.id]] == [(2.0, 3.5, "Fler timmar")]
    link = f"/r/norr/funding/mine/{token_of(service.LINK, person.seed)}"
    for _ in range(2):
        browser.get(link)
    assert "1 dag väntar på din signatur" in browser.text
    browser.submit(to=link)
    assert "Tack. 1 dag är signerad." in browser.text
    make.forget()
    with make.inside(region):
        assert db.session.execute(select(AttendanceRecord.signed)).scalar_one() == Signed.PARTICIPANT
    assert browser.get("/r/norr/funding/mine/nonsense").status == 404


def sheet(content: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_a_month_is_checked_frozen_and_corrected(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        late, first = a_participant(region, project, 1, starts_on=date(2026, 1, 20)), a_participant(region, project, 2)
        hidden = a_protected(region, project)
        careless = a_participant(region, project, 3, consented_on=None)
        hours(region, project, [late, first, hidden, careless], date(2026, 2, 3), signed=False)
        hours(region, project, [first], date(2026, 2, 10), 1.5)
        hours(region, project, [first], date(2026, 3, 1), 9.0)
        found = months.month(project, FEBRUARY)
        assert [(fault.participant.number, fault.text[:9]) for fault in found.faults if fault.participant] == [
            (2, "1 dag är "), (3, "1 dag är "), (4, "1 dag är "), (4, "Det står "), (1, "1 dag är "),
        ]  # fmt: skip
        with pytest.raises(DomainError, match="kan inte skickas än"):
            monthly.send(region=region, project=project, month=FEBRUARY, user=None)
        for person in (late, first, hidden, careless):
            attendance.sign(region=region, participant=person, rows=attended.of_participant(person), by_leader=True)
        careless.consented_on = careless.starts_on
        sent = monthly.send(region=region, project=project, month=FEBRUARY, user=None)
        assert (sent.number, sent.people, sent.hours) == (1, 4, 9.5)
        content = monthly.content(sent)
        assert sheet(content) == [
            ("Diarienummer", "Personnummer", "Månad", "Startdatum", "Slutdatum", "Timmar"),
            ("2026/1", number(1980, 2).replace("-", ""), "2026-02", "2026-01-01", None, 3.5),
            ("2026/1", "19750101TF29", "2026-02", "2026-01-01", None, 2),
            ("2026/1", number(1980, 3).replace("-", ""), "2026-02", "2026-01-01", None, 2),
            ("2026/1", number(1980, 1).replace("-", ""), "2026-02", "2026-01-20", None, 2),
        ]
        assert number(1980, 2).replace("-", "") not in sent.content
        with pytest.raises(Conflict, match="Ingenting har ändrats"):
            monthly.send(region=region, project=project, month=FEBRUARY, user=None)
        row = next(each for each in attended.of_participant(first) if each.day == date(2026, 2, 10))
        attendance.correct(region=region, project=project, row=row, hours=4.0, reason="Fel skrivet")
        attendance.sign(region=region, participant=first, rows=[row])
        assert months.month(project, FEBRUARY).changed == [(first.id, 3.5, 6.0)]
        corrected = monthly.send(region=region, project=project, month=FEBRUARY, user=None)
        assert (corrected.number, corrected.hours) == (2, 12.0)
        assert monthly.content(sent) == content
        sent.sha256 = "0" * 64
        with pytest.raises(Conflict, match="kan inte återskapas"):
            monthly.content(sent)


def test_a_month_that_is_due_is_told_of_once(make: Factory, region: Region, project: Project) -> None:
    make.user(region, "strategist")
    with make.inside(region), atomic():
        hours(region, project, [a_participant(region, project)], date(2026, 10, 5))
        with time_machine.travel("2026-11-10T12:00:00+00:00"):
            remind_of_months(region)
            assert told() == 0
        for _ in range(2):
            remind_of_months(region)
        assert told() == 1


def told() -> int:
    return len(db.session.execute(select(Notice).where(Notice.kind == "funding.month_due")).all())


GOOD = {"reference": "2026/1", "personal_number": number(1990, 7), "name": "Demo Ny", "starts_on": "2026-02-01", "municipality": "Norsjö",
        "work": "Arbetslös", "education": "gymnasium"}  # fmt: skip


def checked(region: Region, *rows: dict[str, str]) -> list[Checked]:
    return imports.ParticipantChecker(region).check(list(enumerate(rows, 2)))


def test_rows_with_faults_say_which(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        a_participant(region, project, 5)
        found = checked(
            region,
            GOOD,
            {**GOOD, "reference": "2000/9"},
            {**GOOD, "personal_number": "19900101-0000"},
            {**GOOD, "personal_number": number(1990, 8), "starts_on": "1/2"},
            {**GOOD, "personal_number": number(1990, 9), "starts_on": "2020-01-01"},
            {**GOOD, "personal_number": number(1990, 10), "left_on": "2026-01-01"},
            {**GOOD, "personal_number": number(1990, 11), "municipality": "Ankeborg"},
            {**GOOD, "personal_number": number(1990, 12), "work": "ibland"},
            {**GOOD, "personal_number": "", "is_protected": "ja"},
            GOOD,
            {**GOOD, "personal_number": number(1980, 5)},
        )
    assert [[name for name, _why in row.faults] for row in found] == [
        [], ["reference"], ["personal_number"], ["starts_on"], ["starts_on"], ["left_on"], ["municipality"], ["work"], ["is_protected"],
        ["personal_number"], ["personal_number"],
    ]  # fmt: skip
    assert found[-2].faults[0][1] == "Samma person finns redan på rad 2. Ta bort en av dem."
    digits = GOOD["personal_number"].replace("-", "")
    assert digits not in repr(found[0])
    assert "Demo Ny" not in repr(found[0])


def test_read_in_and_taken_back(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        row: Any = ImportRow(values=checked(region, GOOD)[0].values, changes={})
        done = imports.apply_row(region, row)
        row.object_id, row.object_version = done.object_id, done.version
        person = db.session.execute(select(Participant)).scalar_one()
        assert (person.name, person.municipality_code, person.work, person.born_year) == ("Demo Ny", "2417", "unemployed", 1990)
        hours(region, project, [person], date(2026, 2, 3))
        assert imports.undo_row(region, row) == "Deltagaren har närvaro och är kvar."
        db.session.delete(record_of(person))
        db.session.flush()
        assert imports.undo_row(region, row) == ""
        assert db.session.execute(select(Participant)).all() == []
