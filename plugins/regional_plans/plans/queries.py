"""Reads on plans. `whole` is what the page, the tree, the Gantt chart, the report and the comparison are all made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action, ActionPartner, Indicator, IndicatorValue
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, PlanStatus, Priority

PUBLIC = (PlanStatus.IN_FORCE, PlanStatus.CLOSED)


@dataclass(frozen=True)
class WholeIndicator:
    """An indicator and its outcomes, the oldest first."""

    row: Indicator
    values: Sequence[IndicatorValue]

    @property
    def latest(self) -> IndicatorValue | None:
        """The outcome that was measured last."""
        return self.values[-1] if self.values else None


@dataclass(frozen=True)
class WholeAction:
    """An action with its owner's and partners' names, and its indicators. `number` is as one reads it: `2.1.3`."""

    row: Action
    number: str
    owner: str
    partners: Sequence[str]
    indicators: Sequence[WholeIndicator]


@dataclass(frozen=True)
class WholeArea:
    """A focus area and its actions."""

    row: PlanFocusArea
    number: str
    actions: Sequence[WholeAction]


@dataclass(frozen=True)
class WholePriority:
    """A priority and its focus areas."""

    row: Priority
    number: str
    areas: Sequence[WholeArea]


@dataclass(frozen=True)
class WholePlan:
    """A plan with everything in it, in the plan's own order."""

    row: Plan
    priorities: Sequence[WholePriority]

    @property
    def actions(self) -> list[WholeAction]:
        """All actions, in the plan's order."""
        return [action for priority in self.priorities for area in priority.areas for action in area.actions]


def plan(region: Region, plan_id: int, *, lock: bool = False) -> Plan:
    """One plan of the region.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = get(Plan, plan_id, lock=lock)
    if found.region_id != region.id:
        raise NotFound(missing())
    return found


def plans(region: Region, *, public: bool, number: int = 1, size: int = 30) -> Page[Plan]:
    """The region's plans, the latest first; `public`: only those that the board has approved."""
    wanted = select(Plan).where(Plan.region_id == region.id)
    if public:
        wanted = wanted.where(Plan.status.in_(PUBLIC))
    return paginate(wanted.order_by(Plan.first_year.desc(), Plan.id.desc()), number=number, size=size)


def in_force(region: Region) -> Plan | None:
    """The plan that holds now."""
    wanted = select(Plan).where(Plan.region_id == region.id, Plan.status == PlanStatus.IN_FORCE)
    return db.session.execute(wanted.order_by(Plan.first_year.desc(), Plan.id.desc()).limit(1)).scalar_one_or_none()


def whole(region: Region, plan_id: int) -> WholePlan:
    """A plan with all its parts, in seven queries however large it is.

    Raises:
        NotFound: when there is none, or it is another region's.
    """
    found = plan(region, plan_id)
    priorities = _all(select(Priority).where(Priority.plan_id == found.id).order_by(Priority.position, Priority.id))
    areas = _all(
        select(PlanFocusArea)
        .join(Priority, Priority.id == PlanFocusArea.priority_id)
        .where(Priority.plan_id == found.id)
        .order_by(PlanFocusArea.position, PlanFocusArea.id)
    )
    rows = db.session.execute(
        select(Action, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Action.organisation_id)
        .where(Action.plan_id == found.id)
        .order_by(Action.position, Action.id)
    ).all()
    partners, indicators = _partners(found), _indicators(found)
    by_area: defaultdict[int, list[tuple[Action, str]]] = defaultdict(list)
    for action, owner in rows:
        by_area[action.focus_area_id].append((action, owner or action.owner_name))
    by_priority: defaultdict[int, list[PlanFocusArea]] = defaultdict(list)
    for area in areas:
        by_priority[area.priority_id].append(area)

    def made(action: Action, owner: str, number: str) -> WholeAction:
        return WholeAction(action, number, owner, partners.get(action.id, ()), indicators.get(action.id, ()))

    built = []
    for p, priority in enumerate(priorities, 1):
        parts = []
        for a, area in enumerate(by_priority[priority.id], 1):
            number = f"{p}.{a}"
            actions = [made(action, owner, f"{number}.{n}") for n, (action, owner) in enumerate(by_area[area.id], 1)]
            parts.append(WholeArea(area, number, actions))
        built.append(WholePriority(priority, str(p), parts))
    return WholePlan(found, built)


def _all(wanted: object) -> Sequence:  # type: ignore[type-arg]
    return db.session.execute(wanted).scalars().all()  # type: ignore[call-overload,no-any-return]


def _partners(found: Plan) -> dict[int, list[str]]:
    wanted = (
        select(ActionPartner.action_id, Organisation.name)
        .join(Organisation, Organisation.id == ActionPartner.organisation_id)
        .join(Action, Action.id == ActionPartner.action_id)
        .where(Action.plan_id == found.id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for action_id, name in db.session.execute(wanted):
        names[action_id].append(name)
    return names


def _indicators(found: Plan) -> dict[int, list[WholeIndicator]]:
    of_plan = select(Indicator).join(Action, Action.id == Indicator.action_id).where(Action.plan_id == found.id)
    indicators = _all(of_plan.order_by(Indicator.position, Indicator.id))
    values = _all(
        select(IndicatorValue)
        .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        .join(Action, Action.id == Indicator.action_id)
        .where(Action.plan_id == found.id)
        .order_by(IndicatorValue.measured_on, IndicatorValue.id)
    )
    by_indicator: defaultdict[int, list[IndicatorValue]] = defaultdict(list)
    for value in values:
        by_indicator[value.indicator_id].append(value)
    by_action: defaultdict[int, list[WholeIndicator]] = defaultdict(list)
    for indicator in indicators:
        by_action[indicator.action_id].append(WholeIndicator(indicator, by_indicator[indicator.id]))
    return by_action


def missing() -> str:
    """What is said of what is not there, or not this person's to see."""
    return _("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den.")
