"""Which column of a handed-in table is which. What would change is shown on the page of the run."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.jobs import enqueue
from core.web.access import requires
from core.web.context import current_region
from core.web.forms import Form
from core.web.submission import once
from plugins.training_catalog import runs
from plugins.training_catalog.admin_views import bp
from plugins.training_catalog.imports import previewing
from plugins.training_catalog.imports.columns import LABELS, Column
from plugins.training_catalog.permissions import MANAGE
from plugins.training_catalog.service import IMPORT_JOB
from plugins.training_catalog.sources.service import own_run, own_source


@bp.route("/<int:run_id>/columns", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def columns(run_id: int) -> Any:
    """Say which column of the file is which."""
    found, source = runs.run(current_region(), run_id)
    if found.held != "columns":
        return redirect(url_for("training_catalog_admin.run", run_id=run_id))
    form = Form()
    try:
        heading = previewing.heading_of(found, source)
    except DomainError as error:
        form.add_error(error)
        return render_template("training_catalog/admin/columns.html", form=form, run=found, rows=[], choices=[])
    chosen = _chosen(heading.names) if request.method == "POST" else {name: column for column, name in heading.guessed.items()}
    if form.validate_on_submit():
        try:
            mapping = _mapping(chosen)
            with atomic():
                previewing.settle(current_region(), own_run(current_region(), run_id), own_source(current_region(), source.id), mapping)
                enqueue(IMPORT_JOB, region=current_region(), run_id=run_id)
        except DomainError as error:
            form.add_error(error)
        else:
            return redirect(url_for("training_catalog_admin.run", run_id=run_id))
    rows = [(position, name, heading.examples[position], chosen.get(name, "")) for position, name in enumerate(heading.names) if name]
    return render_template("training_catalog/admin/columns.html", form=form, run=found, rows=rows, choices=list(LABELS.items()))


def _chosen(names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.form.get(f"column-{position}", "")[:80] for position, name in enumerate(names) if name}


def _mapping(chosen: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, column in chosen.items():
        if column and column in found:
            label = LABELS[Column(column)] if column in set(Column) else column
            raise DomainError(_("”%(column)s” är vald två gånger. Välj den för en kolumn.", column=label))
        if column:
            found[column] = name
    return found
