"""Certificates of signed hours, and who has read whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from core.db import atomic, db
from core.documents import KeyFacts, Table
from core.errors import Conflict
from core.mailed_links import token_of
from core.records.models import ProtectedPerson
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding import stewardship
from plugins.funding.attendance.certificate import certificate
from plugins.funding.monthly import service as monthly
from plugins.funding.participants import readings, service
from plugins.funding.participants.models import ReadWhere
from plugins.funding.projects.models import Project

from .made import a_participant, a_project, a_protected, hours, number


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


@pytest.fixture
def project(make: Factory, region: Region) -> Iterator[Project]:
    with make.inside(region), atomic():
        made = a_project(region)
    yield made


def test_only_signed_hours_are_certified_and_no_number_stands_there(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        person = a_participant(region, project)
        hours(region, project, [person], date(2026, 2, 3), 5.0, signed=False)
        with pytest.raises(Conflict, match="Inga timmar är signerade"):
            certificate(region, project, person)
        for day in (date(2026, 2, 9), date(2026, 2, 10), date(2026, 3, 2)):
            hours(region, project, [person], day, 1.5)
        made = certificate(region, project, person)
        assert [block.rows for block in made.blocks if isinstance(block, Table)] == [
            (("2026-02", "Kurs", "2", "3,00"), ("2026-03", "Kurs", "1", "1,50"))
        ]
        facts = next(dict(block.rows) for block in made.blocks if isinstance(block, KeyFacts))
        assert (facts["Namn"], facts["Timmar"]) == ("Demo Deltagare 1", "4,50")
        assert number(1980) not in repr(made)
        assert number(1980) in repr(certificate(region, project, person, number(1980)))


def test_nobody_with_protected_identity_is_named(make: Factory, region: Region, project: Project) -> None:
    with make.inside(region), atomic():
        hidden = a_protected(region, project)
        db.session.add(ProtectedPerson(email="deltagare2@test.samkraft.example"))
        other = a_participant(region, project, 2, name="Hemlig Två")
        for person in (hidden, other):
            hours(region, project, [person], date(2026, 2, 9))
            assert "Hemlig" not in repr(certificate(region, project, person))


def test_the_leader_and_the_participant_take_it(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    with make.inside(region), atomic():
        person, empty = a_participant(region, project), a_participant(region, project, 2)
        hours(region, project, [person], date(2026, 2, 9))
    mine = f"/r/norr/funding/mine/{token_of(service.LINK, person.seed)}"
    assert "Hämta ditt intyg" in browser.get(mine).text
    browser.get(f"{mine}/certificate.pdf")
    assert browser.response is not None
    assert browser.response.data.startswith(b"%PDF")
    without = f"/r/norr/funding/mine/{token_of(service.LINK, empty.seed)}"
    assert "Hämta ditt intyg" not in browser.get(without).text
    assert "Inga timmar är signerade" in browser.get(f"{without}/certificate.pdf").text
    assert browser.get("/r/norr/funding/mine/ingen/certificate.pdf").status == 404
    browser.sign_in(make.user(region, "guidance_counsellor"))
    at = f"/r/norr/funding/projects/{project.id}/participants/{person.id}"
    assert browser.get(f"{at}/certificate.pdf").status == 403
    browser.sign_in(make.user(region, "strategist"))
    assert browser.get(f"{at}/certificate.pdf").status == 200
    with make.inside(region):
        assert readings.of_participant(person) == []
    browser.get(at).submit(to=f"{at}/certificate")
    assert browser.response.data.startswith(b"%PDF")
    make.forget()
    with make.inside(region):
        assert [row.read_where for row in readings.of_participant(person)] == [ReadWhere.CERTIFICATE]


def test_each_reading_is_told_to_the_leader_and_the_participant(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    leader = make.user(region, "strategist", name="Ada Ledare")
    with make.inside(region), atomic():
        person, other = a_participant(region, project), a_participant(region, project, 2)
        absent, hidden = a_participant(region, project, 3), a_protected(region, project)
        hours(region, project, [person, other, hidden], date(2026, 2, 9))
        sent = monthly.send(region=region, project=project, month=date(2026, 2, 1), user=None)
    base = f"/r/norr/funding/projects/{project.id}"
    browser.sign_in(leader)
    browser.get(f"{base}/participants/{person.id}").submit(to=f"{base}/participants/{person.id}/number")
    browser.get(f"{base}/months/2026-02").submit(to=f"{base}/months/2026-02/look")
    browser.get(f"{base}/months/2026-02").submit(to=f"{base}/files/{sent.id}")
    make.forget()
    with make.inside(region):
        found = {each.number: [row.read_where.value for row in readings.of_participant(each)] for each in (person, other, absent, hidden)}
        assert found == {1: ["file", "draft", "page"], 2: ["file", "draft"], 3: [], 4: []}
        person_user = make.user(region, "strategist")
        person_user.email = person.email
        own = next(each for each in stewardship.export(person_user, region) if each.name == "funding.my_number_readings")
        assert [row[2].value for row in own.rows] == ["file", "draft", "page"]
        assert "Ada Ledare" not in repr(own.rows)
    browser.get(f"{base}/participants/readings")
    assert browser.text.count("Ada Ledare") >= 3
    assert "Deltagare 1" in browser.text
    assert number(1980) not in browser.page
    assert "När ditt personnummer har lästs" in browser.get(f"/r/norr/funding/mine/{token_of(service.LINK, person.seed)}").text
