"""Rows for the tests of plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.db import db
from core.organisations.models import Organisation, OrganisationKind
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.regional_plans.actions import service as actions
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.plans import service as plans
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, PlanStatus, Priority


def a_plan(region: Region, *, status: PlanStatus = PlanStatus.IN_FORCE, **facts: Any) -> Plan:
    """A plan of this year and the next."""
    values = {"title": "Plan för prov", "first_year": 2026, "last_year": 2027, "vision": "Alla har rätt kompetens.", "background": "",
              "group_id": None, **facts}  # fmt: skip
    made = plans.save_plan(region=region, plan=None, facts=values)
    made.status = status
    db.session.flush()
    return made


def a_priority(region: Region, plan: Plan, title: str = "Vård och omsorg") -> Priority:
    """A priority, last in the plan."""
    made = plans.save_priority(region=region, plan=plan, priority=None, facts={"title": title, "goal": "Fler utbildade."})
    db.session.flush()
    return made


def an_area(region: Region, plan: Plan, title: str = "Undersköterskor", **facts: Any) -> PlanFocusArea:
    """A focus area in a priority of its own."""
    values = {"title": title, "description": "", "occupation_groups": ["5321"], **facts}
    made = plans.save_area(region=region, plan=plan, priority=a_priority(region, plan), area=None, facts=values)
    db.session.flush()
    return made


def an_owner(region: Region, name: str = "Exempelkommunen") -> Organisation:
    """An organisation that can own actions."""
    code = municipalities(region)[0].code
    return register_organisation(name=name, region=region, municipality_code=code, kind=OrganisationKind.MUNICIPALITY)


def an_action(region: Region, plan: Plan, area: PlanFocusArea, owner: Organisation, **facts: Any) -> Action:
    """An action of this year."""
    values = {
        "title": "Starta en utbildning",
        "description": "",
        "organisation_id": owner.id,
        "contact_name": "Demo Kontakt",
        "contact_email": "kontakt@test.samkraft.example",
        "funding": "Egna medel",
        "amount": 100_000,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        **facts,
    }
    partners = values.pop("partners", [])
    return actions.save_action(region=region, plan=plan, area=area, action=None, partners=partners, facts=values)


def an_indicator(region: Region, plan: Plan, action: Action, **facts: Any) -> Any:
    """An indicator of an action."""
    values = {"title": "Antal studerande", "unit": "personer", "baseline": 0.0, "target": 20.0, "due_on": date(2027, 6, 30), **facts}
    made = actions.save_indicator(region=region, plan=plan, action=action, indicator=None, facts=values)
    db.session.flush()
    return made
