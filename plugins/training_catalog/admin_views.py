"""Pages for those who keep the catalogue: hand in a file, follow how it is read, see what was wrong in it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import download
from core.files.tabular import MIB
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.training_catalog import runs, service
from plugins.training_catalog.causes import explain
from plugins.training_catalog.forms import UploadForm
from plugins.training_catalog.imports.columns import REQUIRED, Column
from plugins.training_catalog.imports.files import LIMITS
from plugins.training_catalog.permissions import MANAGE
from plugins.training_catalog.sources.notices import REASONS

bp = Blueprint("training_catalog_admin", __name__, template_folder="templates")
MAX_REQUEST = LIMITS.bytes + MIB


@bp.url_value_preprocessor
def allow_large_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let the one upload be larger than other requests. It must be said here: checks before the view read the form already."""
    if endpoint == "training_catalog_admin.upload":
        request.max_content_length = MAX_REQUEST


@bp.get("/")
@requires(GET=MANAGE)
def imports() -> str:
    """Every import of the region, newest first."""
    page = runs.listing(current_region(), number=request.args.get("page", 1, type=int))
    return render_template("training_catalog/admin/imports.html", page=page)


@bp.route("/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def upload() -> Any:
    """Hand in a file. It is kept, and read in the background."""
    form = UploadForm()
    if form.validate_on_submit():
        name, data = form.content()
        try:
            with atomic():
                run = service.request_import(
                    region=current_region(),
                    source_name=form.source.data or "",
                    file_name=name,
                    data=data,
                    complete=bool(form.complete.data),
                    actor=current_user(),
                    preview=not form.direct.data,
                )
        except DomainError as error:
            form.add_error(error)
        else:
            page = "columns" if run.held == "columns" else "run"
            return redirect(url_for(f"training_catalog_admin.{page}", run_id=run.id))
    return render_template(
        "training_catalog/admin/upload.html", form=form, sources=runs.sources(current_region()), columns=list(Column), required=REQUIRED
    )


@bp.get("/<int:run_id>")
@requires(GET=MANAGE)
def run(run_id: int) -> str:
    """How one import went, or how far it has come, and what was wrong in its file."""
    found, source = runs.run(current_region(), run_id)
    faults = runs.faults(found.id, number=request.args.get("page", 1, type=int))
    return render_template(
        "training_catalog/admin/run.html", run=found, source=source, faults=faults, page=faults, explain=explain, reasons=REASONS
    )


@bp.get("/<int:run_id>/faults.csv")
@requires(GET=MANAGE)
def faults(run_id: int) -> Response:
    """Everything that was wrong in the file, as a file."""
    found, _source = runs.run(current_region(), run_id)
    header = [_("Rad"), _("Kolumn"), _("Värde"), _("Orsak"), _("Följd")]
    rows = [
        [row, column, value, cause, _("Raden lästes inte in") if rejected else _("Värdet hoppades över")]
        for row, column, value, cause, rejected in runs.all_faults(found.id)
    ]
    return download("csv", f"fel-inlasning-{found.id}", header, rows)
