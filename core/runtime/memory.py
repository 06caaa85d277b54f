"""Making what is loaded before a fork stay shared after it."""

from __future__ import annotations

import gc

from flask import Flask
from sqlalchemy.orm import configure_mappers

from core.db import db


def share_memory() -> None:
    """Call once, when the application is loaded and before the first fork.

    Mappers are configured now, or each child would do it for itself (a worker's child for every job). What is loaded is hidden from
    the garbage collector, whose marks would otherwise copy every page.
    """
    configure_mappers()
    gc.collect()
    gc.freeze()


def render_first_page(app: Flask) -> None:
    """Compile once, before the fork, what every page needs; the first visitor of each web process would wait for it otherwise."""
    app.test_client().get("/")
    with app.app_context():
        db.engine.dispose()  # no connection may be open at the fork
