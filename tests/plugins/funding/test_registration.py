"""Self-registration: one link, many strangers; the leader alone is told who is known already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import today
from core.db import atomic, db, get
from core.errors import Conflict, DomainError
from core.mail.models import Mail
from core.mailed_links import token_of
from core.records.models import ProtectedPerson
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project, ProjectStatus
from plugins.funding.registration import jobs, queries, service
from plugins.funding.registration.models import Registration, RegistrationLink, RegistrationStatus
from plugins.funding.registration.wording import paragraphs

from .made import a_link, a_participant, a_project, number, registers

JOIN = "/r/norr/funding/join/"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


@pytest.fixture
def project(make: Factory, region: Region) -> Iterator[Project]:
    with make.inside(region), atomic():
        made = a_project(region)
    yield made


@pytest.fixture
def link(make: Factory, region: Region, project: Project) -> Iterator[RegistrationLink]:
    with make.inside(region), atomic():
        made = a_link(region, project)
    yield made


def at(link: RegistrationLink) -> str:
    return JOIN + token_of(service.LINK, link.seed)


def fields(**said: str) -> dict[str, str]:
    return {
        "personal_number": number(1990, 1), "name": "Demo Ny", "email": "ny@test.samkraft.example", "municipality_code": "2417",
        "work": "employed", "education": "unknown", "consent": "y", **said,
    }  # fmt: skip


def rows(make: Factory, region: Region) -> list[Registration]:
    make.forget()
    with make.inside(region):
        return list(db.session.execute(select(Registration).order_by(Registration.id)).scalars())


def actions() -> list[str]:
    wanted = select(AuditEntry.action).where(AuditEntry.action.like("funding.registration.%")).order_by(AuditEntry.id)
    return list(db.session.execute(wanted).scalars())


def test_a_stranger_reads_exactly_what_is_kept(make: Factory, region: Region, link: RegistrationLink, browser: Browser) -> None:
    browser.get(at(link))
    assert browser.status == 200
    for heading, text in paragraphs(link.text):
        assert heading in browser.text
        assert " ".join(text.split()) in " ".join(browser.text.split())
    browser.submit(fields(), having="personal_number")
    assert browser.url.endswith("/received")
    assert "Tack, vi har tagit emot din anmälan" in browser.text
    found = rows(make, region)
    assert [(row.name, row.work.value, row.education.value, row.status, row.received_on) for row in found] == [
        ("Demo Ny", "employed", "unknown", RegistrationStatus.RECEIVED, today())
    ]
    digits = number(1990, 1).replace("-", "")
    with make.inside(region):
        assert digits not in found[0].personal_number
        mails = db.session.execute(select(Mail)).scalars().all()
        assert [mail.recipient for mail in mails] == ["ny@test.samkraft.example"]
        assert digits not in repr([vars(mail) for mail in mails])
        assert number(1990, 1) not in repr([vars(mail) for mail in mails])
        assert actions() == ["funding.registration.link_made", "funding.registration.received"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"personal_number": "19900101-0000"}, "Personnumret stämmer inte"),
        ({"personal_number": "i går"}, "tio eller tolv siffror"),
        ({"name": "  "}, "Skriv ditt namn"),
        ({"email": "", "phone": ""}, "Skriv e-post eller telefon"),
        ({"email": "inte en adress"}, "Skriv en hel e-postadress"),
        ({"phone": "ring mig"}, "Skriv telefonnumret med siffror"),
        ({"municipality_code": ""}, "Välj kommun"),
        ({"consent": ""}, "kryssa i rutan"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_lost(
    make: Factory, region: Region, link: RegistrationLink, browser: Browser, said: dict[str, str], why: str
) -> None:
    given = {key: value for key, value in fields(**said).items() if value or key != "consent"}
    browser.get(at(link)).submit(given, having="personal_number")
    assert browser.status == 422
    assert why in browser.text
    kept = dict(browser.form(having="personal_number").fields)
    assert kept["education"] == "unknown"
    assert kept["name"].strip() == given["name"].strip()
    assert rows(make, region) == []


def test_a_program_that_fills_every_field_is_thanked_and_nothing_is_kept(
    make: Factory, region: Region, link: RegistrationLink, browser: Browser
) -> None:
    browser.get(at(link)).submit(fields(website="https://spam.example"), having="personal_number")
    assert browser.url.endswith("/received")
    assert rows(make, region) == []


def test_who_is_known_already_gets_the_same_answer(
    make: Factory, region: Region, project: Project, link: RegistrationLink, browser: Browser
) -> None:
    with make.inside(region), atomic():
        a_participant(region, project, personal_number=number(1990, 1))
    first = browser.get(at(link)).submit(fields(personal_number=number(1990, 2)), having="personal_number").text
    second = browser.get(at(link)).submit(fields(), having="personal_number").text
    third = browser.get(at(link)).submit(fields(), having="personal_number").text
    assert first == second == third
    browser.sign_in(make.user(region, "strategist"))
    browser.get(f"/r/norr/funding/projects/{project.id}/registrations")
    assert browser.text.count("Finns redan, deltagare 1") == 2
    assert number(1990, 1) not in browser.page
    assert "1990••••-••••" in browser.text
    browser.submit(to=f"/r/norr/funding/projects/{project.id}/registrations/confirm")
    assert "1 person är nu deltagare" in browser.text
    assert [row.status.value for row in rows(make, region)] == ["confirmed", "received", "received"]


def test_confirmed_the_person_is_in_the_register_and_only_there(
    make: Factory, region: Region, project: Project, link: RegistrationLink
) -> None:
    with make.inside(region), atomic():
        row = registers(region, link)
        person = service.confirm(region=region, project=project, registration=row, starts_on=date(2026, 11, 24))
        assert (person.name, person.organisation, person.born_year, person.consented_on, person.consent_text) == (
            "Demo Anmäld 1", "Exempelskolan", 1990, today(), link.text
        )  # fmt: skip
        assert (row.name, row.email, row.personal_number, row.born_year, row.participant_id) == ("", "", "", None, person.id)
        for again in (
            lambda: service.confirm(region=region, project=project, registration=row, starts_on=today()),
            lambda: service.reject(region=region, project=project, registration=row),
        ):
            with pytest.raises(Conflict, match="redan hanterad"):
                again()
        double = registers(region, link)
        with pytest.raises(Conflict, match="finns redan i registret"):
            service.confirm(region=region, project=project, registration=double, starts_on=today())
        service.reject(region=region, project=project, registration=double)
        assert (double.status, double.name, double.personal_number) == (RegistrationStatus.REJECTED, "", "")


def test_who_has_protected_identity_is_led_on_and_never_taken_in_unseen(
    make: Factory, region: Region, project: Project, link: RegistrationLink, browser: Browser
) -> None:
    browser.get(f"{at(link)}/protected")
    assert "Demo Ledare, 018-123 45" in browser.text
    assert rows(make, region) == []
    with make.inside(region), atomic():
        db.session.add(ProtectedPerson(email="hemlig@test.samkraft.example"))
        row = registers(region, link, name="Hemlig Person", email="hemlig@test.samkraft.example")
        with pytest.raises(Conflict, match="skyddade uppgifter"):
            service.confirm(region=region, project=project, registration=row, starts_on=today())
        assert service.confirm_all(region=region, project=project) == 0
    browser.sign_in(make.user(region, "strategist"))
    for page in ("registrations", f"registrations/{row.id}"):
        browser.get(f"/r/norr/funding/projects/{project.id}/{page}")
        assert browser.status == 200
        assert "Hemlig" not in browser.page
        assert "hemlig@" not in browser.page


def test_a_link_that_is_over_says_so_and_takes_nothing(
    make: Factory, region: Region, project: Project, link: RegistrationLink, browser: Browser
) -> None:
    def closed(status: int = 410) -> None:
        browser.get(at(link))
        assert browser.status == status
        assert "Det går inte att anmäla sig här" in browser.text

    with make.inside(region), atomic():
        full = a_link(region, project, most=1)
        registers(region, full)
        with pytest.raises(Conflict, match="tar inte längre emot"):
            registers(region, full, 2)
    assert browser.get(at(full)).status == 410
    browser.get(at(link))
    with time_machine.travel(f"{today() + timedelta(days=31)}T12:00:00+00:00"):
        closed()
    make.forget()
    with make.inside(region), atomic():
        found = queries.link(project, link.id, lock=True)
        service.revoke_link(region=region, project=project, link=found)
        with pytest.raises(Conflict, match="redan stängd"):
            service.revoke_link(region=region, project=project, link=found)
    closed()
    assert len(rows(make, region)) == 1
    assert browser.get(f"{JOIN}ingen-alls").status == 404
    other = make.region("soder", plugins=["funding"], municipalities=["1280"])
    assert browser.get(at(link).replace("/norr/", f"/{other.slug}/")).status == 404


def test_an_ended_project_takes_nobody(make: Factory, region: Region, project: Project, link: RegistrationLink, browser: Browser) -> None:
    with make.inside(region), atomic():
        row = registers(region, link)
        ended: Any = get(Project, project.id, lock=True)
        ended.status = ProjectStatus.ENDED
        db.session.flush()
        with pytest.raises(Conflict):
            service.confirm(region=region, project=ended, registration=row, starts_on=today())
        with pytest.raises(Conflict):
            a_link(region, ended)
    assert browser.get(at(link)).status == 410


def test_a_link_is_checked(make: Factory, region: Region, project: Project, browser: Browser) -> None:
    with make.inside(region), atomic():
        for day in (today() - timedelta(days=1), date(2030, 1, 1)):
            with pytest.raises(DomainError, match="inom projektets tid"):
                a_link(region, project, closes_on=day)
    browser.sign_in(make.user(region, "strategist"))
    new = f"/r/norr/funding/projects/{project.id}/registrations/links/new"
    browser.get(new).submit({"title": "", "contact": "", "most": "många"}, having="contact")
    assert browser.status == 422
    assert dict(browser.form(having="contact").fields)["most"] == "många"
    browser.submit({"title": "Kursen", "contact": "Demo Ledare", "most": "5"}, having="contact")
    assert "Länken är klar" in browser.text
    page = browser.url
    browser.submit({"addresses": "a@test.samkraft.example\nfel"}, having="addresses")
    assert "fel är ingen hel e-postadress" in browser.text
    browser.submit({"addresses": "a@test.samkraft.example\nA@test.samkraft.example b@test.samkraft.example"}, having="addresses")
    assert "mejlad till 2 adresser" in browser.text
    assert browser.get(f"{page}/page.pdf").status == 200
    browser.get(page).submit(to=f"{page.removeprefix('http://localhost')}/close")
    assert "Länken är stängd" in browser.text


def test_only_who_may_sees_and_decides(make: Factory, region: Region, project: Project, link: RegistrationLink, browser: Browser) -> None:
    with make.inside(region), atomic():
        row = registers(region, link)
        other = a_project(region, title="Annat")
    base = f"/r/norr/funding/projects/{project.id}/registrations"
    for role in ("guidance_counsellor", "employer_representative"):
        browser.sign_in(make.user(region, role))
        for page in (base, f"{base}/{row.id}", f"{base}/links/{link.id}", f"{base}/links/new"):
            assert browser.get(page).status == 403
    browser.sign_in(make.user(region, "strategist"))
    wrong = base.replace(str(project.id), str(other.id))
    assert browser.get(f"{wrong}/{row.id}").status == 404
    assert browser.get(f"{wrong}/links/{link.id}").status == 404
    browser.get(f"{base}/{row.id}").submit(to=f"{base}/{row.id}/reject")
    assert "avvisad" in browser.text
    assert [each.name for each in rows(make, region)] == [""]


def test_what_nobody_decides_on_is_taken_away_once(make: Factory, region: Region, project: Project, link: RegistrationLink) -> None:
    with make.inside(region), atomic():
        registers(region, link)
        jobs.clear_registrations(region)
        assert queries.page(project).total == 1
    with time_machine.travel(f"{today() + timedelta(days=91)}T12:00:00+00:00"), make.inside(region), atomic():
        assert service.clear_old(region=region) == 1
        assert service.clear_old(region=region) == 0
        assert db.session.execute(select(Participant)).all() == []
    assert [(row.status.value, row.name) for row in rows(make, region)] == [("cleared", "")]
