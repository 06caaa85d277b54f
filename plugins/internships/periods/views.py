"""Pages where coordinators make periods and take them from step to step."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.internships.applicants.queries import answered
from plugins.internships.kinds import words as kind_words
from plugins.internships.kinds.queries import kind as kind_of
from plugins.internships.periods import queries, service, words
from plugins.internships.periods.forms import PeriodForm
from plugins.internships.periods.models import PeriodStatus
from plugins.internships.permissions import COORDINATE
from plugins.internships.views import MAX_ID, bp

ONE = f"/periods/<int(max={MAX_ID}):period_id>"


@bp.get("/periods")
@requires(GET=COORDINATE)
def periods() -> str:
    """The periods that go on, or those that have ended."""
    ended = request.args.get("ended") == "1"
    page = queries.periods(current_region(), ended=ended, number=request.args.get("page", 1, type=int))
    return render_template("internships/periods/list.html", page=page, ended=ended, words=words, kind_name=kind_words.kind_name)


@bp.route("/periods/new", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def new_period() -> Any:
    """Plan a period."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def edit_period(period_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    return _edit(period_id)


def _edit(period_id: int | None) -> Any:
    region, posted = current_region(), request.method == "POST"
    period = queries.period(period_id, lock=posted) if period_id is not None else None
    form = PeriodForm(region, period, request.form if posted else None)
    status = 200
    if posted:
        status = 422
        if period is not None and form.version.data != str(period.version):
            status = 409
            form.version.process_data(str(period.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    saved = service.save_period(region=region, period=period, facts=form.facts())
                flash(_("Perioden är sparad."), "success")
                return redirect(url_for("internships.period", period_id=saved.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/periods/edit.html", form=form, period=period), status


@bp.get(ONE)
@requires(GET=COORDINATE)
def period(period_id: int) -> str:
    """One period: how it stands, its rules, and the next step."""
    found = queries.period(period_id)
    order = list(PeriodStatus)
    return render_template(
        "internships/periods/period.html",
        period=found,
        kind=kind_of(found.kind_id),
        kind_words=kind_words,
        words=words,
        applicants=answered(found.id),
        counts=queries.counts([found.id]).get(found.id, queries.Counts()),
        steps=[(step, order.index(step) < order.index(found.status)) for step in service.STEPS[found.status]],
        statuses=order,
    )


@bp.post(f"{ONE}/step")
@requires(POST=COORDINATE)
@once
def move_period(period_id: int) -> Any:
    """Take a step."""
    found = queries.period(period_id, lock=True)
    wanted = request.form.get("to", "")
    if wanted not in {status.value for status in PeriodStatus}:
        abort(400)
    try:
        with atomic():
            service.move_period(region=current_region(), period=found, to=PeriodStatus(wanted))
        flash(str(words.NEXT[PeriodStatus(wanted)]), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.period", period_id=period_id))
