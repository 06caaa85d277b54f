"""The catalogue's pages for everybody: the list, the list as a file, and the page of one education."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from core.clock import today
from core.files.sheets import Kind, download
from core.web.access import public
from core.web.context import current_region
from core.web.limits import SEARCH, limiter
from plugins.training_catalog import wording
from plugins.training_catalog.codes import LEVEL_LABELS, TIME_OF_STUDY, school_form_label
from plugins.training_catalog.course import course
from plugins.training_catalog.export import HEADER, export_rows
from plugins.training_catalog.filters import parse
from plugins.training_catalog.finding.centres import centres_of, slot_facts
from plugins.training_catalog.finding.comparing import MAX_COMPARED
from plugins.training_catalog.jsonld import course_data
from plugins.training_catalog.list_page import list_page
from plugins.training_catalog.settings import settings_in
from plugins.training_catalog.state import is_open_on
from plugins.training_catalog.upkeep.shown import cancelled_of

MAX_SLOTS = 20  # occasions that others may add to: each is asked about by itself

bp = Blueprint("training_catalog", __name__, template_folder="templates", static_folder=None)


@bp.context_processor
def words() -> dict[str, Any]:
    """What the templates say facts with."""
    return {"wording": wording, "school_form_label": school_form_label}


@bp.get("/")
@public("GET")
def index() -> str:
    """Every education there is to choose, narrowed by what is in the address."""
    filters = parse(request.args, reach_km=settings_in(current_region()).reach_km)
    found = list_page(current_region(), filters, today=today(), number=request.args.get("page", 1, type=int))
    return render_template(
        "training_catalog/index.html",
        filters=filters,
        page=found.page,
        results=found.results,
        filter_form=found.filter_form,
        kept=ids_in("with"),
        downloads={kind: url_for("training_catalog.export", kind=kind, **filters.arguments()) for kind in ("csv", "xlsx")},
    )


def ids_in(name: str) -> list[int]:
    """Ids of educations in the address, each once; at most as many as can be compared."""
    numbers = [int(text) for text in request.args.getlist(name) if text.isascii() and text.isdigit() and len(text) <= 9]
    return list(dict.fromkeys(numbers))[:MAX_COMPARED]


@bp.get("/courses.csv", defaults={"kind": "csv"})
@bp.get("/courses.xlsx", defaults={"kind": "xlsx"})
@public("GET")
@limiter.limit(SEARCH)
def export(kind: Kind) -> Response:
    """What the list shows, event by event, as a file."""
    filters = parse(request.args, reach_km=settings_in(current_region()).reach_km)
    return download(kind, f"utbildningar-{current_region().slug}", HEADER, export_rows(filters, today()))


@bp.get("/<int:info_id>")
@public("GET")
def info(info_id: int) -> str:
    """One education: what it is, when and where it is given, what it leads to."""
    found = course(info_id)
    shown = slot_facts(found, found.occasions[:MAX_SLOTS])
    return render_template(
        "training_catalog/info.html",
        course=found,
        info=found.info,
        shown=shown,
        receiving=centres_of([occasion.event.id for occasion, _facts in shown]),
        subject={
            "ref": f"training_catalog:info:{info_id}",
            "title": found.info.title,
            "occupation_groups": [lead.code for lead in found.leads],
        },
        data=course_data(found, url=url_for("training_catalog.info", info_id=info_id, _external=True)),
        cancelled=cancelled_of(current_region(), found.past, today()),
        level=LEVEL_LABELS[found.info.level] if found.info.level != "none" else "",
        time_of_study=TIME_OF_STUDY,
        today=today(),
        is_open=is_open_on,
    )
