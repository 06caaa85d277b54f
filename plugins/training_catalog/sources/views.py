"""Pages for sources: which there are, set one up, change it, let it rest, fetch it now; and the answer to a run that waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for

from core.db import atomic
from core.errors import Conflict, DomainError
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.training_catalog.admin_views import bp
from plugins.training_catalog.permissions import MANAGE
from plugins.training_catalog.sources import queries, service
from plugins.training_catalog.sources.forms import KINDS, SCHEDULES, SourceForm
from plugins.training_catalog.sources.timetable import SUSA_NAVET


@bp.get("/sources")
@requires(GET=MANAGE)
def sources() -> str:
    """Every source of the region."""
    return render_template(
        "training_catalog/admin/sources.html", sources=queries.listing(current_region()), kinds=KINDS, schedules=SCHEDULES
    )


@bp.route("/sources/new", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def new_source() -> Any:
    """Set up a source."""
    form = SourceForm(current_region())
    if form.validate_on_submit():
        try:
            with atomic():
                source = service.create(region=current_region(), setup=form.setup())
        except DomainError as error:
            form.add_error(error)
        else:
            return redirect(url_for("training_catalog_admin.source", source_id=source.id))
    elif not form.is_submitted():
        form.url.data = SUSA_NAVET
    return render_template("training_catalog/admin/source_form.html", form=form, source=None)


@bp.get("/sources/<int:source_id>")
@requires(GET=MANAGE)
def source(source_id: int) -> str:
    """One source, how it last went, and what can be done."""
    found = service.own_source(current_region(), source_id)
    return render_template(
        "training_catalog/admin/source.html",
        source=found,
        runs=queries.runs_of(found),
        kinds=KINDS,
        schedules=SCHEDULES,
        places=[name_of(code) for code in found.municipality_codes],
    )


@bp.route("/sources/<int:source_id>/edit", methods=["GET", "POST"])
@requires(GET=MANAGE, POST=MANAGE)
@once
def edit_source(source_id: int) -> Any:
    """Change a source."""
    found = service.own_source(current_region(), source_id)
    form = SourceForm(current_region(), found)
    if form.validate_on_submit():
        try:
            with atomic():
                service.change(region=current_region(), source_id=source_id, version=form.known_version(), setup=form.setup())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Källan är ändrad."))
            return redirect(url_for("training_catalog_admin.source", source_id=source_id))
    return render_template("training_catalog/admin/source_form.html", form=form, source=found)


@bp.post("/sources/<int:source_id>/fetch")
@requires(POST=MANAGE)
@once
def fetch_source(source_id: int) -> Any:
    """Fetch a source now."""
    found = service.own_source(current_region(), source_id)
    try:
        with atomic():
            run = service.begin(region=current_region(), source=found, actor=current_user())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("training_catalog_admin.source", source_id=source_id))
    return redirect(url_for("training_catalog_admin.run", run_id=run.id))


@bp.post("/sources/<int:source_id>/pause")
@requires(POST=MANAGE)
@once
def pause_source(source_id: int) -> Any:
    """Let a source rest."""
    return _paused(source_id, True, _("Källan är pausad. Den hämtas inte av sig själv."))


@bp.post("/sources/<int:source_id>/resume")
@requires(POST=MANAGE)
@once
def resume_source(source_id: int) -> Any:
    """Let a source go on."""
    return _paused(source_id, False, _("Källan hämtas av sig själv igen."))


def _paused(source_id: int, paused: bool, words: str) -> Any:
    with atomic():
        service.pause(region=current_region(), source_id=source_id, paused=paused)
    flash(words)
    return redirect(url_for("training_catalog_admin.source", source_id=source_id))


@bp.post("/<int:run_id>/go-ahead")
@requires(POST=MANAGE)
@once
def go_ahead(run_id: int) -> Any:
    """Let a run that waits go on."""
    return _answered(run_id, service.go_ahead)


@bp.post("/<int:run_id>/decline")
@requires(POST=MANAGE)
@once
def decline(run_id: int) -> Any:
    """End a run that waits."""
    return _answered(run_id, service.decline)


def _answered(run_id: int, answer: Callable[..., Any]) -> Any:
    try:
        with atomic():
            answer(region=current_region(), run_id=run_id)
    except Conflict as error:
        flash(error.message, "error")
    return redirect(url_for("training_catalog_admin.run", run_id=run_id))
