"""The pages of the figures: the true ones for those who may, and what everybody may know."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from core.files.sheets import Kind
from core.web.access import public, requires
from core.web.context import current_region
from core.web.exports import download_links, recorded_download
from core.web.limits import SEARCH, limiter
from plugins.meeting_places.permissions import STATISTICS
from plugins.meeting_places.settings import meeting_settings
from plugins.meeting_places.statistics import tables
from plugins.meeting_places.statistics.figures import AXES, PROPERTIES, Span, figures, leading, public_figures
from plugins.meeting_places.statistics.forms import SpanForm
from plugins.meeting_places.views import bp


def _span() -> tuple[SpanForm, Span]:
    form = SpanForm(request.args)
    return form, Span(form.first.data, form.last.data) if form.validate() else Span()


@bp.get("/statistics")
@requires(GET=STATISTICS)
def statistics() -> str:
    """How many the meetings have reached, against the target."""
    form, span = _span()
    days = {"first": span.first.isoformat() if span.first else None, "last": span.last.isoformat() if span.last else None}
    return render_template(
        "meeting_places/statistics/statistics.html",
        form=form,
        found=figures(current_region(), span),
        properties=PROPERTIES,
        downloads=download_links("meeting_places.statistics_file", **days),
    )


@bp.get("/statistics.csv", defaults={"form": "csv"})
@bp.get("/statistics.xlsx", defaults={"form": "xlsx"})
@requires(GET=STATISTICS)
def statistics_file(form: Kind) -> Any:
    """The same figures as rows."""
    region = current_region()
    _form, span = _span()
    rows = tables.flat(figures(region, span))
    return recorded_download(form, "motesplatser", tables.header(), rows, action="meeting_places.statistics.taken_out", region=region)


@bp.get("/reached")
@public("GET")
@limiter.limit(SEARCH)
def reached() -> str:
    """How many the meetings have reached, for everybody: nothing about fewer than three."""
    told, names = public_figures()
    charts = []
    for axis in AXES if told else ():
        rows = [(names.get(value, value), total.people) for value, total in told.totals.get(axis, {}).items()] if told else []
        rows.sort(key=lambda row: (-row[1], row[0]))
        if rows:
            finding = leading(rows)
            charts.append((axis, PROPERTIES[axis], finding, rows))
    return render_template(
        "meeting_places/statistics/reached.html",
        told=told,
        target=meeting_settings(current_region()).target_individuals,
        charts=charts,
    )
