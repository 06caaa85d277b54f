"""Static files of core and of plugins: outside the region prefix, so that they cache once for all regions; texts are sent compressed."""

from __future__ import annotations

import gzip
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory
from werkzeug.security import safe_join

from core.plugins.registry import registry
from core.web.access import public

bp = Blueprint("core_static", __name__)
_TEXT = frozenset({".css", ".js", ".svg", ".json", ".txt"})
YEAR = 365 * 86400
HOUR = 3600


@bp.get("/static/plugins/<plugin>/<path:filename>")
@public("GET")
def plugin_file(plugin: str, filename: str) -> Response:
    """A plugin's static file. Public: it is code and pictures, the same for everybody."""
    found = registry().plugins.get(plugin)
    if found is None:
        abort(404)
    return _send(found.folder / "static", filename)


@public("GET")
def core_file(filename: str) -> Response:
    """A file of core's static folder. Public: it is code and pictures, the same for everybody."""
    return _send(Path(current_app.static_folder or ""), filename)


def init_app(app: Flask) -> None:
    """Take the place of Flask's own static view, which cannot compress."""
    app.view_functions["static"] = core_file
    app.register_blueprint(bp)


def _send(folder: Path, filename: str) -> Response:
    age = YEAR if request.args.get("v") else HOUR  # an address with its digest never changes its content
    path = safe_join(str(folder), filename)
    if path is None or not Path(path).is_file():
        abort(404)
    if Path(path).suffix not in _TEXT or "gzip" not in request.headers.get("Accept-Encoding", ""):
        plain = send_from_directory(folder, filename, max_age=age)
        plain.vary.add("Accept-Encoding")
        return plain
    response = Response(_compressed(path, Path(path).stat().st_mtime_ns), mimetype=guess_type(path)[0])
    response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.max_age = age
    response.add_etag()
    response.make_conditional(request)
    return response


@lru_cache(maxsize=128)
def _compressed(path: str, changed: int) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)
