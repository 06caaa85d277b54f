"""Possible duplicates, and merging two."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations import merging, queries
from core.organisations.facts import FACTS
from core.organisations.permissions import MANAGE
from core.organisations.views.blueprint import bp
from core.web.access import requires
from core.web.context import current_region, require_user
from core.web.submission import once


@bp.get("/duplicates")
@requires(GET=MANAGE)
def duplicates() -> str:
    """Pairs that may be the same."""
    return render_template("organisations/duplicates.html", pairs=merging.suggestions(current_region()))


@bp.route("/<int:organisation_id>/merge/<int:other_id>", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def merge(organisation_id: int, other_id: int) -> Any:
    """Two side by side, and what merging the second into the first would do. A post does it."""
    region, user = current_region(), require_user()
    kept = queries.editable(user, region, organisation_id)
    lost = queries.editable(user, region, other_id)
    if request.method == "POST":
        first, _mark, second = request.form.get("versions", "").partition("-")
        versions = (int(first), int(second)) if first.isdigit() and second.isdigit() and len(first + second) < 16 else (0, 0)
        choices = {name: request.form.get(name, "") for name in FACTS}
        try:
            with atomic():
                merging.merge(region=region, user=user, kept=kept, lost=lost, versions=versions, choices=choices)
        except DomainError as error:
            flash(error.message, "error")
            return redirect(url_for("core_organisations.merge", organisation_id=organisation_id, other_id=other_id))
        flash(_("Organisationerna är hopslagna."), "success")
        return redirect(url_for("core_organisations.detail", organisation_id=kept.id))
    return render_template("organisations/merge.html", preview=merging.preview(kept, lost, user))
