"""The catalogue for other programs: the whole of it as EMIL 3, and the last days to apply of a search as a calendar."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zlib import compressobj

from flask import Response, request, stream_with_context

from core.i18n import gettext as _
from core.notices import calendar as ics
from core.web.access import public
from core.web.context import current_region
from core.web.limits import PUBLIC_POST, limiter
from plugins.training_catalog import presentation, queries
from plugins.training_catalog.calendar import application_days
from plugins.training_catalog.exports import dumps, emil3
from plugins.training_catalog.filters import parse
from plugins.training_catalog.views import bp

CHUNK = 64 * 1024


@bp.get("/emil3.json", defaults={"packed": False})
@bp.get("/emil3.json.gz", defaults={"packed": True})
@public("GET")
@limiter.limit(PUBLIC_POST)
def emil3_dump(packed: bool) -> Response:
    """Every provider, education and event, as documents of EMIL 3. A large catalogue comes from a file that a job keeps."""
    region = current_region()
    file, token = dumps.kept(region) or (None, "")
    refreshed = queries.refreshed_at()
    if file is None:
        token = queries.token()
        body: Iterator[bytes] = _gathered(emil3.text(region))
        body = _packed(body) if packed else body
    else:
        refreshed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        body = _read(file, packed=packed)
    response = Response(stream_with_context(body), mimetype="application/gzip" if packed else "application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="emil3-{region.slug}.json{".gz" if packed else ""}"'
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if token:
        response.set_etag(f"{token}{'-gz' if packed else ''}")
        response.last_modified = refreshed
        response.make_conditional(request)
    return response


@bp.get("/apply.ics")
@public("GET")
@limiter.limit(PUBLIC_POST)
def apply_dates() -> Response:
    """The last days to apply among what a search gives, to subscribe to."""
    region, filters = current_region(), parse(request.args)
    chosen = ", ".join(label for label, _address in presentation.chips(filters))
    name = _("Sista ansökningsdagar: %(chosen)s", chosen=chosen) if chosen else _("Sista ansökningsdagar")
    body = ics.write(f"{name}, {region.name}", [(region, item) for item in application_days(region, filters)])
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="sista-ansokningsdagar.ics"'
    response.headers["Cache-Control"] = "public, max-age=900"
    response.add_etag()
    response.make_conditional(request)
    return response


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


def _packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    press = compressobj(wbits=31)  # as gzip
    for piece in pieces:
        yield press.compress(piece)
    yield press.flush()


def _read(file: Path, *, packed: bool) -> Iterator[bytes]:
    with file.open("rb") if packed else gzip.open(file, "rb") as source:
        while piece := source.read(CHUNK):
            yield piece
