"""Pages of the receiving centres: the list, a new one, a changed one, and those of the register taken over."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from core.db import atomic
from core.errors import DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.access import requires
from core.web.context import current_region
from core.web.format import format_number
from core.web.submission import once
from plugins.demand_pooling.permissions import PLAN
from plugins.demand_pooling.runs import centres as service
from plugins.demand_pooling.runs.forms import CentreForm
from plugins.demand_pooling.views import MAX_ID, bp

PAGE = f"/centres/<int(max={MAX_ID}):centre_id>"


@bp.get("/centres")
@requires(GET=PLAN)
def centres() -> str:
    """The places that can receive classes."""
    region = current_region()
    return render_template(
        "demand_pooling/plans/centres.html",
        centres=service.centres(region),
        waiting=len(service.not_taken_over(region)),
        name_of=name_of,
    )


@bp.route("/centres/new", methods=["GET", "POST"])
@requires(GET=PLAN, POST=PLAN)
@once
def new_centre() -> Any:
    """Add a place."""
    region = current_region()
    form = CentreForm(region, data={"receives": True, "seats": service.START_SEATS})
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                with atomic():
                    service.add_centre(region=region, **form.facts())
            except DomainError as error:
                form.add_error(error)
            else:
                flash(_("Platsen är tillagd."))
                return redirect(url_for("demand_pooling.centres"))
    return render_template("demand_pooling/plans/centre_form.html", form=form, centre=None), status


@bp.route(f"{PAGE}/edit", methods=["GET", "POST"])
@requires(GET=PLAN, POST=PLAN)
@once
def edit_centre(centre_id: int) -> Any:
    """Change a place. Somebody else's change in between is told, and what was typed stays."""
    region = current_region()
    found = service.own_centre(region, centre_id)
    names = ("name", "municipality_code", "seats", "receives", "version")
    form = CentreForm(region, data={name: getattr(found, name) for name in names})
    status = 200
    if form.is_submitted():
        status = 422
        if form.version.data != str(found.version):
            status, form.version.data = 409, str(found.version)
            seats = format_number(found.seats)
            form.add_error(DomainError(_("Någon annan har ändrat platsen: nu har den %(n)s platser. Spara igen för att ändra.", n=seats)))
        elif form.validate():
            try:
                with atomic():
                    service.change_centre(region=region, centre_id=centre_id, **form.facts())
            except DomainError as error:
                form.add_error(error)
            else:
                flash(_("Ändringen är sparad."))
                return redirect(url_for("demand_pooling.centres"))
    return render_template("demand_pooling/plans/centre_form.html", form=form, centre=found), status


@bp.post(f"{PAGE}/remove")
@requires(POST=PLAN)
@once
def remove_centre(centre_id: int) -> Any:
    """Take a place away."""
    with atomic():
        service.remove_centre(region=current_region(), centre_id=centre_id)
    flash(_("Platsen är borttagen. Planer som redan är gjorda ändras inte."))
    return redirect(url_for("demand_pooling.centres"))


@bp.post("/centres/take-over")
@requires(POST=PLAN)
@once
def take_over_centres() -> Any:
    """Take the register's learning centres over."""
    with atomic():
        count = service.take_over(region=current_region())
    said = ngettext("%(n)s lärcentrum är hämtat.", "%(n)s lärcentrum är hämtade.", count, n=format_number(count))
    flash(f"{said} {_('Se över antalet platser.')}" if count else _("Alla lärcentrum i registret finns redan här."))
    return redirect(url_for("demand_pooling.centres"))
