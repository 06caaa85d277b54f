"""Pages and files of open data, for everybody."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from core.files.sheets import csv_bytes
from core.opendata import dcat, queries
from core.web.access import public
from core.web.context import current_region
from core.web.limits import SEARCH, limiter

bp = Blueprint("core_opendata", __name__, url_prefix="/r/<region>/open-data")
MAX_AGE = "public, max-age=300"


@bp.get("/")
@public("GET")
def index() -> str:
    """Every data set, and how to get it."""
    region = current_region()
    found = queries.published(region)
    return render_template("opendata/index.html", found=[(each, dcat.files(region, each)) for each in found], licence=dcat.LICENCE)


@bp.get("/catalog")
@public("GET")
def catalog() -> Any:
    """The catalogue in the form that the caller prefers: Turtle unless it asks for another."""
    kinds = {mime: form for form, (_writer, mime) in dcat.FORMATS.items()}
    wanted = request.accept_mimetypes.best_match(list(kinds), default="text/turtle") or "text/turtle"
    response = _catalogue(kinds[wanted])
    response.vary.add("Accept")
    return response


@bp.get("/catalog.<any(ttl, rdf, jsonld):form>")
@public("GET")
@limiter.limit(SEARCH)
def catalog_file(form: str) -> Response:
    """The catalogue in a form that the address names."""
    return _catalogue(form)


@bp.get("/<plugin>/<name>")
@public("GET")
def dataset(plugin: str, name: str) -> Any:
    """A data set's own address leads to where it is told of."""
    found = queries.one(current_region(), plugin, name)
    return redirect(url_for("core_opendata.index", _anchor=f"{found.plugin}-{found.data.name}"))


@bp.get("/<plugin>/<name>.<any(csv, json):form>")
@public("GET")
@limiter.limit(SEARCH)
def dataset_file(plugin: str, name: str, form: str) -> Response:
    """The rows of a data set."""
    found = queries.one(current_region(), plugin, name)
    header = [str(cell) for cell in found.data.header]
    rows = queries.rows(current_region(), found)
    if form == "csv":
        body, kind = csv_bytes(header, rows), "text/csv"
    else:
        objects = [dict(zip(header, row, strict=False)) for row in rows]
        body, kind = json.dumps(objects, ensure_ascii=False, default=str).encode(), "application/json"
    response = Response(body, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    if found.data.modified:
        response.last_modified = datetime.combine(found.data.modified, datetime.min.time(), UTC)
    return _conditional(response)


def _catalogue(form: str) -> Response:
    region = current_region()
    body = dcat.write(region, queries.published(region), form)
    return _conditional(Response(body, mimetype=dcat.FORMATS[form][1]))


def _conditional(response: Response) -> Response:
    response.headers["Cache-Control"] = MAX_AGE
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response
