"""The catalogue's pages for everybody: the list, the list as a file, and the page of one education."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from core.taxonomy.search import suggest
from core.web.access import public
from core.web.context import current_region
from core.web.limits import SEARCH, limiter
from plugins.training_catalog import presentation, queries, wording
from plugins.training_catalog.clock import today
from plugins.training_catalog.codes import LEVEL_LABELS, TIME_OF_STUDY, school_form_label
from plugins.training_catalog.course import course
from plugins.training_catalog.export import HEADER, csv_bytes, export_rows
from plugins.training_catalog.filters import parse
from plugins.training_catalog.jsonld import course_data
from plugins.training_catalog.state import is_open_on

bp = Blueprint("training_catalog", __name__, template_folder="templates", static_folder=None)


@bp.context_processor
def words() -> dict[str, Any]:
    """What the templates say facts with."""
    return {"wording": wording, "school_form_label": school_form_label}


@bp.get("/")
@public("GET")
def index() -> str:
    """Every education there is to choose, narrowed by what is in the address."""
    region, day = current_region(), today()
    filters = parse(request.args)
    whole = queries.overview()
    page = queries.listing(filters, whole, today=day, number=request.args.get("page", 1, type=int))
    empty = not page.total
    return render_template(
        "training_catalog/index.html",
        filters=filters,
        whole=whole,
        page=page,
        choices=presentation.filter_choices(region, whole, filters),
        sorts=presentation.sort_choices(filters),
        chips=presentation.chips(filters),
        export_url=url_for("training_catalog.export", **filters.arguments()),
        started=queries.started(filters, whole, today=day) if empty and not filters.start else 0,
        started_url=presentation.list_url(filters, start="started"),
        suggestions=[(s.label, presentation.list_url(filters, q="", group=s.group_code)) for s in suggest(filters.q, 3)]
        if empty and filters.q
        else [],
        max_hits=queries.MAX_HITS,
    )


@bp.get("/courses.csv")
@public("GET")
@limiter.limit(SEARCH)
def export() -> Response:
    """What the list shows, event by event, as a file."""
    response = Response(csv_bytes(HEADER, export_rows(parse(request.args), today())), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="utbildningar-{current_region().slug}.csv"'
    return response


@bp.get("/<int:info_id>")
@public("GET")
def info(info_id: int) -> str:
    """One education: what it is, when and where it is given, what it leads to."""
    found = course(info_id)
    return render_template(
        "training_catalog/info.html",
        course=found,
        info=found.info,
        subject={
            "ref": f"training_catalog:info:{info_id}",
            "title": found.info.title,
            "occupation_groups": [lead.code for lead in found.leads],
        },
        data=course_data(found, url=url_for("training_catalog.info", info_id=info_id, _external=True)),
        level=LEVEL_LABELS[found.info.level] if found.info.level != "none" else "",
        time_of_study=TIME_OF_STUDY,
        today=today(),
        is_open=is_open_on,
    )
