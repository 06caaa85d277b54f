"""The administrators' pages of the accessibility statement: its own parts, and the list of known faults."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from core.accessibility import service
from core.accessibility.forms import FaultForm, StatementForm
from core.accessibility.models import AccessibilityFault
from core.accessibility.queries import known_faults, statement
from core.db import atomic, get
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once

bp = Blueprint("core_accessibility", __name__, url_prefix="/r/<region>/admin/accessibility")
MANAGE = "core.accessibility.manage"


@bp.route("/", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit() -> Any:
    """What the statement says, and the faults that it lists."""
    region = current_region()
    form = StatementForm(obj=statement(region))
    if form.validate_on_submit():
        try:
            with atomic():
                service.save_statement(
                    region=region, values={f.name: f.data if f.data is not None or "date" in f.type.lower() else "" for f in form}
                )
            flash(_("Redogörelsen är sparad."), "success")
            return redirect(url_for("core_accessibility.edit"))
        except DomainError as error:
            form.add_error(error)
    return render_template("administration/accessibility.html", form=form, faults=known_faults(region))


@bp.route("/faults/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_fault() -> Any:
    """Write down something that does not work for everybody."""
    return _fault(FaultForm(), None)


@bp.route("/faults/<int:fault_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def fault(fault_id: int) -> Any:
    """Change a fault, or take it away when it is mended."""
    if request.method == "POST" and request.form.get("action") == "remove":
        with atomic():
            service.remove_fault(region=current_region(), fault_id=fault_id)
        flash(_("Bristen är borttagen."), "success")
        return redirect(url_for("core_accessibility.edit"))
    return _fault(FaultForm(obj=get(AccessibilityFault, fault_id)), fault_id)


def _fault(form: FaultForm, fault_id: int | None) -> Any:
    if form.validate_on_submit():
        values = {"title": form.title.data, "reason": form.reason.data, "plan": form.plan.data or "", "mended_by": form.mended_by.data}
        with atomic():
            service.save_fault(region=current_region(), values=values, fault_id=fault_id)
        flash(_("Bristen är sparad och visas i redogörelsen."), "success")
        return redirect(url_for("core_accessibility.edit"))
    return render_template("administration/accessibility_fault.html", form=form, fault_id=fault_id)
