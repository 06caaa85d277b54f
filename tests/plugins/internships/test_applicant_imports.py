"""A class read in from a file: only one's own school's, each fault at its row, and taken back exactly."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import delete, select

from core.db import atomic, db
from core.files import storage
from core.imports.kind import Checked
from core.imports.models import ImportRow
from core.jobs.runner import drain
from core.organisations.models import Organisation
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import Membership, User
from plugins.internships.applicants import needs, service
from plugins.internships.applicants.imports import ApplicantChecker
from plugins.internships.applicants.models import Applicant
from plugins.internships.periods.models import PeriodStatus, PlacementPeriod

from .made import a_period, a_school, an_applicant


@dataclass
class World:
    """Two schools, and a teacher of the first."""

    region: Region
    period: PlacementPeriod
    school: Organisation
    other: Organisation
    teacher: User
    coordinator: User

    def check(self, *rows: Mapping[str, str], by: User | None = None) -> list[Checked]:
        return ApplicantChecker(self.region, by or self.teacher).check(list(enumerate(rows, start=2)))

    def faults(self, **said: str) -> list[str]:
        """Which fields of a row are wrong."""
        return self.faults_by(self.teacher, **said)

    def faults_by(self, by: User, **said: str) -> list[str]:
        """The same, read in by somebody else."""
        (found,) = self.check({"name": "Ada Demo", "email": "ada@test.samkraft.example", **said}, by=by)
        return [name for name, _cause in found.faults]


@pytest.fixture
def world(make: Factory) -> Iterator[World]:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        period, school, other = a_period(region), a_school(region), a_school(region, "En annan skola")
    teacher = make.user(region, "provider_representative", organisation=school)
    coordinator = make.user(region, "placement_coordinator")
    with make.inside(region, "internships"), atomic():
        yield World(region, period, school, other, teacher, coordinator)


def test_a_row_is_read(world: World) -> None:
    said = {
        "name": " Ada  Demo ",
        "email": "Ada@Test.Samkraft.Example",
        "programme": "Barn och fritid",
        "municipality_code": "Skellefteå kommun",
        "town": "Byske",
        "occupation_groups": "5311; 5321",
        "phone": "",
    }
    (found,) = world.check(said)
    assert (found.faults, found.object_id, found.title) == ([], None, "Ada Demo")
    assert found.values == {
        "name": "Ada Demo",
        "email": "ada@test.samkraft.example",
        "programme": "Barn och fritid",
        "municipality_code": "2482",
        "town": "Byske",
        "occupation_groups": ["5311", "5321"],
        "period_id": world.period.id,
        "school_id": world.school.id,
    }


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("email", "ada"),
        ("email", "a" * 250 + "@x.example"),
        ("municipality_code", "Ankeborg"),
        ("municipality_code", "9999"),
        ("occupation_groups", "hittepåyrke"),
        ("programme", "x" * 201),
        ("town", "x" * 101),
        ("phone", "1" * 41),
        ("period", "APL som inte finns"),
        ("school", "En annan skola"),
        ("school", "Skolan som inte finns"),
    ],
)
def test_a_fault_is_at_its_field(world: World, field: str, text: str) -> None:
    assert world.faults(**{field: text}) == [field]


def test_who_reads_in_enters_only_their_own_schools(world: World, make: Factory) -> None:
    stranger = make.user(world.region, "provider_representative", organisation=world.other)
    assert world.faults(school=world.school.name) == []
    assert world.faults_by(stranger, school=world.school.name) == ["school"]
    assert world.faults_by(make.user(world.region, "provider_representative")) == ["school"]
    assert world.faults_by(world.coordinator) == ["school"]  # of several, which one must be said
    for school in (world.school, world.other):
        (found,) = world.check({"name": "Ada", "email": "a@x.example", "school": school.name.upper()}, by=world.coordinator)
        assert (found.faults, found.values["school_id"]) == ([], school.id)
    (gone,) = ApplicantChecker(world.region, None).check([(2, {"name": "Ada", "email": "a@x.example"})])
    assert [name for name, _cause in gone.faults] == ["school"]


def test_the_same_address_twice_or_somebody_elses_is_a_fault(world: World) -> None:
    rows = [{"name": name, "email": email} for name, email in (("Ada", "a@x.example"), ("Bo", "b@x.example"), ("Cia", "A@X.example"))]
    found = world.check(*rows)
    assert [[name for name, _cause in one.faults] for one in found] == [[], [], ["email"]]
    assert "rad 2" in found[2].faults[0][1]
    an_applicant(world.region, world.period, world.other, email="d@x.example")
    gone = an_applicant(world.region, world.period, world.school, email="e@x.example")
    service.withdraw(region=world.region, applicant=gone)
    an_applicant(world.region, world.period, world.school, email="f@x.example")
    protect(email="f@x.example", region=world.region)
    for email in ("d@x.example", "e@x.example", "f@x.example"):
        (one,) = world.check({"name": "Demo", "email": email})
        assert ([name for name, _cause in one.faults], one.changes, one.object_id) == (["email"], {}, None)


def test_somebody_known_is_brought_up_to_date(world: World) -> None:
    known = an_applicant(world.region, world.period, world.school, "Ada Demo")
    (found,) = world.check({"name": "Ada Demo", "email": known.email, "programme": "Vård", "phone": ""})
    assert (found.object_id, found.object_version, found.changes) == (known.id, known.version, {"programme": ["Barn och fritid", "Vård"]})
    (found,) = world.check({"name": "Ada Demo", "email": known.email})
    assert (found.object_id, found.changes) == (known.id, {})


def test_which_period_must_be_said_when_there_are_several(world: World) -> None:
    a_period(world.region, title="LIA i höst")
    assert world.faults() == ["period"]
    assert world.faults(period="lia i höst") == []
    world.period.status = PeriodStatus.MATCHING
    db.session.flush()
    assert (world.faults(period=world.period.title), world.faults()) == (["period"], [])


@pytest.fixture
def browser_of(app: Flask) -> Iterator[Any]:
    yield lambda user: Browser(app).sign_in(user)
    for path in storage.folder().iterdir():
        path.unlink()


def people() -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(one.name, one.programme) for one in db.session.execute(select(Applicant).order_by(Applicant.sort_key)).scalars()]


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Elev", "Mejl", "Klass"), ("Ada Demo", "ada@x.example", "BF1"), ("Bo Demo", "bo@x.example", "BF1"), ("Cia", "inte", "")):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_school_reads_in_a_class_looks_applies_and_takes_it_back(make: Factory, browser_of: Any) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        school, other, _period = a_school(region), a_school(region, "En annan skola"), a_period(region)
    browser = browser_of(make.user(region, "provider_representative", organisation=school))
    stranger = browser_of(make.user(region, "provider_representative", organisation=other))
    base = f"/r/{region.slug}/internships/applicants"
    browser.get(base).follow("Läs in en fil")
    browser.submit({"file": (io.BytesIO(workbook()), "klass.xlsx")})
    browser.submit(having="email")
    drain()
    page = browser.url
    with make.inside(region, "internships"):
        assert people() == []
    assert stranger.get(page).status == 404
    browser.get(page).submit()
    drain()
    with make.inside(region, "internships"):
        assert people() == [("Ada Demo", "BF1"), ("Bo Demo", "BF1")]
        rows = db.session.execute(select(ImportRow).order_by(ImportRow.number)).scalars().all()
        assert [row.state.value for row in rows] == ["applied_new", "applied_new", "bad"]
        assert rows[2].faults[0][0] == "Mejl"
    with make.inside(region, "internships"), atomic():
        bo = db.session.execute(select(Applicant).where(Applicant.name == "Bo Demo")).scalar_one()
        needs.save_need(region=region, applicant=bo, text="En ramp")
    browser.get(f"{page}/undo").submit()
    drain()
    with make.inside(region, "internships"):
        assert people() == [("Bo Demo", "BF1")]


def test_who_has_lost_the_school_since_the_look_enters_nobody(make: Factory, browser_of: Any) -> None:
    region = make.region(plugins=["internships"])
    with make.inside(region, "internships"), atomic():
        school, _period = a_school(region), a_period(region)
    teacher = make.user(region, "provider_representative", organisation=school)
    browser = browser_of(teacher)
    browser.get(f"/r/{region.slug}/imports/new/internships.applicants")
    browser.submit({"file": (io.BytesIO(b"Namn;E-post\r\nAda;a@x.example\r\n"), "klass.csv")})
    browser.submit(having="email")
    drain()
    browser.get(browser.url).submit()
    with make.inside(region, "internships"), atomic():
        db.session.execute(delete(Membership).where(Membership.user_id == teacher.id))
    drain()
    with make.inside(region, "internships"):
        assert people() == []
        assert [row.state.value for row in db.session.execute(select(ImportRow)).scalars()] == ["bad"]
