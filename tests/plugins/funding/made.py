"""Rows for the tests of calls and projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from stdnum import luhn

from core.clock import today
from core.db import db
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.funding.attendance import service as attendance
from plugins.funding.attendance.models import AttendanceRecord
from plugins.funding.calls import service as calls
from plugins.funding.calls.models import FundingCall
from plugins.funding.ideas import service as ideas
from plugins.funding.ideas.models import IdeaPartner, ProjectIdea
from plugins.funding.participants import service as participants
from plugins.funding.participants.models import Education, Participant, Result, Work
from plugins.funding.projects import service as projects
from plugins.funding.projects.models import BudgetKind, PackageStatus, Project, ProjectIndicator, ProjectPartner, ProjectStatus, WorkPackage
from plugins.funding.registration import service as registration
from plugins.funding.registration.models import Registration, RegistrationLink
from plugins.funding.registration.wording import information


def a_call(region: Region, **facts: Any) -> FundingCall:
    """A call that closes in a month."""
    values = {
        "title": "Kompetens för omställning", "funder": "Exempelfonden", "programme": "", "description": "", "eligible": "",
        "opens_on": None, "closes_on": today() + timedelta(days=30), "amount_min": None, "amount_max": None, "co_financing": None,
        "url": "", "occupation_groups": [], "words": [], **facts,
    }  # fmt: skip
    return calls.save_call(region=region, call=None, facts=values)


def an_owner(region: Region, name: str = "Exempelkommunen") -> Organisation:
    """An organisation that can own projects."""
    code = municipalities(region)[0].code
    return register_organisation(name=name, region=region, municipality_code=code, kind=OrganisationKind.MUNICIPALITY)


def a_project(region: Region, *, status: ProjectStatus = ProjectStatus.RUNNING, **facts: Any) -> Project:
    """A project of this year and the next."""
    values = {
        "title": "Vägledning för prov", "funder": "Exempelfonden", "reference": "2026/1", "purpose": "",
        "starts_on": date(2026, 1, 1), "ends_on": date(2027, 3, 31), "amount": 1_000_000, **facts,
    }  # fmt: skip
    values.setdefault("organisation_id", an_owner(region, f"Kommunen som har {values['title']}").id)
    made = projects.save_project(region=region, project=None, facts=values)
    made.status = status
    db.session.flush()
    return made


def a_partner(region: Region, project: Project, **facts: Any) -> ProjectPartner:
    """A partner that puts in money and time."""
    values = {"name": "Exempelskolan", "role": "Utbildar", "cash": 100_000, "time_value": 50_000, **facts}
    return projects.save_part(region=region, project=project, kind=ProjectPartner, row=None, facts=values)  # type: ignore[no-any-return]


def a_package(region: Region, project: Project, **facts: Any) -> WorkPackage:
    """A work package through the project's first half year."""
    values = {
        "title": "Kartläggning", "description": "", "responsible": "", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30),
        "status": PackageStatus.ON_TRACK, **facts,
    }  # fmt: skip
    return projects.save_part(region=region, project=project, kind=WorkPackage, row=None, facts=values)  # type: ignore[no-any-return]


def an_indicator(region: Region, project: Project, **facts: Any) -> ProjectIndicator:
    """An indicator of the project."""
    values = {"title": "Antal deltagare", "unit": "personer", "target": 200.0, "due_on": date(2027, 3, 31), **facts}
    return projects.save_part(region=region, project=project, kind=ProjectIndicator, row=None, facts=values)  # type: ignore[no-any-return]


def spend(region: Region, project: Project, kind: BudgetKind = BudgetKind.STAFF, *, budget: int = 0, **months: int) -> None:
    """Budget for this year, and costs by month: `m1=…` is January."""
    if budget:
        projects.set_budget(region=region, project=project, kind=kind, year=2026, amount=budget)
    for name, amount in months.items():
        projects.set_cost(region=region, project=project, kind=kind, month=date(2026, int(name[1:]), 15), amount=amount)


