"""Rows for the tests of calls and projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.clock import today
from core.db import db
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.funding.calls import service as calls
from plugins.funding.calls.models import FundingCall
from plugins.funding.projects import service as projects
from plugins.funding.projects.models import BudgetKind, PackageStatus, Project, ProjectIndicator, ProjectPartner, ProjectStatus, WorkPackage


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
