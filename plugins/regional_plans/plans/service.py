"""What can be done with a plan and its parts. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from core.audit.service import record
from core.db import db, get, sort_key, utcnow
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.plans import queries
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, PlanStatus, Priority

MAX_PRIORITIES = 20
MAX_AREAS = 40  # of one priority
OPEN = (PlanStatus.DRAFT, PlanStatus.REFERRAL, PlanStatus.BOARD)
STEPS: dict[PlanStatus, tuple[PlanStatus, ...]] = {
    PlanStatus.DRAFT: (PlanStatus.BOARD,),
    PlanStatus.REFERRAL: (PlanStatus.DRAFT, PlanStatus.BOARD),
    PlanStatus.BOARD: (PlanStatus.DRAFT,),
    PlanStatus.IN_FORCE: (PlanStatus.CLOSED,),
    PlanStatus.CLOSED: (),
}
own_plan = queries.plan


def save_plan(*, region: Region, plan: Plan | None, facts: Mapping[str, Any]) -> Plan:
    """Make a plan as a draft, or change its own texts.

    Raises:
        DomainError: when the years do not fit together.
        Conflict: when the plan is closed.
    """
    if facts["last_year"] < facts["first_year"]:
        raise DomainError(_("Planens sista år kan inte vara före det första."), field="last_year")
    key = sort_key(facts["title"])[:200]
    if plan is None:
        plan = Plan(region_id=region.id, sort_key=key, **facts)
        db.session.add(plan)
        db.session.flush()
        record("regional_plans.plan.made", region=region, subject=plan.ref, title=plan.title)
        return plan
    changeable(plan)
    changed = sorted(name for name, value in facts.items() if getattr(plan, name) != value)
    for name in changed:
        setattr(plan, name, facts[name])
    if changed:
        plan.sort_key = key
        db.session.flush()
        record("regional_plans.plan.changed", region=region, subject=plan.ref, title=plan.title, fields=changed)
    return plan


def changeable(plan: Plan) -> None:
    """That a plan may still be changed.

    Raises:
        Conflict: when it is closed.
    """
    if plan.status == PlanStatus.CLOSED:
        raise Conflict(_("Planen är avslutad och kan inte ändras. Kopiera den till en ny plan för att arbeta vidare."))


def touch(plan: Plan) -> None:
    """Count a change of a part as a change of the plan, so that a board decision and an edit at the same time are noticed."""
    plan.updated_at = utcnow()
    db.session.flush()


def move_plan(*, region: Region, plan: Plan, to: PlanStatus) -> Plan:
    """Take a plan a step on. It comes into force by the board's decision, not by this.

    Raises:
        Conflict: when that is not the next step.
    """
    if to not in STEPS[plan.status]:
        raise Conflict(_("Planen har redan bytt läge. Läs in sidan igen."))
    plan.status = to
    if to == PlanStatus.CLOSED:
        plan.closed_at = utcnow()
    db.session.flush()
    record("regional_plans.plan.moved", region=region, subject=plan.ref, title=plan.title, to=to.value)
    return plan


def put_in_force(*, region: Region, plan: Plan, adopted_on: Any, diary_number: str) -> Plan:
    """The plan holds from now; the one before it is closed.

    Raises:
        Conflict: when it is closed already.
    """
    changeable(plan)
    before = queries.in_force(region)
    if before is not None and before.id != plan.id:
        before.status, before.closed_at = PlanStatus.CLOSED, utcnow()
        record("regional_plans.plan.moved", region=region, subject=before.ref, title=before.title, to="closed")
    plan.status, plan.adopted_on, plan.diary_number = PlanStatus.IN_FORCE, adopted_on, diary_number
    db.session.flush()
    record("regional_plans.plan.moved", region=region, subject=plan.ref, title=plan.title, to="in_force")
    return plan


def priority_of(plan: Plan, priority_id: int, *, lock: bool = False) -> Priority:
    """One priority of a plan.

    Raises:
        NotFound: when there is none, or it is another plan's.
    """
    found = get(Priority, priority_id, lock=lock)
    if found.plan_id != plan.id:
        raise NotFound(queries.missing())
    return found


def area_of(plan: Plan, area_id: int, *, lock: bool = False) -> PlanFocusArea:
    """One focus area of a plan.

    Raises:
        NotFound: when there is none, or it is another plan's.
    """
    found = get(PlanFocusArea, area_id, lock=lock)
    priority_of(plan, found.priority_id)
    return found


def save_priority(*, region: Region, plan: Plan, priority: Priority | None, facts: Mapping[str, Any]) -> Priority:
    """Add a priority last, or change one.

    Raises:
        Conflict: when the plan is closed.
        DomainError: when it has as many priorities as a plan can have.
    """
    changeable(plan)
    if priority is None:
        count = _count(select(func.count()).select_from(Priority).where(Priority.plan_id == plan.id))
        if count >= MAX_PRIORITIES:
            raise DomainError(_("En plan kan ha högst %(n)s prioriteringar.", n=MAX_PRIORITIES))
        priority = Priority(region_id=region.id, plan_id=plan.id, position=_next(Priority.position, Priority.plan_id == plan.id), **facts)
        db.session.add(priority)
    else:
        for name, value in facts.items():
            setattr(priority, name, value)
    touch(plan)
    record("regional_plans.plan.part_saved", region=region, subject=plan.ref, title=plan.title, part=priority.title)
    return priority


def save_area(*, region: Region, plan: Plan, priority: Priority, area: PlanFocusArea | None, facts: Mapping[str, Any]) -> PlanFocusArea:
    """Add a focus area last in a priority, or change one.

    Raises:
        Conflict: when the plan is closed.
        DomainError: when the priority has as many focus areas as it can have.
    """
    changeable(plan)
    if area is None:
        own = PlanFocusArea.priority_id == priority.id
        if _count(select(func.count()).select_from(PlanFocusArea).where(own)) >= MAX_AREAS:
            raise DomainError(_("En prioritering kan ha högst %(n)s fokusområden.", n=MAX_AREAS))
        area = PlanFocusArea(region_id=region.id, priority_id=priority.id, position=_next(PlanFocusArea.position, own), **facts)
        db.session.add(area)
    else:
        for name, value in facts.items():
            setattr(area, name, value)
    touch(plan)
    record("regional_plans.plan.part_saved", region=region, subject=plan.ref, title=plan.title, part=area.title)
    return area


def remove_priority(*, region: Region, plan: Plan, priority: Priority) -> None:
    """Take away a priority that is empty.

    Raises:
        Conflict: when the plan is closed, or there are focus areas left in it.
    """
    changeable(plan)
    if _count(select(func.count()).select_from(PlanFocusArea).where(PlanFocusArea.priority_id == priority.id)):
        raise Conflict(_("Prioriteringen har fokusområden. Flytta eller ta bort dem först."))
    db.session.delete(priority)
    touch(plan)
    record("regional_plans.plan.part_removed", region=region, subject=plan.ref, title=plan.title, part=priority.title)


def remove_area(*, region: Region, plan: Plan, area: PlanFocusArea) -> None:
    """Take away a focus area that is empty.

    Raises:
        Conflict: when the plan is closed, or there are actions left in it.
    """
    changeable(plan)
    if _count(select(func.count()).select_from(Action).where(Action.focus_area_id == area.id)):
        raise Conflict(_("Fokusområdet har insatser. Flytta eller ta bort dem först."))
    db.session.delete(area)
    touch(plan)
    record("regional_plans.plan.part_removed", region=region, subject=plan.ref, title=plan.title, part=area.title)


def move_priority(*, region: Region, plan: Plan, priority: Priority, up: bool) -> None:
    """Swap places with the priority before or after it; nothing happens at the end of the list."""
    changeable(plan)
    rows = db.session.execute(select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.position, Priority.id)).scalars().all()
    _swap(rows, priority, up=up)
    touch(plan)
    record("regional_plans.plan.part_moved", region=region, subject=plan.ref, title=plan.title, part=priority.title)


def move_area(*, region: Region, plan: Plan, area: PlanFocusArea, up: bool) -> None:
    """Swap places with the focus area before or after it."""
    changeable(plan)
    wanted = select(PlanFocusArea).where(PlanFocusArea.priority_id == area.priority_id)
    rows = db.session.execute(wanted.order_by(PlanFocusArea.position, PlanFocusArea.id)).scalars().all()
    _swap(rows, area, up=up)
    touch(plan)
    record("regional_plans.plan.part_moved", region=region, subject=plan.ref, title=plan.title, part=area.title)


def _swap(rows: Any, row: Any, *, up: bool) -> None:
    order = list(rows)
    at = order.index(row)
    other = at - 1 if up else at + 1
    if 0 <= other < len(order):
        order[at], order[other] = order[other], order[at]
    for position, each in enumerate(order, 1):
        each.position = position


def _next(column: Any, condition: Any) -> int:
    return int(db.session.execute(select(func.coalesce(func.max(column), 0)).where(condition)).scalar_one()) + 1


def _count(statement: Any) -> int:
    return int(db.session.execute(statement).scalar_one())