def number(year: int, at: int = 1, *, woman: bool = True) -> str:
    """A personal number that holds together, of nobody: the first of January, and a number of its own."""
    digits = f"{year}0101{at // 5:02d}{2 * (at % 5) + (not woman)}"
    return f"{digits[:8]}-{digits[8:]}{luhn.calc_check_digit(digits[2:])}"


def a_participant(region: Region, project: Project, at: int = 1, **facts: Any) -> Participant:
    """Somebody who has been in the project from its start."""
    values = {
        "name": f"Demo Deltagare {at}", "personal_number": number(1980, at), "is_protected": False, "born_year": None, "is_woman": None,
        "email": f"deltagare{at}@test.samkraft.example", "organisation": "Exempelskolan", "municipality_code": "2417",
        "work": Work.EMPLOYED, "education": Education.UPPER, "result": Result.NONE, "starts_on": project.starts_on, "left_on": None,
        "consented_on": project.starts_on, "consent_text": "Muntligt", **facts,
    }  # fmt: skip
    return participants.save_participant(region=region, project=project, participant=None, facts=values)


def a_protected(region: Region, project: Project, **facts: Any) -> Participant:
    """Somebody with protected identity."""
    values = {"personal_number": "", "is_protected": True, "born_year": 1975, "is_woman": True, "name": "Hemlig Person", **facts}
    return a_participant(region, project, 99, **values)


def hours(region: Region, project: Project, people: list[Participant], day: date, amount: float = 2.0, *, signed: bool = True) -> None:
    """The same hours for some people on a day."""
    attendance.register(region=region, project=project, participants=people, day=day, hours=amount, activity="Kurs", by_leader=signed)


def record_of(person: Participant) -> AttendanceRecord:
    """The person's only record."""
    return db.session.execute(select(AttendanceRecord).where(AttendanceRecord.participant_id == person.id)).scalar_one()


def an_idea(region: Region, **facts: Any) -> ProjectIdea:
    """An idea for next year."""
    values = {
        "title": "Ny väg in", "call_id": None, "purpose": "Fler vägar in.", "target_group": "", "starts_on": date(2027, 1, 1),
        "ends_on": date(2028, 6, 30), "answer_by": None, **facts,
    }  # fmt: skip
    values.setdefault("organisation_id", an_owner(region, f"Kommunen som vill {values['title']}").id)
    return ideas.save_idea(region=region, idea=None, facts=values)


def asked(region: Region, idea: ProjectIdea, name: str = "Exempelskolan", email: str = "part@test.samkraft.example") -> IdeaPartner:
    """A partner that has been asked."""
    return ideas.ask_partner(region=region, idea=idea, name=name, contact_name="Demo Kontakt", contact_email=email)


def joins(region: Region, idea: ProjectIdea, partner: IdeaPartner, *, cash: int = 0, hours: float = 0, rate: int = 0) -> None:
    """The partner says yes."""
    ideas.answer(region=region, idea=idea, partner=partner, joins=True, role="Utbildar", cash=cash, hours=hours, hourly_rate=rate, note="")


def a_link(region: Region, project: Project, **facts: Any) -> RegistrationLink:
    """A link by which ten can register, for a month."""
    values = {
        "title": "Kursen i februari", "organisation": "Exempelskolan", "closes_on": today() + timedelta(days=30), "most": 10,
        "contact": "Demo Ledare, 018-123 45", "text": information(region, project), **facts,
    }  # fmt: skip
    return registration.make_link(region=region, project=project, facts=values)


def registers(region: Region, link: RegistrationLink, at: int = 1, **facts: Any) -> Registration:
    """Somebody registers by a link."""
    values = {
        "personal_number": number(1990, at), "name": f"Demo Anmäld {at}", "email": f"anmald{at}@test.samkraft.example", "phone": "",
        "municipality_code": "2417", "work": Work.EMPLOYED, "education": Education.UPPER, **facts,
    }  # fmt: skip
    return registration.register(region=region, link=link, facts=values)
