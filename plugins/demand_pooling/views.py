"""Pages: the list of clusters, its file, and the page of one cluster."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from core.db import atomic
from core.errors import DomainError
from core.files.sheets import Kind, download
from core.geo.queries import name_of
from core.i18n import gettext as _
from core.plugins import hooks
from core.regions.queries import municipalities
from core.users.queries import may
from core.web.access import requires
from core.web.context import current_region, current_user
from core.web.submission import once
from plugins.demand_pooling import cluster_detail, explanation, queries, service, supply
from plugins.demand_pooling.agreed.queries import AgreedTitles
from plugins.demand_pooling.cluster_parts import cluster_parts
from plugins.demand_pooling.export import header as export_columns
from plugins.demand_pooling.export import rows as export_rows
from plugins.demand_pooling.forms import FilterForm
from plugins.demand_pooling.permissions import PLAN, READ, READ_NAMED, RECALCULATE, REQUEST, WORK
from plugins.demand_pooling.schematic_map import draw_map

bp = Blueprint("demand_pooling", __name__, template_folder="templates")
MAX_ID = 2**31 - 1


@bp.get("/")
@requires(GET=READ)
def clusters() -> str:
    """All clusters, with the figures and what the list is narrowed to."""
    region = current_region()
    form = FilterForm(region, request.args)
    page = queries.cluster_page(region, form.filters(), number=request.args.get("page", 1, type=int))
    return render_template(
        "demand_pooling/clusters.html",
        form=form,
        page=page,
        figures=queries.figures(region),
        chips=[(label, _without(name)) for name, label in form.chosen()],
        outdated=queries.is_outdated(region),
        may_ask=may(current_user(), region, REQUEST),
        may_work=may(current_user(), region, WORK),
        may_recalculate=may(current_user(), region, RECALCULATE),
        may_plan=may(current_user(), region, PLAN),
        downloads={kind: url_for("demand_pooling.export", kind=kind, **_arguments()) for kind in ("csv", "xlsx")},
    )


def _arguments() -> dict[str, Any]:
    return {name: value for name, value in request.args.items() if name != "page" and value}


def _without(name: str) -> str:
    return url_for("demand_pooling.clusters", **{key: value for key, value in _arguments().items() if key != name})


@bp.get("/clusters.csv", defaults={"kind": "csv"})
@bp.get("/clusters.xlsx", defaults={"kind": "xlsx"})
@requires(GET=READ)
def export(kind: Kind) -> Response:
    """The list as a file."""
    region = current_region()
    found = queries.export_rows(region, FilterForm(region, request.args).filters())
    return download(kind, f"behovskluster-{region.slug}", export_columns(), export_rows(found))


@bp.post("/recalculate")
@requires(POST=RECALCULATE)
@once
def recalculate() -> Any:
    """Have all clusters made anew."""
    try:
        with atomic():
            service.recalculate(region=current_region())
        flash(_("Klustren räknas om. Det tar oftast några sekunder. Läs in sidan igen för att se resultatet."))
    except DomainError as error:
        flash(error.message, "info")
    return redirect(url_for("demand_pooling.clusters"))


@bp.get(f"/<int(max={MAX_ID}):cluster_id>")
@requires(GET=READ)
def cluster(cluster_id: int) -> str:
    """One cluster: who needs whom, where, why they belong together, and what education there is."""
    region, user = current_region(), current_user()
    found = queries.get_cluster(region, cluster_id)
    successor = queries.get_cluster(region, found.successor_id) if found.successor_id else None
    entries = [
        (entry.at, hooks.stewardship().describe_log_entry(entry=entry) or entry.action, "") for entry in cluster_detail.story(region, found)
    ]
    if found.closed_at:
        return render_template(
            "demand_pooling/closed.html", cluster=found, successor=successor, hub=name_of(found.hub_code), entries=entries
        )
    detail = cluster_detail.cluster_detail(region, found)
    return render_template(
        "demand_pooling/cluster.html",
        detail=detail,
        row=queries.ClusterRow(found, queries.status_of(found, detail.settings.almost_missing)),
        named=may(user, region, READ_NAMED),
        why=[*explanation.why_together(detail), *explanation.same_titles(AgreedTitles(region), detail)],
        missing=explanation.what_is_missing(detail),
        kinds=[(explanation.kind_label(kind), people) for kind, people in detail.kinds.most_common()],
        map=draw_map([m.code for m in municipalities(region)], detail.places, found.hub_code, detail.settings.reach_km),
        has_catalogue=supply.has_catalogue(region),
        supplies=supply.look_up(region, found, [place.code for place in detail.places]),
        known=cluster_detail.found_before(region, found),
        municipality_name=name_of,
        entries=entries,
        pieces=cluster_parts(region, user, detail),
    )
