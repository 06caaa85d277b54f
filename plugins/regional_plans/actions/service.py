"""What can be done with actions and their indicators. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from core.audit.service import record
from core.clock import today
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import of_region
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action, ActionPartner, Indicator, IndicatorValue
from plugins.regional_plans.plans.models import Plan, PlanFocusArea
from plugins.regional_plans.plans.service import changeable, touch

MAX_ACTIONS = 500  # of a plan
MAX_INDICATORS = 10
MAX_PARTNERS = 60
MOST = 10**12


def save_action(
    *, region: Region, plan: Plan, area: PlanFocusArea, action: Action | None, partners: Sequence[int], facts: Mapping[str, Any]
) -> Action:
    """Add an action last in a focus area, or change one.

    Args:
        partners: The ids of the organisations that take part.

    Raises:
        Conflict: when the plan is closed.
        DomainError: when the days do not fit together, or the owner is not among the region's organisations.
    """
    changeable(plan)
    if facts["ends_on"] < facts["starts_on"]:
        raise DomainError(_("Insatsen kan inte sluta innan den börjar."), field="ends_on")
    owner = _organisation(region, facts["organisation_id"])
    facts = {**facts, "owner_name": owner.name, "focus_area_id": area.id}
    if action is None:
        own = select(func.count(), func.coalesce(func.max(Action.position), 0)).where(Action.plan_id == plan.id)
        count, last = db.session.execute(own).one()
        if count >= MAX_ACTIONS:
            raise DomainError(_("En plan kan ha högst %(n)s insatser.", n=MAX_ACTIONS))
        action = Action(region_id=region.id, plan_id=plan.id, position=last + 1, **facts)
        db.session.add(action)
        db.session.flush()
        _set_partners(region, action, partners)
        record("regional_plans.action.made", region=region, subject=action.ref, title=action.title, owner=owner.name)
    else:
        changed = sorted(name for name, value in facts.items() if getattr(action, name) != value)
        for name in changed:
            setattr(action, name, facts[name])
        if _set_partners(region, action, partners):
            changed.append("partners")
        if not changed:
            return action
        kept = [name for name in changed if not name.startswith("contact_")]
        record("regional_plans.action.changed", region=region, subject=action.ref, title=action.title, fields=kept)
    touch(plan)
    return action


def _organisation(region: Region, organisation_id: int) -> Organisation:
    return of_region(region, organisation_id)


def _set_partners(region: Region, action: Action, partners: Sequence[int]) -> bool:
    """Let these organisations be partners; whether that changed anything."""
    wanted = [each for each in dict.fromkeys(partners) if each != action.organisation_id]
    if len(wanted) > MAX_PARTNERS:
        raise DomainError(_("En insats kan ha högst %(n)s parter.", n=MAX_PARTNERS), field="partners")
    rows = db.session.execute(select(ActionPartner).where(ActionPartner.action_id == action.id)).scalars().all()
    known = {row.organisation_id for row in rows}
    for row in rows:
        if row.organisation_id not in wanted:
            db.session.delete(row)
    for each in wanted:
        if each not in known:
            db.session.add(ActionPartner(region_id=region.id, action_id=action.id, organisation_id=_organisation(region, each).id))
    db.session.flush()
    return known != set(wanted)


def remove_action(*, region: Region, plan: Plan, action: Action) -> None:
    """Take away an action of which nothing has been said yet. What has a history is stopped instead.

    Raises:
        Conflict: when the plan is closed, or the action has status reports.
    """
    changeable(plan)
    if action.status_at is not None:
        raise Conflict(_("Insatsen har lägesrapporter och kan inte tas bort. Rapportera den som stoppad i stället."))
    db.session.delete(action)
    touch(plan)
    record("regional_plans.action.removed", region=region, subject=plan.ref, title=action.title)


def save_indicator(*, region: Region, plan: Plan, action: Action, indicator: Indicator | None, facts: Mapping[str, Any]) -> Indicator:
    """Add an indicator, or change one.

    Raises:
        Conflict: when the plan is closed.
        DomainError: when the action has as many as it can have.
    """
    changeable(plan)
    if indicator is None:
        own = select(func.count(), func.coalesce(func.max(Indicator.position), 0)).where(Indicator.action_id == action.id)
        count, last = db.session.execute(own).one()
        if count >= MAX_INDICATORS:
            raise DomainError(_("En insats kan ha högst %(n)s indikatorer.", n=MAX_INDICATORS))
        indicator = Indicator(region_id=region.id, action_id=action.id, position=last + 1, **facts)
        db.session.add(indicator)
    else:
        for name, value in facts.items():
            setattr(indicator, name, value)
    touch(plan)
    record("regional_plans.indicator.saved", region=region, subject=action.ref, title=indicator.title)
    return indicator


def remove_indicator(*, region: Region, plan: Plan, action: Action, indicator: Indicator) -> None:
    """Take away an indicator without outcomes.

    Raises:
        Conflict: when the plan is closed, or outcomes have been measured.
    """
    changeable(plan)
    measured = select(func.count()).select_from(IndicatorValue).where(IndicatorValue.indicator_id == indicator.id)
    if db.session.execute(measured).scalar_one():
        raise Conflict(_("Indikatorn har utfall och kan inte tas bort."))
    db.session.delete(indicator)
    touch(plan)
    record("regional_plans.indicator.removed", region=region, subject=action.ref, title=indicator.title)


def measure(*, region: Region, action: Action, indicator: Indicator, measured_on: date, value: float, note: str = "") -> IndicatorValue:
    """Write down the outcome of an indicator on a day; the same day again takes the earlier one's place.

    Raises:
        DomainError: when the day has not been yet.
    """
    if measured_on > today():
        raise DomainError(_("Utfallet kan inte gälla en dag som inte har varit."), field="measured_on")
    db.session.execute(delete(IndicatorValue).where(IndicatorValue.indicator_id == indicator.id, IndicatorValue.measured_on == measured_on))
    made = IndicatorValue(region_id=region.id, indicator_id=indicator.id, measured_on=measured_on, value=value, note=note)
    db.session.add(made)
    db.session.flush()
    record(
        "regional_plans.indicator.measured",
        region=region,
        subject=action.ref,
        title=indicator.title,
        value=value,
        on=measured_on.isoformat(),
    )
    return made
