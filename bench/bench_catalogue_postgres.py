"""The catalogue's search at 300 000 events on PostgreSQL: the first time a choice is asked for, by the wall's clock."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from time import perf_counter

from sqlalchemy import make_url

from bench import Figure
from bench.catalogue import EVENTS, SMALL, fill, site, unremembered


def run(small: bool) -> list[Figure]:
    """Fill a catalogue in a PostgreSQL of its own, and measure."""
    from core.testing.database import Databases, start_postgres

    folder = Path(tempfile.mkdtemp(prefix="sk-bench-"))
    server, url = start_postgres(str(folder / "server"))
    try:
        databases = Databases("postgres", url)
        app, region = site(folder, database_url=(address := databases.create("bench")))
        count = SMALL if small else EVENTS
        with app.test_request_context():
            fill(region, count)
        databases.execute("VACUUM ANALYZE", database=make_url(address).database)  # as the server does by itself in an idle minute
        return [Figure("events in the catalogue", count, ""), *unremembered(app, 5, perf_counter)]
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
