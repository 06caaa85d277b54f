"""Keeps the lease of a long job while its process is alive, so that a killed one is noticed within half a minute, not after its timeout."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import update

from core.db import atomic, db, utcnow
from core.jobs.models import Outbox

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=20)
INTERVAL = 5.0  # seconds


@contextmanager
def beating(outbox_id: int, token: str) -> Iterator[None]:
    """Renew the lease of a row every few seconds while the block runs."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(app, outbox_id, token, stop), name=f"heartbeat-{outbox_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=INTERVAL)


def _beat(app: Flask, outbox_id: int, token: str, stop: threading.Event) -> None:
    while not stop.wait(INTERVAL):
        try:
            with app.app_context(), atomic():
                renewed = update(Outbox).where(Outbox.id == outbox_id, Outbox.run_token == token, Outbox.done_at.is_(None))
                db.session.execute(renewed.values(leased_until=utcnow() + LEASE), execution_options={"synchronize_session": False})
        except Exception:
            log.warning("outbox %s: its lease could not be renewed now", outbox_id, exc_info=True)
