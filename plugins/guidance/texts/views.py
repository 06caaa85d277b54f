"""Pages where staff keep the texts."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.taxonomy import queries as taxonomy
from core.web.access import requires
from core.web.context import current_region
from core.web.editing import save_form
from core.web.submission import once
from plugins.guidance.permissions import EDIT
from plugins.guidance.texts import queries, service
from plugins.guidance.texts.forms import TextForm
from plugins.guidance.texts.languages import LANGUAGES
from plugins.guidance.views import MAX_ID, bp

ONE = f"/texts/<int(max={MAX_ID}):text_id>"


@bp.get("/texts")
@requires(GET=EDIT)
def texts() -> str:
    """All texts."""
    page = queries.texts(current_region(), number=request.args.get("page", 1, type=int))
    names = taxonomy.groups([each.occupation_group for each in page.items])
    return render_template("guidance/texts/list.html", page=page, groups=names, tongues=LANGUAGES, name_of=name_of)


@bp.route("/texts/new", methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def new_text() -> Any:
    """Write a text."""
    return _edit(None)


@bp.route(ONE, methods=["GET", "POST"])
@requires(GET=EDIT, POST=EDIT)
@once
def edit_text(text_id: int) -> Any:
    """Change a text."""
    return _edit(queries.text(text_id, lock=request.method == "POST"))


def _edit(found: Any) -> Any:
    region = current_region()
    form = TextForm(region, found, request.args.get("group", "")[:4], request.form if request.method == "POST" else None)
    return save_form(
        form,
        found,
        lambda: service.save_text(region=region, text=found, facts=form.facts()),
        done=_("Texten är sparad."),
        to=lambda saved: url_for("guidance.texts"),
        template="guidance/texts/edit.html",
    )


@bp.post(f"{ONE}/remove")
@requires(POST=EDIT)
@once
def remove_text(text_id: int) -> Any:
    """Take a text away."""
    with atomic():
        service.remove_text(region=current_region(), text=queries.text(text_id, lock=True))
    flash(_("Texten är borttagen."), "success")
    return redirect(url_for("guidance.texts"))
