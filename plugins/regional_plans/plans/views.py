"""Pages of plans: the list, the plan as a document, and where it is written."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from core.db import atomic
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region, current_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.regional_plans.actions import words as action_words
from plugins.regional_plans.actions.queries import partner_ids
from plugins.regional_plans.group.queries import groups
from plugins.regional_plans.papers import of_plan
from plugins.regional_plans.permissions import BOARD, MANAGE, READ
from plugins.regional_plans.plans import copying, queries, service, words
from plugins.regional_plans.plans.forms import AreaForm, CopyForm, PlanForm, PriorityForm
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.views import MAX_ID, bp

ONE = f"/plans/<int(max={MAX_ID}):plan_id>"
PRIORITY = f"{ONE}/priorities/<int(max={MAX_ID}):priority_id>"
AREA = f"{ONE}/areas/<int(max={MAX_ID}):area_id>"


def readable(region: Region, plan_id: int) -> Plan:
    """A plan that the visitor may read: an approved one, or any for the plan's own people.

    Raises:
        NotFound: when there is none, or it is not theirs to see.
    """
    found = queries.plan(region, plan_id)
    if not found.is_public and not may(current_user(), region, READ):
        raise NotFound(queries.missing())
    return found


@bp.get("/")
@public("GET")
def plans() -> str:
    """The region's plans: for everybody those that hold or have held, for its own people also drafts."""
    region, user = current_region(), current_user()
    page = queries.plans(region, public=not may(user, region, READ), number=request.args.get("page", 1, type=int))
    return render_template(
        "regional_plans/plans/list.html", page=page, words=words, manages=may(user, region, MANAGE), reads=may(user, region, READ)
    )


@bp.get(ONE)
@public("GET")
def plan(plan_id: int) -> str:
    """A plan, whole."""
    region, user = current_region(), current_user()
    readable(region, plan_id)
    whole = queries.whole(region, plan_id)
    manages = may(user, region, MANAGE) and whole.row.status != PlanStatus.CLOSED
    steps = [step for step in service.STEPS[whole.row.status] if may(user, region, BOARD if step == PlanStatus.CLOSED else MANAGE)]
    return render_template(
        "regional_plans/plans/plan.html",
        whole=whole,
        papers=of_plan(region, user, whole.row),
        words=words,
        action_words=action_words,
        manages=manages,
        copies=may(user, region, MANAGE),
        reads=may(user, region, READ),
        steps=steps,
    )


