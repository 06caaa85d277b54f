"""Pages where an employer keeps its supervisors."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.queries import of_region
from core.organisations.service import in_region
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once
from plugins.internships.offers import supervisors as people
from plugins.internships.offers.forms import SupervisorForm
from plugins.internships.permissions import PLACES
from plugins.internships.views import MAX_ID, bp

ONE = f"/supervisors/<int(max={MAX_ID}):supervisor_id>"


@bp.get("/supervisors")
@requires(GET=PLACES)
def supervisors() -> str:
    """Those who supervise at one's own employers, or in the whole region."""
    page = people.own_supervisors(current_region(), require_user(), number=request.args.get("page", 1, type=int))
    return render_template("internships/offers/supervisors.html", page=page)


@bp.route("/supervisors/new", methods=["GET", "POST"])
@requires(GET=PLACES, POST=PLACES)
@once
def new_supervisor() -> Any:
    """Put somebody on the list."""
    return _edit(None)


@bp.route(ONE, methods=["GET", "POST"])
@requires(GET=PLACES, POST=PLACES)
@once
def edit_supervisor(supervisor_id: int) -> Any:
    """Change what is said of somebody."""
    return _edit(supervisor_id)


def _edit(supervisor_id: int | None) -> Any:
    region, user, posted = current_region(), require_user(), request.method == "POST"
    found = people.own_supervisor(region, user, supervisor_id, lock=posted) if supervisor_id is not None else None
    form = SupervisorForm(found, people.employers_of(region, user), request.form if posted else None)
    status = 200
    if posted:
        status = 422
        if found is not None and form.version.data != str(found.version):
            status = 409
            form.version.process_data(str(found.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    if found is not None:
                        organisation = of_region(region, found.organisation_id)
                    elif "orgnr" in form:
                        organisation = in_region(region, form.orgnr.data, field="orgnr")
                    else:
                        organisation = of_region(region, int(form.organisation_id.data))
                    people.save_supervisor(region=region, organisation=organisation, supervisor=found, facts=form.facts())
                flash(_("Handledaren är sparad."), "success")
                return redirect(url_for("internships.supervisors"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/offers/supervisor.html", form=form, supervisor=found), status


@bp.post(f"{ONE}/remove")
@requires(POST=PLACES)
@once
def remove_supervisor(supervisor_id: int) -> Any:
    """Take somebody off the list."""
    region = current_region()
    found = people.own_supervisor(region, require_user(), supervisor_id, lock=True)
    with atomic():
        people.remove_supervisor(region=region, supervisor=found)
    flash(_("Handledaren är borttagen från listan."))
    return redirect(url_for("internships.supervisors"))
