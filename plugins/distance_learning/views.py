"""Pages: the list, one note, and the form. A view parses, calls one query or service, and renders."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from core.errors import DomainError
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.distance_learning import queries, service
from plugins.distance_learning.forms import NoteForm
from plugins.distance_learning.permissions import READ, WRITE

bp = Blueprint("distance_learning", __name__, template_folder="templates")


@bp.get("/")
@requires(GET=READ)
def notes() -> str:
    """The region's notes."""
    page = queries.open_notes(number=request.args.get("page", 1, type=int))
    return render_template("distance_learning/notes.html", page=page, may_write=may(current_user(), current_region(), WRITE))


@bp.get("/<int:note_id>")
@requires(GET=READ)
def note(note_id: int) -> str:
    """One note."""
    return render_template("distance_learning/note.html", note=queries.note_of(note_id))


@bp.route("/new", methods=["GET", "POST"])
@requires(GET=WRITE, POST=WRITE)
@once
def new_note() -> Any:
    """Write a note."""
    form = NoteForm()
    if form.validate_on_submit():
        try:
            written = service.write_note(region=current_region(), title=form.title.data, text=form.text.data)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Anteckningen är sparad."), "success")
            return redirect(url_for("distance_learning.note", note_id=written.id))
    back = url_for("distance_learning.notes")
    return render_template("distance_learning/new_note.html", form=form, back_url=back)
