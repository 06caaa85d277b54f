"""The plans in force of the regions that may be read here: one's own, and those of members that share theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db
from core.regions.models import Region
from core.taxonomy import queries as taxonomy
from plugins.regional_plans.actions.models import Action, ActionStatus
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, PlanStatus, Priority

MOST = 40  # plans side by side


@dataclass(frozen=True)
class Side:
    """A region's plan in the comparison."""

    region: Region
    plan: Plan
    priorities: Sequence[Priority]
    counts: Counter[ActionStatus]

    @property
    def actions(self) -> int:
        """How many actions it has."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Common:
    """An occupation group that the plans of several regions are about, and the focus areas in each."""

    code: str
    name: str
    areas: Sequence[tuple[Region, PlanFocusArea]]


@dataclass(frozen=True)
class Comparison:
    """Plans side by side."""

    sides: Sequence[Side]
    common: Sequence[Common]


def compare() -> Comparison:
    """The plans in force within the running scope, in five questions however many they are."""
    in_force = select(Region, Plan).join(Plan, Plan.region_id == Region.id).where(Plan.status == PlanStatus.IN_FORCE)
    found = db.session.execute(in_force.order_by(Region.name, Plan.id.desc()).limit(MOST)).all()
    ids = [plan.id for _region, plan in found]
    priorities: defaultdict[int, list[Priority]] = defaultdict(list)
    wanted = select(Priority).where(Priority.plan_id.in_(ids)).order_by(Priority.position, Priority.id)
    for priority in db.session.execute(wanted).scalars():
        priorities[priority.plan_id].append(priority)
    counts: defaultdict[int, Counter[ActionStatus]] = defaultdict(Counter)
    per_status = select(Action.plan_id, Action.status, func.count()).where(Action.plan_id.in_(ids)).group_by(Action.plan_id, Action.status)
    for plan_id, status, number in db.session.execute(per_status):
        counts[plan_id][status] = int(number)
    regions = {plan.id: region for region, plan in found}
    sides = [Side(region, plan, priorities[plan.id], counts[plan.id]) for region, plan in found]
    return Comparison(sides, _common(ids, regions))


def _common(ids: Sequence[int], regions: dict[int, Region]) -> list[Common]:
    wanted = (
        select(Priority.plan_id, PlanFocusArea)
        .join(Priority, Priority.id == PlanFocusArea.priority_id)
        .where(Priority.plan_id.in_(ids))
        .order_by(Priority.plan_id, PlanFocusArea.position, PlanFocusArea.id)
    )
    by_code: defaultdict[str, list[tuple[Region, PlanFocusArea]]] = defaultdict(list)
    for plan_id, area in db.session.execute(wanted):
        for code in area.occupation_groups:
            by_code[str(code)].append((regions[plan_id], area))
    shared = {code: areas for code, areas in by_code.items() if len({region.id for region, _area in areas}) > 1}
    names = taxonomy.groups(list(shared))
    return [Common(code, names[code].name if code in names else code, shared[code]) for code in sorted(shared)]
