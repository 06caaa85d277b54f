"""The page of the figures, and the same as a file."""

from __future__ import annotations

from typing import Any

from flask import render_template

from core.files.sheets import Kind
from core.web.access import requires
from core.web.context import current_region
from core.web.exports import download_links, recorded_download
from plugins.distance_learning.permissions import STATISTICS
from plugins.distance_learning.statistics import tables
from plugins.distance_learning.statistics.figures import MEASURES, figures
from plugins.distance_learning.views import bp


@bp.get("/statistics")
@requires(GET=STATISTICS)
def statistics() -> str:
    """What the learning centres have done, per term."""
    region = current_region()
    return render_template(
        "distance_learning/statistics/statistics.html",
        courses=tables.course_table(region),
        measures=[(MEASURES[found.measure], tables.shown(found)) for found in figures(region)],
        downloads=download_links("distance_learning.statistics_file"),
    )


@bp.get("/statistics.csv", defaults={"form": "csv"})
@bp.get("/statistics.xlsx", defaults={"form": "xlsx"})
@requires(GET=STATISTICS)
def statistics_file(form: Kind) -> Any:
    """All the figures as rows."""
    region = current_region()
    return recorded_download(
        form, "larcentrum", tables.header(), tables.flat(region), action="distance_learning.statistics.taken_out", region=region
    )
