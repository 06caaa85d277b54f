"""Figures for Prometheus. Requests are counted by every web process in files of its own, which any of them can add up.

Endpoints are counted by name and never by address: addresses hold ids, and there is no end of them.
The library decides at its import whether it counts in memory or in files, so it is imported late.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from core.db import db, utcnow
from core.jobs.queries import counts
from core.monitoring import queries

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
FOLDER = "metrics"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


def prepare(data_dir: Path) -> None:
    """Before the web processes are forked: an empty folder for their counts."""
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink(missing_ok=True)
    os.environ[VARIABLE] = str(folder)


def forget(pid: int) -> None:
    """A web process has ended; its gauges go, its counts stay."""
    if VARIABLE in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=1)
def _requests() -> tuple[Counter, Histogram]:
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    counter = Counter("samkraft_requests", "Requests answered", ["endpoint", "method", "status"], registry=registry)
    histogram = Histogram("samkraft_request_seconds", "Time to answer", ["endpoint"], buckets=BUCKETS, registry=registry)
    _requests_registry.append(registry)
    return counter, histogram


_requests_registry: list[Any] = []


def observe(*, endpoint: str, method: str, status: int, seconds: float) -> None:
    """Count a request."""
    counter, histogram = _requests()
    counter.labels(endpoint, method, f"{status // 100}xx").inc()
    histogram.labels(endpoint).observe(seconds)


class Installation:
    """What the database and the disk say, asked when somebody reads the figures."""

    def describe(self) -> list[Any]:
        """Nothing beforehand: else the database would be asked when this is registered, too."""
        return []

    def collect(self) -> Iterator[Any]:
        """All figures that are not counted by processes."""
        from prometheus_client.core import GaugeMetricFamily as Gauge

        answers = queries.readiness()
        ready = Gauge("samkraft_ready", "1 where all is well, 0.5 where something is missing but all works, 0 where not", labels=["check"])
        for answer in answers:
            ready.add_metric([answer.name], {"ok": 1.0, "degraded": 0.5, "fail": 0.0}[answer.status])
            if "free_bytes" in answer.facts:
                yield Gauge("samkraft_disk_free_bytes", "Room in the data folder", value=answer.facts["free_bytes"])
        yield ready
        yield from self._pool()
        try:
            yield from self._queue()
        except SQLAlchemyError:
            db.session.rollback()

    def _queue(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily as Gauge

        now = counts()
        age = max(0.0, (utcnow() - now.oldest_due).total_seconds()) if now.oldest_due else 0.0
        yield Gauge("samkraft_outbox_oldest_seconds", "Since when the oldest work that is due has waited", value=age)
        waiting = Gauge("samkraft_outbox_rows", "Work by state", labels=["state"])
        for state, value in (("waiting", now.waiting), ("retrying", now.retrying), ("failed", now.failed)):
            waiting.add_metric([state], value)
        yield waiting
        jobs = Gauge("samkraft_jobs_last_hour", "Work that ended in the last hour", labels=["job", "outcome"])
        for name, outcome, count in queries.finished_jobs():
            jobs.add_metric([name, outcome], count)
        yield jobs
        yield Gauge("samkraft_mails_failed", "Mails that were refused for good", value=queries.failed_mails())

    def _pool(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily as Gauge

        pool: Any = db.engine.engine.pool
        found = Gauge("samkraft_db_connections", "Connections of the process that answers", labels=["state"])
        for state in ("checkedout", "checkedin", "overflow"):
            if hasattr(pool, state):
                found.add_metric([state], max(0, getattr(pool, state)()))
        yield found


def text() -> bytes:
    """All figures, in Prometheus' own format."""
    from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest, multiprocess

    assert current_app
    registry = CollectorRegistry()
    registry.register(Installation())
    ProcessCollector(registry=registry)
    if VARIABLE in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    _requests()
    return generate_latest(registry) + generate_latest(_requests_registry[0])
