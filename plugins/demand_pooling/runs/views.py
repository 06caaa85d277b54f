"""Pages of plans: the list, one plan while it is made and when it is done, one of its classes, and the needs that are left out."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError, NotFound
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.format import format_number
from core.web.submission import once
from plugins.demand_pooling.permissions import PLAN, READ_NAMED
from plugins.demand_pooling.runs import queries, service, words
from plugins.demand_pooling.runs.models import PlanRun
from plugins.demand_pooling.runs.snapshot import usable_centres
from plugins.demand_pooling.solving.instance import Instance
from plugins.demand_pooling.solving.result import Result
from plugins.demand_pooling.views import MAX_ID, bp

PAGE = f"/plans/<int(max={MAX_ID}):run_id>"


@bp.get("/plans")
@requires(GET=PLAN)
def plans() -> str:
    """The plans that were made, and the button that makes one."""
    region = current_region()
    centres = usable_centres(region)
    return render_template(
        "demand_pooling/plans/list.html",
        page=queries.run_page(region, number=request.args.get("page", 1, type=int)),
        centres=len(centres),
        seats=sum(centre.seats for centre in centres),
        without_seats=[centre.name for centre in centres if not centre.seats],
        words=words,
    )


@bp.post("/plans/start")
@requires(POST=PLAN)
@once
def start_plan() -> Any:
    """Have a plan made."""
    try:
        with atomic():
            run = service.start_run(region=current_region(), actor=current_user())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("demand_pooling.plans"))
    return redirect(url_for("demand_pooling.plan", run_id=run.id))


@bp.get(PAGE)
@requires(GET=PLAN)
def plan(run_id: int) -> str:
    """One plan: how far it has come, how good it is, and its classes."""
    region = current_region()
    run = service.own_run(region, run_id)
    instance, result = service.instance_of(run), service.result_of(run)
    return render_template(
        "demand_pooling/plans/plan.html",
        run=run,
        result=result,
        classes=queries.class_rows(instance, result) if result else [],
        reasons=queries.reasons(result).most_common() if result else [],
        almost=queries.almost(instance, result) if result else [],
        stale=not run.under_way and run.published_at is None and service.is_stale(region, run),
        words=words,
    )


@bp.get(f"{PAGE}/classes/<int:number>")
@requires(GET=PLAN)
def plan_class(run_id: int, number: int) -> str:
    """One class of a plan: who is in it, where they sit, and why they belong together."""
    run, instance, result = _with_result(run_id)
    row = queries.class_row(instance, result, number)
    return render_template(
        "demand_pooling/plans/class.html",
        run=run,
        row=row,
        members=queries.member_rows(instance, row.planned),
        room=instance.school_forms[row.planned.level].max * row.planned.groups - row.planned.people,
        named=may(current_user(), current_region(), READ_NAMED),
        employer=partial(queries.employer, current_region()),
        name_of=name_of,
    )


@bp.get(f"{PAGE}/needs")
@requires(GET=PLAN)
def plan_needs(run_id: int) -> str:
    """The needs that are not in the plan, why, and what would bring them in."""
    run, instance, result = _with_result(run_id)
    asked = request.args.get("reason", "")
    reason = asked if asked in words.REASONS else ""
    return render_template(
        "demand_pooling/plans/needs.html",
        run=run,
        page=queries.left_page(instance, result, reason=reason, number=request.args.get("page", 1, type=int)),
        reason=reason,
        reasons=queries.reasons(result).most_common(),
        named=may(current_user(), current_region(), READ_NAMED),
        employer=partial(queries.employer, current_region()),
        name_of=name_of,
        words=words,
    )


def _with_result(run_id: int) -> tuple[PlanRun, Instance, Result]:
    run = service.own_run(current_region(), run_id)
    result = service.result_of(run)
    if result is None:
        raise NotFound(_("Planen har inget förslag än. Gå tillbaka till planen och vänta tills den är räknad."))
    return run, service.instance_of(run), result


@bp.post(f"{PAGE}/cancel")
@requires(POST=PLAN)
@once
def cancel_plan(run_id: int) -> Any:
    """Stop the making of a plan; what was found is kept."""
    try:
        with atomic():
            service.cancel_run(region=current_region(), run_id=run_id)
        flash(_("Räkningen avbryts. Förslag som redan finns sparas."))
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "info")
    return redirect(url_for("demand_pooling.plan", run_id=run_id))


@bp.post(f"{PAGE}/publish")
@requires(POST=PLAN)
@once
def publish_plan(run_id: int) -> Any:
    """Make the plan's classes into clusters."""
    region = current_region()
    refused = service.refusal(region=region, run_id=run_id)
    if refused:
        with atomic():
            service.refuse(region=region, run_id=run_id, faults=refused)
        flash(_("Planen kan inte användas, för den bryter mot reglerna. Vad som är fel står på sidan. Räkna fram en ny."), "error")
        return redirect(url_for("demand_pooling.plan", run_id=run_id))
    try:
        with atomic():
            made = service.publish(region=region, run_id=run_id, actor=current_user())
        count = format_number(made)
        flash(ngettext("Planen används. %(n)s klass är nu ett kluster.", "Planen används. %(n)s klasser är nu kluster.", made, n=count))
    except DomainError as error:
        if error.status == 404:
            raise
        flash(error.message, "error")
        return redirect(url_for("demand_pooling.plan", run_id=run_id))
    return redirect(url_for("demand_pooling.clusters", status="viable"))
