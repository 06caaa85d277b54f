"""Pages where a coordinator mends a published match: what has happened, what would change, and publishing that."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.periods.queries import period as period_of
from plugins.internships.permissions import COORDINATE
from plugins.internships.placements import repair, repair_queries, words
from plugins.internships.placements.standing import standing
from plugins.internships.rounds.models import RunStatus
from plugins.internships.views import MAX_ID, bp

RUN = f"/repairs/<int(max={MAX_ID}):run_id>"


@bp.route(f"/periods/<int(max={MAX_ID}):period_id>/repair", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def repair_period(period_id: int) -> Any:
    """Who has lost a place, who has none, and what is free; and asking for a repair."""
    region, posted = current_region(), request.method == "POST"
    period = period_of(period_id, lock=posted)
    if posted:
        try:
            with atomic():
                run = repair.start(region=region, period=period, actor=require_user())
            return redirect(url_for("internships.repair_run", run_id=run.id))
        except DomainError as error:
            flash(error.message, "error")
        return redirect(url_for("internships.repair_period", period_id=period_id))
    now = standing(period)
    return render_template(
        "internships/placements/repair.html",
        period=period,
        now=now,
        lost=repair_queries.people(now, now.lost),
        gone=repair_queries.people(now, sorted(now.gone)),
        empty=repair_queries.people(now, now.empty),
        refused=repair_queries.people(now, sorted(now.refused)),
        runs=repair_queries.repairs(period),
        words=words,
        possible=period.status in repair.REPAIRABLE,
    )


@bp.get(RUN)
@requires(GET=COORDINATE)
def repair_run(run_id: int) -> str:
    """What a repair would change, before and after."""
    run = repair_queries.own_repair(current_region(), run_id)
    period = period_of(run.period_id)
    return render_template(
        "internships/placements/repair_run.html",
        run=run,
        period=period,
        changes=repair_queries.changes(run),
        stale=repair.stale_because(run, period) if run.status is RunStatus.DONE else "",
        words=words,
    )


@bp.post(f"{RUN}/publish")
@requires(POST=COORDINATE)
@once
def publish_repair(run_id: int) -> Any:
    """Move those whom it concerns, and tell them."""
    region = current_region()
    period = period_of(repair_queries.own_repair(region, run_id).period_id, lock=True)
    run = repair_queries.own_repair(region, run_id, lock=True)
    try:
        with atomic():
            repair.publish(region=region, period=period, run=run)
        flash(_("Omfördelningen är publicerad. De som berörs får ett mejl."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.repair_run", run_id=run_id))
