"""Pages of requirements that change."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.i18n import gettext as _
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region, current_user
from core.web.editing import save_form
from core.web.submission import once
from plugins.role_standards.permissions import MANAGE, READ
from plugins.role_standards.standards.queries import agreed, in_use
from plugins.role_standards.views import MAX_ID, bp
from plugins.role_standards.watching import queries, service
from plugins.role_standards.watching.forms import WatchedForm
from plugins.role_standards.watching.models import WatchedRequirement

ONE = f"/watched/<int(max={MAX_ID}):watched_id>"


@bp.get("/watched")
@public("GET")
def watched() -> str:
    """Laws and rules that change, and the roles that they touch."""
    region, user = current_region(), current_user()
    past = request.args.get("past") == "1"
    page = queries.listing(region, past=past, number=request.args.get("page", 1, type=int))
    shown = in_use(region) if may(user, region, READ) else agreed(region)
    return render_template(
        "role_standards/watching/list.html",
        page=page,
        touched=queries.standards_of(page.items),
        shown={each.id for each in shown},
        past=past,
        manages=may(user, region, MANAGE),
    )


@bp.route("/watched/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_watched() -> Any:
    """Watch a requirement."""
    return _edit(None)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_watched(watched_id: int) -> Any:
    """Change what is said of one."""
    return _edit(queries.watched(current_region(), watched_id, lock=request.method == "POST"))


def _edit(found: WatchedRequirement | None) -> Any:
    region = current_region()
    touched = [link.standard_id for link in queries.links(found)] if found else []
    form = WatchedForm(found, in_use(region), touched, request.form if request.method == "POST" else None)
    return save_form(
        form,
        found,
        lambda: service.save(region=region, row=found, facts=form.facts(), standard_ids=form.chosen()),
        done=_("Kravet är sparat. De som berörs får veta det."),
        to=lambda saved: url_for("role_standards.watched", _anchor=f"watched-{saved.id}"),
        template="role_standards/watching/edit.html",
    )


@bp.post(f"{ONE}/remove")
@requires(POST=MANAGE)
@once
def remove_watched(watched_id: int) -> Any:
    """Watch it no longer."""
    region = current_region()
    found = queries.watched(region, watched_id, lock=True)
    with atomic():
        service.remove(region=region, row=found)
    flash(_("Kravet bevakas inte längre."), "success")
    return redirect(url_for("role_standards.watched"))
