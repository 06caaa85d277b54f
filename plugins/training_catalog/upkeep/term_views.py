"""Pages for what happens to occasions from term to term: copied, cancelled, given after all, taken away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.clock import today
from core.db import atomic
from core.db.query import MAX_INTEGER
from core.errors import DomainError
from core.i18n import gettext as _
from core.plugins.enablement import is_enabled
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.format import format_date
from core.web.submission import once
from plugins.training_catalog.facts import event_ref
from plugins.training_catalog.permissions import KEEP
from plugins.training_catalog.upkeep import cancelling, notices, presentation, queries, service
from plugins.training_catalog.upkeep.forms import CancelForm, copied, copy_form, seen
from plugins.training_catalog.upkeep.models import KeptOccasion, KeptState
from plugins.training_catalog.upkeep.terms import HALF, YEAR, shifted, weeks_on
from plugins.training_catalog.upkeep.values import Occasion
from plugins.training_catalog.upkeep.views import OCCASION
from plugins.training_catalog.views import bp


def _moved(row: KeptOccasion, weeks: int) -> Occasion:
    on = weeks_on(row.start, weeks, today())
    said = service.from_row(row)
    return replace(said, start=shifted(row.start, on), end=shifted(row.end, on), application_last=shifted(row.application_last, on))


@bp.route("/own/copy", methods=["GET", "POST"])
@requires(GET=KEEP, POST=KEEP)
@once
def own_copy() -> Any:
    """Copy one or several occasions to another term: new dates shown, and changed if need be, before anything is saved."""
    user, region = require_user(), current_region()
    wanted = [number for number in request.values.getlist("occasion", type=int) if 0 < number <= MAX_INTEGER]
    rows = queries.chosen(region, user, wanted[: service.MAX_COPIES])
    if not rows:
        flash(_("Välj vilka tillfällen som ska kopieras."), "info")
        return redirect(url_for("training_catalog.own_list"))
    weeks = YEAR if request.values.get("weeks") == str(YEAR) else HALF
    form = copy_form({row.id: _moved(row, weeks) for _education, row in rows}, request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    dates = copied(form, [row.id for _education, row in rows])
                    made = service.copy(region=region, user=user, dates=dates, publish_now=request.form.get("do") == "publish")
            except DomainError as error:
                form.add_error(error)
                status = error.status
            else:
                drafts = sum(1 for row in made if row.state is KeptState.DRAFT)
                flash(
                    _("Kopior: %(n)s, varav %(drafts)s utkast som du kan publicera.", n=len(made), drafts=drafts)
                    if drafts
                    else _("Kopierade och publicerade tillfällen: %(n)s.", n=len(made))
                )
                return redirect(url_for("training_catalog.own_list"))
    page = render_template(
        "training_catalog/upkeep/copy.html",
        form=form,
        rows=rows,
        weeks=weeks,
        half=HALF,
        year=YEAR,
        in_words=presentation.in_words,
        any_published=any(education.state is KeptState.PUBLISHED for education, _row in rows),
    )
    return page, status


@bp.route(f"/own/occasions/{OCCASION}/cancel", methods=["GET", "POST"])
@requires(GET=KEEP, POST=KEEP)
@once
def own_cancel(occasion_id: int) -> Any:
    """Cancel an occasion: why, what instead, and who is told."""
    user, region = require_user(), current_region()
    education, row = queries.occasion(region, user, occasion_id)
    if row.state is not KeptState.PUBLISHED:
        if request.method == "POST":
            flash(_("Tillfället är redan inställt eller borttaget. Det du skrev är inte sparat."), "info")
        return redirect(url_for("training_catalog.own_education", education_id=education.id))
    known = [
        (number, ", ".join(part for part in (title, format_date(start) if start else _("Utan fast start")) if part))
        for number, title, start, _provider in queries.alternatives(education, row, today())
    ]
    form = CancelForm(known, row.version, request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                with atomic():
                    cancelling.cancel(
                        region=region,
                        user=user,
                        occasion_id=row.id,
                        reason=form.reason.data or "",
                        alternative_id=int(form.alternative.data or 0),
                        seen=seen(form.version),
                    )
            except DomainError as error:
                form.add_error(error)
                status = error.status
            else:
                flash(_("Tillfället är inställt, och de som berörs får veta det. Du kan ångra dig i dag."))
                return redirect(url_for("training_catalog.own_education", education_id=education.id))
    page = render_template(
        "training_catalog/upkeep/cancel.html",
        form=form,
        education=education,
        occasion=row,
        words=presentation.in_words(row),
        told=len(notices.told(region, education, user)),
        centres=is_enabled(region, "distance_learning"),
        subject={"ref": event_ref(row.event_id or 0), "title": education.title},
    )
    return page, status


def _act(verb: Any, occasion_id: int, done: str) -> Any:
    """Do something with an occasion, and show its education."""
    user, region = require_user(), current_region()
    education, _row = queries.occasion(region, user, occasion_id)
    try:
        with atomic():
            verb(region=region, user=user, occasion_id=occasion_id)
        flash(done)
    except DomainError as error:
        flash(error.message, "info")
    return redirect(url_for("training_catalog.own_education", education_id=education.id))


@bp.post(f"/own/occasions/{OCCASION}/resume")
@requires(POST=KEEP)
@once
def own_resume(occasion_id: int) -> Any:
    """Say that a cancelled occasion is given after all."""
    return _act(cancelling.resume, occasion_id, _("Tillfället ges ändå, och de som berörs får veta det."))


@bp.post(f"/own/occasions/{OCCASION}/remove")
@requires(POST=KEEP)
@once
def own_remove_occasion(occasion_id: int) -> Any:
    """Take away a draft."""
    return _act(service.remove_occasion, occasion_id, _("Utkastet är borttaget."))