@bp.route("/plans/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_plan() -> Any:
    """Write a plan."""
    return _edit_plan(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_plan(plan_id: int) -> Any:
    """Change a plan's own texts."""
    return _edit_plan(queries.plan(current_region(), plan_id, lock=request.method == "POST"))


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _to_plan(saved: Any) -> str:
    return url_for("regional_plans.plan", plan_id=saved.id)


def _edit_plan(found: Plan | None) -> Any:
    region = current_region()
    form = PlanForm(found, [SelectChoice(str(each.id), each.title) for each in groups(region)], _posted())
    return save_form(
        form,
        found,
        lambda: service.save_plan(region=region, plan=found, facts=form.facts()),
        done=_("Planen är sparad."),
        to=_to_plan,
        template="regional_plans/plans/edit.html",
    )


@bp.post(f"{ONE}/step")
@requires(POST=MANAGE)
@once
def move_plan(plan_id: int) -> Any:
    """Take a step: to the board, back to draft, or closed."""
    region = current_region()
    found = queries.plan(region, plan_id, lock=True)
    wanted = request.form.get("to", "")
    try:
        with atomic():
            if wanted not in set(PlanStatus):
                raise DomainError(_("Välj ett läge."))
            service.move_plan(region=region, plan=found, to=PlanStatus(wanted))
        flash(_("Planen har bytt läge."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(_to_plan(found))


@bp.route(f"{ONE}/copy", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def copy_plan(plan_id: int) -> Any:
    """Copy a plan forward to the years after it."""
    region = current_region()
    whole = queries.whole(region, plan_id)
    form = CopyForm(_posted())
    return save_form(
        form,
        None,
        lambda: copying.copy_forward(region=region, whole=whole, title=form.title.data, partner_ids=partner_ids(whole.row)),
        done=_("Här är utkastet till den nya planen."),
        to=_to_plan,
        template="regional_plans/plans/copy.html",
        plan=whole.row,
    )


@bp.route(f"{ONE}/priorities/new", methods=["GET", "POST"], defaults={"priority_id": None})
@bp.route(f"{PRIORITY}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_priority(plan_id: int, priority_id: int | None) -> Any:
    """Add a priority, or change one."""
    region, posted = current_region(), request.method == "POST"
    of = queries.plan(region, plan_id, lock=posted)
    found = service.priority_of(of, priority_id, lock=posted) if priority_id is not None else None
    form = PriorityForm(found, _posted())
    return save_form(
        form,
        found,
        lambda: service.save_priority(region=region, plan=of, priority=found, facts=form.facts()),
        done=_("Prioriteringen är sparad."),
        to=lambda saved: _to_plan(of),
        template="regional_plans/plans/part.html",
        plan=of,
        heading=_("Ändra prioriteringen") if found else _("Lägg till en prioritering"),
    )


@bp.route(f"{PRIORITY}/areas/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_area(plan_id: int, priority_id: int) -> Any:
    """Add a focus area to a priority."""
    of = queries.plan(current_region(), plan_id, lock=request.method == "POST")
    return _edit_area(of, service.priority_of(of, priority_id), None)


@bp.route(f"{AREA}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_area(plan_id: int, area_id: int) -> Any:
    """Change a focus area."""
    posted = request.method == "POST"
    of = queries.plan(current_region(), plan_id, lock=posted)
    found = service.area_of(of, area_id, lock=posted)
    return _edit_area(of, service.priority_of(of, found.priority_id), found)


def _edit_area(of: Plan, priority: Any, found: Any) -> Any:
    region = current_region()
    form = AreaForm(found, _posted())
    return save_form(
        form,
        found,
        lambda: service.save_area(region=region, plan=of, priority=priority, area=found, facts=form.facts()),
        done=_("Fokusområdet är sparat."),
        to=lambda saved: _to_plan(of),
        template="regional_plans/plans/part.html",
        plan=of,
        heading=_("Ändra fokusområdet") if found else _("Lägg till ett fokusområde"),
    )


def _change(plan_id: int, change: Any) -> Any:
    region = current_region()
    of = queries.plan(region, plan_id, lock=True)
    try:
        with atomic():
            change(region, of)
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        flash(error.message, "error")
    return redirect(_to_plan(of))


@bp.post(f"{PRIORITY}/move")
@requires(POST=MANAGE)
@once
def move_priority(plan_id: int, priority_id: int) -> Any:
    """Move a priority up or down."""
    up = request.form.get("to") == "up"
    return _change(plan_id, lambda r, of: service.move_priority(region=r, plan=of, priority=service.priority_of(of, priority_id), up=up))


@bp.post(f"{AREA}/move")
@requires(POST=MANAGE)
@once
def move_area(plan_id: int, area_id: int) -> Any:
    """Move a focus area up or down within its priority."""
    up = request.form.get("to") == "up"
    return _change(plan_id, lambda r, of: service.move_area(region=r, plan=of, area=service.area_of(of, area_id), up=up))


@bp.post(f"{PRIORITY}/remove")
@requires(POST=MANAGE)
@once
def remove_priority(plan_id: int, priority_id: int) -> Any:
    """Take away a priority that is empty."""
    return _change(plan_id, lambda r, of: service.remove_priority(region=r, plan=of, priority=service.priority_of(of, priority_id)))


@bp.post(f"{AREA}/remove")
@requires(POST=MANAGE)
@once
def remove_area(plan_id: int, area_id: int) -> Any:
    """Take away a focus area that is empty."""
    return _change(plan_id, lambda r, of: service.remove_area(region=r, plan=of, area=service.area_of(of, area_id)))
