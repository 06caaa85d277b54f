"""What the probe does. Each way of working in the background leaves its own kind of mark."""

from __future__ import annotations

import time

from sqlalchemy import select

from core.db import atomic, db
from core.events import emit
from core.jobs import enqueue
from core.regions.models import Region
from tests.fixture_plugins.chaos_probe.events import Stored, StoredPayload
from tests.fixture_plugins.chaos_probe.models import Entry, Mark

KINDS = ("event", "job", "long-1", "long-2")


def store(*, region: Region, token: str) -> None:
    """Keep a post, and set in motion what follows from it."""
    db.session.add(Entry(region_id=region.id, token=token))
    db.session.flush()
    emit(Stored(token=token), region=region)
    enqueue("chaos_probe.mark", region=region, token=token)
    enqueue("chaos_probe.mark_long", region=region, token=token)


def on_stored(region: Region, payload: StoredPayload) -> None:
    """The event's handler: a row in the receipt's own transaction."""
    db.session.add(Mark(region_id=region.id, token=payload.token, kind="event"))


def mark(region: Region, token: str) -> None:
    """A job that is one transaction."""
    db.session.add(Mark(region_id=region.id, token=token, kind="job"))
    db.session.flush()
    time.sleep(0.01)  # long enough to be killed in the middle


def mark_long(region: Region, token: str) -> None:
    """A job that commits its parts, and converges when it is run again."""
    for kind in ("long-1", "long-2"):
        with atomic():
            done = select(Mark.id).where(Mark.token == token, Mark.kind == kind)
            if db.session.execute(done).first() is None:
                db.session.add(Mark(region_id=region.id, token=token, kind=kind))
        time.sleep(0.01)
