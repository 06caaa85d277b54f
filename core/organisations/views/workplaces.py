"""Workplaces of an organisation: add, change, close."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.organisations import facts, queries
from core.organisations.forms import WorkplaceForm
from core.organisations.permissions import OWN
from core.organisations.views.blueprint import bp
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once


@bp.route("/<int:organisation_id>/workplaces/new", methods=["GET", "POST"])
@requires(GET=OWN, POST=OWN)
@once
def new_workplace(organisation_id: int) -> Any:
    """Add a workplace."""
    return _workplace(organisation_id, None)


@bp.route("/<int:organisation_id>/workplaces/<int:workplace_id>", methods=["GET", "POST"])
@requires(GET=OWN, POST=OWN)
@once
def workplace(organisation_id: int, workplace_id: int) -> Any:
    """Change a workplace, or close it by giving it a last day."""
    return _workplace(organisation_id, workplace_id)


def _workplace(organisation_id: int, workplace_id: int | None) -> Any:
    region = current_region()
    organisation = queries.editable(require_user(), region, organisation_id)
    found = facts.own_workplace(organisation, workplace_id) if workplace_id is not None else None
    form = WorkplaceForm(workplace=found)
    if form.validate_on_submit():
        version = form.version.data or ""
        try:
            facts.save_workplace(
                region=region,
                organisation=organisation,
                workplace_id=workplace_id,
                version=int(version) if version.isdigit() and len(version) < 10 else None,
                values=form.values(),
            )
        except Conflict as error:
            form.add_error(error)
            form.version.raw_data = form.version.data = str(found.version) if found else ""
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Arbetsstället är sparat."), "success")
            return redirect(url_for("core_organisations.detail", organisation_id=organisation.id))
    page = render_template("organisations/workplace.html", form=form, organisation=organisation, workplace=found)
    return (page, 422) if request.method == "POST" else page
