"""The page of the common indicators, and the same figures as a file."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from core.files.sheets import Kind
from core.i18n import gettext as _
from core.web.access import requires
from core.web.context import current_region
from core.web.exports import recorded_download
from core.web.format import format_date
from plugins.funding.indicators_common import queries
from plugins.funding.indicators_common.forms import PeriodForm
from plugins.funding.participants.views import of_project
from plugins.funding.permissions import READ_PARTICIPANTS
from plugins.funding.projects.views import ONE
from plugins.funding.views import bp

PAGE = f"{ONE}/common-indicators"


@bp.get(PAGE)
@requires(GET=READ_PARTICIPANTS)
def common_indicators(project_id: int) -> str:
    """The common indicators of a project, for a period."""
    project, form = of_project(project_id), PeriodForm(request.args)
    right = form.validate()
    first, last = (form.first.data, form.last.data) if right else (None, None)
    days: dict[str, Any] = {"first": first.isoformat() if first else None, "last": last.isoformat() if last else None}
    chips = []
    if first:
        label = _("Från och med %(day)s", day=format_date(first))
        chips.append((label, url_for("funding.common_indicators", project_id=project.id, last=days["last"])))
    if last:
        label = _("Till och med %(day)s", day=format_date(last))
        chips.append((label, url_for("funding.common_indicators", project_id=project.id, first=days["first"])))
    return render_template(
        "funding/indicators_common/page.html",
        project=project,
        form=form,
        chips=chips,
        found=queries.indicators(project, first, last) if right else None,
        files={kind: url_for("funding.common_indicators_file", project_id=project.id, kind=kind, **days) for kind in ("xlsx", "csv")},
    )


@bp.get(f"{PAGE}.<any(csv, xlsx):kind>")
@requires(GET=READ_PARTICIPANTS)
def common_indicators_file(project_id: int, kind: Kind) -> Any:
    """The same figures as a file. A period that is no period is mended on the page."""
    project, form = of_project(project_id), PeriodForm(request.args)
    if not form.validate():
        typed: dict[str, Any] = {name: request.args.get(name) for name in ("first", "last")}
        return redirect(url_for("funding.common_indicators", project_id=project.id, **typed))
    found = queries.indicators(project, form.first.data, form.last.data)
    header = [_("Indikator"), _("Vilka"), _("Kvinnor"), _("Män"), _("Totalt")]
    rows = [[line.code, str(line.title), line.women, line.men, line.people] for line in (*found.entered, *found.left)]
    return recorded_download(
        kind, f"{_('indikatorer')}-{project.id}", header, rows, action="funding.indicators.taken_out", region=current_region()
    )
