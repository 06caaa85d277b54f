"""Copying a plan forward to the years after it: what is not done goes on, with links to what it comes from. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.audit.service import record
from core.db import db, sort_key
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action, ActionPartner, ActionStatus, Indicator
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, Priority
from plugins.regional_plans.plans.queries import WholeAction, WholePlan

OVER = (ActionStatus.DONE, ActionStatus.STOPPED)


def copy_forward(*, region: Region, whole: WholePlan, title: str, partner_ids: Mapping[int, list[int]]) -> Plan:
    """A draft for the years after a plan, as many years long.

    Vision, priorities and focus areas come along, and of the actions those that are neither done nor stopped. They begin anew: the last
    outcome of an indicator is the new baseline, and no status has been reported.

    Args:
        partner_ids: The ids of the partner organisations, by action.
    """
    before = whole.row
    length = before.last_year - before.first_year + 1
    made = Plan(
        region_id=region.id,
        title=title or _("%(title)s, ny plan", title=before.title)[:200],
        first_year=before.last_year + 1,
        last_year=before.last_year + length,
        vision=before.vision,
        background=before.background,
        group_id=before.group_id,
        previous_id=before.id,
    )
    made.sort_key = sort_key(made.title)[:200]
    db.session.add(made)
    db.session.flush()
    for priority in whole.priorities:
        row = priority.row
        new = Priority(region_id=region.id, plan_id=made.id, position=row.position, title=row.title, goal=row.goal, previous_id=row.id)
        db.session.add(new)
        db.session.flush()
        for area in priority.areas:
            old = area.row
            new_area = PlanFocusArea(
                region_id=region.id,
                priority_id=new.id,
                position=old.position,
                title=old.title,
                description=old.description,
                occupation_groups=list(old.occupation_groups),
                previous_id=old.id,
            )
            db.session.add(new_area)
            db.session.flush()
            for action in area.actions:
                if action.row.status not in OVER:
                    _copy_action(region, made, new_area, action, partner_ids.get(action.row.id, []))
    db.session.flush()
    record("regional_plans.plan.copied", region=region, subject=made.ref, title=made.title, before=before.title)
    return made


def _copy_action(region: Region, plan: Plan, area: PlanFocusArea, action: WholeAction, partners: list[int]) -> None:
    old = action.row
    new = Action(
        region_id=region.id,
        plan_id=plan.id,
        focus_area_id=area.id,
        position=old.position,
        title=old.title,
        description=old.description,
        organisation_id=old.organisation_id,
        owner_name=old.owner_name,
        contact_name=old.contact_name,
        contact_email=old.contact_email,
        funding=old.funding,
        amount=old.amount,
        starts_on=date(plan.first_year, 1, 1),
        ends_on=max(old.ends_on, date(plan.first_year, 12, 31)),
        previous_id=old.id,
    )
    db.session.add(new)
    db.session.flush()
    db.session.add_all(ActionPartner(region_id=region.id, action_id=new.id, organisation_id=each) for each in partners)
    for indicator in action.indicators:
        row, latest = indicator.row, indicator.latest
        db.session.add(
            Indicator(
                region_id=region.id,
                action_id=new.id,
                position=row.position,
                title=row.title,
                unit=row.unit,
                target=row.target,
                baseline=latest.value if latest else row.baseline,
                due_on=max(row.due_on, date(plan.first_year, 12, 31)),
            )
        )
