"""The pages of an import: choose a file, settle its columns, look, apply, see how it went, undo."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from core.errors import DomainError
from core.files.sheets import download
from core.files.tabular import Limits
from core.i18n import gettext as _
from core.imports import forms, queries, service
from core.imports.kind import ImportKind
from core.imports.models import ImportStatus, RowState, TableImport
from core.imports.permissions import USE
from core.imports.work import bad_cells, kept
from core.plugins.registry import registry
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user, require_user
from core.web.submission import once

bp = Blueprint("core_imports", __name__, url_prefix="/r/<region>/imports", template_folder="templates")
UNDER_WAY = (ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.UNDOING)
_SHOWN = {
    "new": (RowState.NEW, RowState.APPLIED_NEW, RowState.UNDONE),
    "changed": (RowState.CHANGED, RowState.APPLIED_CHANGED),
    "bad": (RowState.BAD,),
    "kept": (RowState.KEPT,),
}


def _allowed(name: str) -> ImportKind:
    """The kind, for those who may read it in; 404 when there is none here, 403 for others."""
    kind = service.kind_named(current_region(), name)
    if not may(current_user(), current_region(), kind.permission):
        abort(403)
    return kind


def _own(import_id: int, *, lock: bool = False) -> tuple[TableImport, ImportKind]:
    found = service.own_import(current_region(), import_id, lock=lock)
    kind = _allowed(found.kind)
    if kind.personal and found.created_by_id != require_user().id:
        abort(404)
    return found, kind


@bp.get("/")
@requires(GET=USE)
def index() -> str:
    """The region's imports of the kinds that one may read in; of personal kinds one's own."""
    region, user = current_region(), require_user()
    kinds = {name: kind for name, kind in registry().imports.items() if may(user, region, kind.permission)}
    page = queries.listing(region, user, kinds, number=request.args.get("page", 1, type=int))
    return render_template("imports/list.html", page=page, kinds=kinds)


@bp.route("/new/<kind>", methods=["GET", "POST"])
@requires(GET=USE, POST=USE)
@once
def upload(kind: str) -> Any:
    """Choose a file. Nothing is read in yet."""
    chosen = _allowed(kind)
    form = forms.UploadForm()
    if form.validate_on_submit():
        name, data = form.content(Limits().bytes)
        try:
            found = service.begin(region=current_region(), kind=chosen, data=data, file_name=name, actor=current_user())
        except DomainError as error:
            form.add_error(error)
        else:
            return redirect(url_for("core_imports.columns", import_id=found.id))
    page = render_template("imports/upload.html", form=form, kind=chosen)
    return (page, 422) if request.method == "POST" else page


@bp.get("/template/<kind>.csv")
@requires(GET=USE)
def template(kind: str) -> Response:
    """A file with the right headings and one made-up row, to fill in."""
    chosen = _allowed(kind)
    return download("csv", _("mall"), [column.label for column in chosen.columns], [[column.example for column in chosen.columns]])


@bp.route("/<int:import_id>/columns", methods=["GET", "POST"])
@requires(GET=USE, POST=USE)
@once
def columns(import_id: int) -> Any:
    """Say what the file's columns are. The names have been guessed at already."""
    found, kind = _own(import_id, lock=request.method == "POST")
    if found.status not in (ImportStatus.UPLOADED, ImportStatus.CHECKED):
        return redirect(url_for("core_imports.detail", import_id=import_id))
    form = forms.mapping_form(kind, found)
    if request.method == "POST":
        try:
            if request.form.get("action") == "sheet":
                service.choose_sheet(found=found, kind=kind, sheet=request.form.get("sheet", ""))
                return redirect(url_for("core_imports.columns", import_id=import_id))
            service.settle_columns(region=current_region(), found=found, kind=kind, mapping=forms.chosen(form, found))
            return redirect(url_for("core_imports.detail", import_id=import_id))
        except DomainError as error:
            form.add_error(error)
    page = render_template("imports/columns.html", form=form, found=found, kind=kind)
    return (page, 422) if request.method == "POST" else page


@bp.route("/<int:import_id>", methods=["GET", "POST"])
@requires(GET=USE, POST=USE)
@once
def detail(import_id: int) -> Any:
    """What the file would do, how far it has come, or how it went. A post applies the good rows."""
    found, kind = _own(import_id, lock=request.method == "POST")
    if request.method == "POST":
        service.request_apply(region=current_region(), found=found)
        return redirect(url_for("core_imports.detail", import_id=import_id))
    if found.status is ImportStatus.UPLOADED:
        return redirect(url_for("core_imports.columns", import_id=import_id))
    shown = request.args.get("show", "")
    if shown not in _SHOWN:
        shown = "kept" if found.status is ImportStatus.UNDONE else "bad" if found.bad else "new" if found.added else "changed"
    rows = queries.rows(found, *_SHOWN[shown], number=request.args.get("page", 1, type=int))
    return render_template(
        "imports/detail.html",
        found=found,
        kind=kind,
        page=rows,
        shown=shown,
        under_way=found.status in UNDER_WAY,
        may_undo=service.may_be_undone(found),
        kept=kept(found) if found.status is ImportStatus.UNDONE else 0,
        target=found.rows if found.status is ImportStatus.CHECKING else found.added + found.changed,
    )


@bp.get("/<int:import_id>/faults.csv")
@requires(GET=USE)
def faults(import_id: int) -> Response:
    """The bad rows in the columns of the file, with what is wrong, to be put right and read in again."""
    found, _kind = _own(import_id)
    heading = [name for name in found.heading if name != service.ERROR_COLUMN]
    places = [place for place, name in enumerate(found.heading) if name != service.ERROR_COLUMN]
    rows = []
    for row in queries.bad_rows(found):
        cells = bad_cells(row, len(found.heading))
        rows.append(
            [*(cells[place] for place in places), "; ".join(f"{column}: {cause}" if column else cause for column, cause in row.faults)]
        )
    return download("csv", _("rader-med-fel"), [*heading, service.ERROR_COLUMN], rows)


@bp.route("/<int:import_id>/undo", methods=["GET", "POST"])
@requires(GET=USE, POST=USE)
@once
def undo(import_id: int) -> Any:
    """Take the import back, after saying what that means."""
    found, kind = _own(import_id, lock=request.method == "POST")
    if request.method == "POST":
        service.request_undo(region=current_region(), found=found)
        flash(_("Inläsningen ångras nu."), "info")
        return redirect(url_for("core_imports.detail", import_id=import_id))
    if not service.may_be_undone(found):
        return redirect(url_for("core_imports.detail", import_id=import_id))
    return render_template("imports/undo.html", found=found, kind=kind)
