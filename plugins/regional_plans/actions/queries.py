"""Reads on actions: the list with its filters, one action, and what has been said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from core.clock import today
from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.organisations.models import Organisation
from core.records.people import protected_addresses
from core.regions.models import Region
from core.users.queries import organisations_where
from plugins.regional_plans.actions.models import Action, ActionPartner, ActionStatus, Indicator, IndicatorValue
from plugins.regional_plans.permissions import MANAGE, REPORT
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, Priority
from plugins.regional_plans.plans.queries import WholeIndicator, missing
from plugins.regional_plans.status.models import StatusReport

if TYPE_CHECKING:
    from core.api import Principal
    from core.users.models import User

MAX_REPORTS = 100


@dataclass(frozen=True)
class Filters:
    """What to show. Empty: everything. `late`: whose last day has passed without their being done or stopped."""

    status: str = ""
    owner: str = ""
    late: bool = False

    def arguments(self) -> dict[str, Any]:
        """As arguments of an address."""
        return {name: value for name, value in (("status", self.status), ("owner", self.owner), ("late", int(self.late))) if value}


@dataclass(frozen=True)
class Row:
    """An action of the list, with its owner's name and its focus area's."""

    action: Action
    owner: str
    area: str


def listing(plan: Plan, filters: Filters) -> Select[Any]:
    """The actions of a plan that a filter lets through, in the plan's order: to page, or to write to a file."""
    wanted: Any = (
        select(Action, Organisation.name, PlanFocusArea.title)
        .join(PlanFocusArea, PlanFocusArea.id == Action.focus_area_id)
        .join(Priority, Priority.id == PlanFocusArea.priority_id)
        .outerjoin(Organisation, Organisation.id == Action.organisation_id)
        .where(Action.plan_id == plan.id)
        .order_by(Priority.position, Priority.id, PlanFocusArea.position, PlanFocusArea.id, Action.position, Action.id)
    )
    if filters.status in set(ActionStatus):
        wanted = wanted.where(Action.status == ActionStatus(filters.status))
    if filters.owner.isascii() and filters.owner.isdigit() and len(filters.owner) <= 9:
        wanted = wanted.where(Action.organisation_id == int(filters.owner))
    if filters.late:
        wanted = wanted.where(Action.ends_on < today(), Action.status.not_in((ActionStatus.DONE, ActionStatus.STOPPED)))
    return wanted  # type: ignore[no-any-return]


def page(plan: Plan, filters: Filters, *, number: int = 1, size: int = 30) -> Page[Row]:
    """One page of the list."""
    found: Page[Any] = paginate(listing(plan, filters), number=number, size=size, scalars=False)
    rows = [Row(action, owner or action.owner_name, area) for action, owner, area in found.items]
    return Page(items=rows, total=found.total, number=found.number, size=found.size)


def everything(plan: Plan, filters: Filters) -> list[Row]:
    """The whole list. A plan has at most some hundred actions."""
    return [Row(action, owner or action.owner_name, area) for action, owner, area in db.session.execute(listing(plan, filters))]


def owners(plan: Plan) -> Sequence[tuple[int, str]]:
    """The organisations that own something in a plan, by name."""
    wanted = select(Organisation.id, Organisation.name).where(
        Organisation.id.in_(select(Action.organisation_id).where(Action.plan_id == plan.id))
    )
    return [(number, name) for number, name in db.session.execute(wanted.order_by(Organisation.sort_key, Organisation.id))]


def action(plan: Plan, action_id: int, *, lock: bool = False) -> Action:
    """One action of a plan.

    Raises:
        NotFound: when there is none, or it is another plan's.
    """
    found = get(Action, action_id, lock=lock)
    if found.plan_id != plan.id:
        raise NotFound(missing())
    return found


def owner_of(found: Action) -> str:
    """The owner's name: as the register has it now, or as it was."""
    name = db.session.execute(select(Organisation.name).where(Organisation.id == found.organisation_id)).scalar_one_or_none()
    return name or found.owner_name


def partners(found: Action) -> Sequence[Organisation]:
    """Who takes part, by name."""
    wanted = (
        select(Organisation)
        .join(ActionPartner, ActionPartner.organisation_id == Organisation.id)
        .where(ActionPartner.action_id == found.id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return db.session.execute(wanted).scalars().all()


def partner_ids(plan: Plan) -> Mapping[int, list[int]]:
    """The ids of the partners of every action of a plan."""
    wanted = select(ActionPartner.action_id, ActionPartner.organisation_id).join(Action, Action.id == ActionPartner.action_id)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for action_id, organisation_id in db.session.execute(wanted.where(Action.plan_id == plan.id).order_by(ActionPartner.id)):
        found[action_id].append(organisation_id)
    return found


def contact_of(found: Action) -> str:
    """The contact as the plan's own people read it; empty for somebody with protected identity."""
    if not found.contact_email or found.contact_email.lower() in protected_addresses([found.contact_email]):
        return "" if found.contact_email else found.contact_name
    return ", ".join(part for part in (found.contact_name, found.contact_email) if part)


def indicators(found: Action) -> list[WholeIndicator]:
    """An action's indicators with their outcomes."""
    rows = db.session.execute(
        select(Indicator).where(Indicator.action_id == found.id).order_by(Indicator.position, Indicator.id)
    ).scalars().all()  # fmt: skip
    values: defaultdict[int, list[IndicatorValue]] = defaultdict(list)
    wanted = select(IndicatorValue).where(IndicatorValue.indicator_id.in_([row.id for row in rows]))
    for value in db.session.execute(wanted.order_by(IndicatorValue.measured_on, IndicatorValue.id)).scalars():
        values[value.indicator_id].append(value)
    return [WholeIndicator(row, values[row.id]) for row in rows]


def indicator(found: Action, indicator_id: int, *, lock: bool = False) -> Indicator:
    """One indicator of an action.

    Raises:
        NotFound: when there is none, or it is another action's.
    """
    row = get(Indicator, indicator_id, lock=lock)
    if row.action_id != found.id:
        raise NotFound(missing())
    return row


def reports(found: Action) -> Sequence[StatusReport]:
    """What has been said of an action, the latest first."""
    wanted = select(StatusReport).where(StatusReport.action_id == found.id)
    ordered = wanted.order_by(StatusReport.reported_at.desc(), StatusReport.id.desc()).limit(MAX_REPORTS)
    return db.session.execute(ordered).scalars().all()


def may_report(region: Region, user: User | Principal | None, found: Action) -> bool:
    """Whether a person may say how an action goes: who acts for its owner, and the region."""
    return found.organisation_id in organisations_where(user, region, REPORT) or organisations_where(user, region, MANAGE).everywhere
