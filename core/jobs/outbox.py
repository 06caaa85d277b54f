"""Writing to the outbox, and waking the relay once the row is committed.

The row is the promise; the wake-up only saves a second. It costs little and never fails: after an error the circuit stays
open for a while, during which Redis is not even tried.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import select

from core.db import db, in_atomic, on_commit, utcnow
from core.jobs.connection import WAKE_KEY, connect, queue_url
from core.jobs.models import Outbox
from core.plugins.registry import registry

if TYPE_CHECKING:
    from core.regions.models import Region

MAX_PAYLOAD = 256 * 1024  # bytes of JSON; what is larger belongs in a table, with its id in the payload
WAKE_TIMEOUT = 0.02  # seconds, for the connection and for the answer
CIRCUIT_OPEN = 5.0  # seconds without a try after a failed one


def enqueue(name: str, *, region: Region | None, dedupe: str | None = None, delay: timedelta | None = None, **payload: Any) -> Outbox:
    """Ask for a job. It runs after the open `atomic()` block has committed, and never if it rolls back.

    Args:
        name: A registered job.
        region: The region it runs in; None for a job above the regions.
        dedupe: A key under which the job is asked for once: if a row has it, done or not, that row is returned. Rows are kept for 30 days.
        delay: How long to wait before it runs.
        payload: Keyword arguments of the job, in JSON types.

    Raises:
        RuntimeError: outside `atomic()`.
        LookupError: when no loaded plugin registers the job.
        TypeError: when the payload is not JSON.
    """
    if name not in registry().jobs:
        raise LookupError(f"The job '{name}' is not registered. Return it from register_jobs().")
    queue = registry().jobs[name][1].queue
    return insert(kind="job", name=name, region=region, payload=payload, queue=queue, dedupe=dedupe, delay=delay)


def insert(
    *,
    kind: str,
    name: str,
    region: Region | None,
    payload: Mapping[str, Any],
    queue: str = "default",
    dedupe: str | None = None,
    delay: timedelta | None = None,
    parent: Outbox | None = None,
) -> Outbox:
    """Add a row to the outbox and wake the relay after commit. Ordinary code calls `emit()` or `enqueue()`."""
    if not in_atomic():
        raise RuntimeError(f"'{name}' was put into the outbox outside atomic(): nothing would commit it together with its cause.")
    body = _checked(name, payload)
    if dedupe is not None:
        known = db.session.execute(select(Outbox).where(Outbox.dedupe == dedupe)).scalar_one_or_none()
        if known is not None:
            return known
    row = Outbox(
        kind=kind,
        name=name,
        region_id=region.id if region else None,
        parent_id=parent.id if parent else None,
        payload=body,
        queue=queue,
        dedupe=dedupe,
        available_at=utcnow() + (delay or timedelta()),
    )
    db.session.add(row)
    db.session.flush()
    on_commit(wake)
    return row


def _checked(name: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(payload, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise TypeError(f"The payload of '{name}' must be JSON: {error}. Pass ids, texts and numbers, dates as isoformat().") from error
    if len(text) > MAX_PAYLOAD:
        raise TypeError(f"The payload of '{name}' is {len(text)} bytes, more than {MAX_PAYLOAD}. Store it in a table and pass its id.")
    checked: dict[str, Any] = json.loads(text)
    return checked


class _Waker:
    """One per process and application: a connection, and until when it rests after an error."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client: Redis | None = None
        self.resting_until = 0.0

    def __call__(self) -> None:
        if time.monotonic() < self.resting_until:
            return
        try:
            self.client = self.client or connect(self.url, timeout=WAKE_TIMEOUT)
            with self.client.pipeline(transaction=False) as pipe:
                pipe.lpush(WAKE_KEY, "1")
                pipe.ltrim(WAKE_KEY, 0, 0)  # one token is enough: the relay looks for everything that is due
                pipe.execute()
        except (RedisError, OSError, ValueError):
            self.resting_until = time.monotonic() + CIRCUIT_OPEN


def wake() -> None:
    """Tell the relay that something is due. Never raises; without Redis the relay finds the row by itself within a second or two."""
    waker = current_app.extensions.get("samkraft_waker")
    if waker is None:
        waker = current_app.extensions["samkraft_waker"] = _Waker(queue_url())
    waker()
