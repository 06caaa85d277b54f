"""What other pages show of plans: search hits, links, focus areas, whether the plugin is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.db import db, one_or_none
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import Check, FocusArea, Link, SearchHit
from core.users.queries import may
from plugins.regional_plans.actions.models import Action
from plugins.regional_plans.links import path
from plugins.regional_plans.permissions import READ
from plugins.regional_plans.plans import queries
from plugins.regional_plans.plans.models import Plan, PlanFocusArea, Priority
from plugins.regional_plans.scope import plan_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User


def focus_areas(region: Region) -> list[FocusArea]:
    """The focus areas of the plan in force, in its order."""
    with plan_scope(region):
        plan = queries.in_force(region)
        if plan is None:
            return []
        wanted = (
            select(PlanFocusArea)
            .join(Priority, Priority.id == PlanFocusArea.priority_id)
            .where(Priority.plan_id == plan.id)
            .order_by(Priority.position, Priority.id, PlanFocusArea.position, PlanFocusArea.id)
        )
        url = path("plan", region, plan_id=plan.id)
        return [
            FocusArea(row.ref, row.title, row.description, tuple(row.occupation_groups), f"{url}#area-{row.id}")
            for row in db.session.execute(wanted).scalars()
        ]


def search(region: Region, user: User | None, query: str, limit: int) -> list[SearchHit]:
    """Actions whose title or description holds the words: of approved plans, and for the plan's own people of drafts too."""
    words = query.split()[:5]
    if not words:
        return []
    with plan_scope(region):
        wanted = select(Action, Plan).join(Plan, Plan.id == Action.plan_id).where(Action.region_id == region.id)
        if not may(user, region, READ):
            wanted = wanted.where(Plan.status.in_(queries.PUBLIC))
        for word in words:
            wanted = wanted.where(Action.title.icontains(word, autoescape=True) | Action.description.icontains(word, autoescape=True))
        found = db.session.execute(wanted.order_by(Plan.first_year.desc(), Action.id).limit(limit)).all()
    return [
        SearchHit(action.title, path("action", region, plan_id=plan.id, action_id=action.id), _("Insats i planen"), plan.title, score=0.5)
        for action, plan in found
    ]


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind a ref of a plan, a focus area or an action, for who may read its plan."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind not in ("plan", "focus", "action") or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    with plan_scope(region):
        found = _of(kind, int(number))
        if found is None or found[1].region_id != region.id or not (found[1].is_public or may(user, region, READ)):
            return None
    title, plan, anchor, action_id = found
    if action_id is not None:
        return Link(title, path("action", region, plan_id=plan.id, action_id=action_id), _("Insats i planen"))
    return Link(title, path("plan", region, plan_id=plan.id) + anchor, _("Plan") if kind == "plan" else _("Fokusområde"))


def _of(kind: str, number: int) -> tuple[str, Plan, str, int | None] | None:
    if kind == "plan":
        plan = one_or_none(Plan, number)
        return (plan.title, plan, "", None) if plan is not None else None
    if kind == "action":
        action = one_or_none(Action, number)
        plan = one_or_none(Plan, action.plan_id) if action is not None else None
        return (action.title, plan, "", action.id) if action is not None and plan is not None else None
    area = one_or_none(PlanFocusArea, number)
    priority = one_or_none(Priority, area.priority_id) if area is not None else None
    plan = one_or_none(Plan, priority.plan_id) if priority is not None else None
    return (area.title, plan, f"#area-{area.id}", None) if area is not None and plan is not None else None


def region_checks(region: Region) -> list[Check]:
    """Whether there is a plan that holds."""
    with plan_scope(region):
        held = queries.in_force(region) is not None
    remedy = _l("Skriv planen, låt nämnden besluta om den och skriv in beslutet.")
    return [Check(_l("Det finns en plan som gäller"), held, remedy, "regional_plans.plans")]
