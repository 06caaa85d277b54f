"""Doing before a fork what every child would otherwise do again, and keeping what is loaded shared."""

from __future__ import annotations

import ctypes
import gc

from flask import Flask
from sqlalchemy.orm import configure_mappers

from core.db import db
from core.jobs.warm import warm_up
from core.regions.queries import all_active


def prepare_to_fork(app: Flask) -> None:
    """Call once, when the application is loaded and before the first fork. Leaves no connection open.

    Mappers are configured and the runner's statements compiled; what is loaded is then hidden from the garbage collector, whose
    marks would otherwise copy every page.
    """
    configure_mappers()
    with app.app_context():
        warm_up()
        db.engine.dispose()
    gc.collect()
    _give_back()
    gc.freeze()


def _give_back() -> None:
    """Hand back to the system what loading has used and freed: every child would carry it. Only where the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def render_first_pages(app: Flask) -> None:
    """Compile the templates that every visitor needs first, so that nobody waits for it in each web process."""
    client = app.test_client()
    with app.app_context():
        regions = [region.slug for region in all_active()[:1]]
        db.engine.dispose()
    for path in ("/", *(f"/r/{slug}/" for slug in regions)):
        client.get(path)
