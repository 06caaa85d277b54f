"""Pages where coordinators set how many may be placed at an employer, from a school or in a municipality."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.internships.periods import caps, queries, words
from plugins.internships.periods.cap_form import CapForm
from plugins.internships.periods.views import ONE as PERIOD
from plugins.internships.permissions import COORDINATE
from plugins.internships.views import MAX_ID, bp

ONE = f"{PERIOD}/caps/<int(max={MAX_ID}):cap_id>"


@bp.get(f"{PERIOD}/caps")
@requires(GET=COORDINATE)
def period_caps(period_id: int) -> str:
    """The caps of a period."""
    found = queries.period(period_id)
    return render_template("internships/periods/caps.html", period=found, rows=caps.of_period(found), words=words)


@bp.route(f"{PERIOD}/caps/new", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def new_cap(period_id: int) -> Any:
    """Set a cap."""
    return _edit(period_id, None)


@bp.route(ONE, methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def edit_cap(period_id: int, cap_id: int) -> Any:
    """Change it. Somebody else's change in between is told, and what was typed stays."""
    return _edit(period_id, cap_id)


def _edit(period_id: int, cap_id: int | None) -> Any:
    region, posted, status = current_region(), request.method == "POST", 200
    period = queries.period(period_id, lock=posted)
    cap = caps.cap_of(period, cap_id, lock=posted) if cap_id is not None else None
    form = CapForm(region, period, cap, request.form if posted else None)
    if posted:
        status = 422
        if cap is not None and form.version.data != str(cap.version):
            status = 409
            form.version.process_data(str(cap.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    caps.save_cap(region=region, period=period, cap=cap, facts=form.facts())
                flash(_("Taket är sparat."), "success")
                return redirect(url_for("internships.period_caps", period_id=period.id))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/periods/cap.html", form=form, period=period, cap=cap), status


@bp.post(f"{ONE}/remove")
@requires(POST=COORDINATE)
@once
def remove_cap(period_id: int, cap_id: int) -> Any:
    """Take it away."""
    period = queries.period(period_id, lock=True)
    cap = caps.cap_of(period, cap_id, lock=True)
    try:
        with atomic():
            caps.remove_cap(region=current_region(), period=period, cap=cap)
        flash(_("Taket är borttaget."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("internships.period_caps", period_id=period_id))
