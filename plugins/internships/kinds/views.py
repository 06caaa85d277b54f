"""Pages where the region's kinds of placement are read and changed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.submission import once
from plugins.internships.kinds import queries, service, words
from plugins.internships.kinds.forms import KindForm
from plugins.internships.permissions import COORDINATE
from plugins.internships.views import MAX_ID, bp


@bp.get("/kinds")
@requires(GET=COORDINATE)
def kinds() -> str:
    """The kinds that there are, and what each asks."""
    return render_template("internships/kinds/list.html", kinds=queries.kinds(current_region()), words=words)


@bp.route("/kinds/new", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def new_kind() -> Any:
    """A kind of the region's own."""
    return _edit(None)


@bp.route(f"/kinds/<int(max={MAX_ID}):kind_id>", methods=["GET", "POST"])
@requires(GET=COORDINATE, POST=COORDINATE)
@once
def edit_kind(kind_id: int) -> Any:
    """Change a kind's rules. Somebody else's change in between is told, and what was typed stays."""
    return _edit(kind_id)


def _edit(kind_id: int | None) -> Any:
    region, posted = current_region(), request.method == "POST"
    kind = queries.kind(kind_id, lock=posted) if kind_id is not None else None
    form = KindForm(kind, request.form if posted else None)
    status = 200
    if posted:
        status = 422
        if kind is not None and form.version.data != str(kind.version):
            status = 409
            form.version.process_data(str(kind.version))
            form.add_error(DomainError(_("Någon annan har ändrat uppgifterna. Spara igen för att ändra till det du har skrivit.")))
        elif form.validate():
            try:
                with atomic():
                    service.save_kind(region=region, kind=kind, facts=form.facts())
                flash(_("Reglerna är sparade."), "success")
                return redirect(url_for("internships.kinds"))
            except DomainError as error:
                form.add_error(error)
                status = error.status
    return render_template("internships/kinds/edit.html", form=form, kind=kind, words=words), status
