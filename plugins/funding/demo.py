"""What a demo region has: calls, an application, and the project of the mission with its partners, budget, participants and months.

The project is named after a real document of the field; every person and organisation in it is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from stdnum import luhn

from core.clock import today
from core.db import db
from core.organisations.models import Organisation, OrganisationKind, OrganisationRegion
from core.regions.queries import municipalities
from plugins.funding.attendance import queries as attended
from plugins.funding.attendance import service as attendance
from plugins.funding.calls import service as calls
from plugins.funding.ideas import service as ideas
from plugins.funding.monthly import service as monthly
from plugins.funding.participants import service as register
from plugins.funding.participants.models import Education, Participant, Result, Work
from plugins.funding.projects import service as projects
from plugins.funding.projects.models import (
    BudgetKind,
    PackageStatus,
    Project,
    ProjectIndicator,
    ProjectPartner,
    ProjectStatus,
    WorkPackage,
)
from plugins.funding.registration import service as registration
from plugins.funding.registration.wording import information

if TYPE_CHECKING:
    from core.regions.models import Region

GRANTED = 11_230_000
FIRST, LAST = date(2022, 1, 1), date(2023, 3, 31)
PARTNERS, TARGET, PEOPLE = 40, 2_500, 250
# Title, programme, days until it closes, at most, co-financing, occupation groups, words.
CALLS: Sequence[tuple[Any, ...]] = (
    ("Kompetens för omställning", "ESF+", 45, 15_000_000, 33.0, ["5321", "5330"], ["validering", "omställning"]),
    ("Lärande nära hemmet", "ESF+", 80, 8_000_000, 40.0, [], ["lärcentrum", "distans"]),
    ("Digitala mötesplatser", "Interreg", 120, 5_000_000, 35.0, [], ["mötesplatser"]),
    ("Gröna jobb i hela länet", "Fonden för en rättvis omställning", 30, 20_000_000, 50.0, ["7411", "7212"], ["elektrifiering"]),
    ("Språk och yrke", "AMIF", 60, 4_000_000, 25.0, ["5311"], ["svenska", "vägledning"]),
    ("Innovativ yrkesutbildning", "Erasmus+", -20, 3_000_000, 20.0, [], ["yrkesutbildning"]),
)
SHARES = ((BudgetKind.STAFF, 0.62), (BudgetKind.EXTERNAL, 0.14), (BudgetKind.TRAVEL, 0.05), (BudgetKind.FLAT_RATE, 0.19))
PACKAGES = (
    "Kartlägga vad vägledare behöver veta",
    "Metoder för anpassad vägledning",
    "Mötesplatser över länsgränserna",
    "Sprida det vi lärt oss",
)


def seed(region: Region) -> None:
    """Make it, once. Run again it adds nothing."""
    if db.session.execute(select(Project.id).where(Project.region_id == region.id).limit(1)).first():
        return
    owner = _owner(region)
    if owner is None:
        return
    found = [_call(region, row) for row in CALLS]
    _idea(region, owner, found[0].id)
    project = _project(region, owner)
    people = _people(region, project)
    _months(region, project, people)
    _registrations(region, owner)


def _owner(region: Region) -> Organisation | None:
    wanted = (
        select(Organisation)
        .join(OrganisationRegion, OrganisationRegion.organisation_id == Organisation.id)
        .where(OrganisationRegion.region_id == region.id, Organisation.kind != OrganisationKind.EMPLOYER)
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(1)
    )
    return db.session.execute(wanted).scalar_one_or_none()


def _call(region: Region, row: tuple[Any, ...]) -> Any:
    title, programme, days, most, share, groups, words = row
    facts = {
        "title": title, "funder": "Demofonden", "programme": programme, "description": "En påhittad utlysning.",
        "eligible": "Kommuner, regioner och lärosäten", "opens_on": today() - timedelta(days=60),
        "closes_on": today() + timedelta(days=days),
        "amount_min": 500_000, "amount_max": most, "co_financing": share, "url": "", "occupation_groups": groups, "words": words,
    }  # fmt: skip
    return calls.save_call(region=region, call=None, facts=facts)


def _idea(region: Region, owner: Organisation, call_id: int) -> None:
    year = today().year + 1
    facts = {
        "title": "Vägar in i vården", "call_id": call_id, "purpose": "Fler ska hitta en väg till vårdens yrken, också utan betyg.",
        "target_group": "Vuxna som är nya i Sverige", "starts_on": date(year, 3, 1), "ends_on": date(year + 1, 12, 31),
        "answer_by": today() + timedelta(days=21), "organisation_id": owner.id,
    }  # fmt: skip
    idea = ideas.save_idea(region=region, idea=None, facts=facts)
    for kind, share in SHARES:
        ideas.set_budget(region=region, idea=idea, kind=kind, year=year, amount=round(3_000_000 * share))
    for number in range(4):
        email = f"idepart{number + 1}@{region.slug}.demo.samkraft.example"
        partner = ideas.ask_partner(
            region=region, idea=idea, name=f"Demopart {number + 1}", contact_name="Demo Kontakt", contact_email=email
        )
        if number < 2:
            ideas.answer(
                region=region, idea=idea, partner=partner, joins=True, role="Utbildar och tar emot på praktik", cash=100_000, hours=400,
                hourly_rate=450, note="",
            )  # fmt: skip


def _project(region: Region, owner: Organisation) -> Project:
    facts = {
        "title": "Vägledning för framtidens arbetsmarknad", "organisation_id": owner.id, "funder": "Demofonden",
        "reference": "DEMO 2021/00611",
        "purpose": "Kunskap om arbetsgivares behov ska nå alla som vägleder människor i skola och arbete, i fem regioner.",
        "starts_on": FIRST, "ends_on": LAST, "amount": GRANTED,
    }  # fmt: skip
    made = projects.save_project(region=region, project=None, facts=facts)
    projects.move_project(region=region, project=made, to=ProjectStatus.RUNNING)
    for kind, share in SHARES:
        whole = round(GRANTED * share)
        projects.set_budget(region=region, project=made, kind=kind, year=2022, amount=round(whole * 0.8))
        projects.set_budget(region=region, project=made, kind=kind, year=2023, amount=whole - round(whole * 0.8))
        for number in range(15):
            month = date(2022 + number // 12, number % 12 + 1, 1)
            projects.set_cost(region=region, project=made, kind=kind, month=month, amount=round(whole * 0.93 / 15))
    for number in range(PARTNERS):
        part = {"name": f"Demopart {number + 1:02d}", "role": "Deltar i mötesplatserna", "cash": 0, "time_value": 45_000 + 1_000 * number}
        projects.save_part(region=region, project=made, kind=ProjectPartner, row=None, facts=part)
    for number, title in enumerate(PACKAGES):
        starts = date(2022, 1 + 3 * number, 1)
        package = {
            "title": title, "description": "", "responsible": owner.name, "starts_on": starts,
            "ends_on": min(LAST, starts + timedelta(days=200)),
            "status": PackageStatus.DONE if number < 3 else PackageStatus.ON_TRACK,
        }  # fmt: skip
        projects.save_part(region=region, project=made, kind=WorkPackage, row=None, facts=package)
    target = {"title": "Deltagare", "unit": "personer", "target": float(TARGET), "due_on": LAST}
    indicator = projects.save_part(region=region, project=made, kind=ProjectIndicator, row=None, facts=target)
    for month, count in ((date(2022, 6, 30), 610), (date(2022, 12, 31), 1_740), (date(2023, 3, 31), 2_512)):
        projects.measure(region=region, project=made, indicator=indicator, measured_on=month, value=float(count))
    projects.add_note(region=region, project=made, noted_on=date(2022, 9, 14), text="Styrgruppen vill ha fler mötesplatser på kvällstid.")
    return made


def _number(at: int) -> str:
    """A number that holds together, of nobody: no such number has been given to anybody born on that day in 1890."""
    digits = f"18900101{at:03d}"
    return f"{digits}{luhn.calc_check_digit(digits[2:])}"


def _people(region: Region, project: Project) -> list[Participant]:
    places = [each.code for each in municipalities(region)]
    works, levels = list(Work)[1:], list(Education)[1:]
    made = []
    for at in range(PEOPLE):
        protected = at == 17
        facts = {
            "name": f"Demo Deltagare {at + 1}", "personal_number": "" if protected else _number(at), "is_protected": protected,
            "born_year": 1985, "is_woman": True, "email": f"deltagare{at + 1}@{region.slug}.demo.samkraft.example",
            "organisation": f"Demopart {at % PARTNERS + 1:02d}", "municipality_code": places[at % len(places)],
            "work": works[at % len(works)],
            "education": levels[at % len(levels)], "result": list(Result)[at % len(Result)], "starts_on": FIRST + timedelta(days=at % 28),
            "left_on": None, "consented_on": None if at == 33 else FIRST + timedelta(days=at % 28), "consent_text": "Vid anmälan",
        }  # fmt: skip
        made.append(register.save_participant(region=region, project=project, participant=None, facts=facts, at=at + 1))
    return made


def _months(region: Region, project: Project, people: Sequence[Participant]) -> None:
    """February is sent, and corrected; March was sent once; in April two things are wrong, and it is late."""
    complete = [each for each in people if each.consented_on is not None]
    for day, among, signed in (
        (date(2022, 2, 9), complete, True),
        (date(2022, 3, 16), complete[:200], True),
        (date(2022, 4, 6), [*complete[:100], people[33]], True),
        (date(2022, 4, 20), complete[:1], False),
    ):
        attendance.register(region=region, project=project, participants=among, day=day, hours=3.0, activity="Mötesplats", by_leader=signed)
    february = date(2022, 2, 1)
    monthly.send(region=region, project=project, month=february, user=None)
    row = attended.of_participant(complete[0])[-1]
    attendance.correct(region=region, project=project, row=row, hours=2.0, reason="Gick tidigare")
    attendance.sign(region=region, participant=complete[0], rows=[row], by_leader=True)
    monthly.send(region=region, project=project, month=february, user=None)
    monthly.send(region=region, project=project, month=date(2022, 3, 1), user=None)


def _registrations(region: Region, owner: Organisation) -> None:
    """A project of today with a link, and three who have registered; one of them twice."""
    facts = {
        "title": "Vägar in i välfärden", "organisation_id": owner.id, "funder": "Demofonden", "reference": "DEMO 2026/00077",
        "purpose": "Vuxna provar på yrken i vården och skolan.", "starts_on": today() - timedelta(days=60),
        "ends_on": today() + timedelta(days=500), "amount": 2_400_000,
    }  # fmt: skip
    project = projects.save_project(region=region, project=None, facts=facts)
    projects.move_project(region=region, project=project, to=ProjectStatus.RUNNING)
    link = registration.make_link(
        region=region,
        project=project,
        facts={
            "title": "Prova på vården, grupp 1", "organisation": "Demopart 01", "closes_on": today() + timedelta(days=30), "most": 20,
            "contact": "Demo Projektledare, 018-000 00", "text": information(region, project),
        },
    )  # fmt: skip
    place = municipalities(region)[0].code
    for at, (number, work, education) in enumerate(
        ((401, Work.UNEMPLOYED, Education.UPPER), (402, Work.LONG_TERM, Education.UNKNOWN), (402, Work.LONG_TERM, Education.LOWER)), 1
    ):
        person = {
            "name": f"Demo Anmäld {min(at, 2)}", "personal_number": _number(number), "phone": "",
            "email": f"anmald{min(at, 2)}@{region.slug}.demo.samkraft.example", "municipality_code": place, "work": work,
            "education": education,
        }  # fmt: skip
        registration.register(region=region, link=link, facts=person)
