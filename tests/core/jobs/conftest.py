"""A real application with a plugin of its own, a database that really commits, and a real queue server.

These tests are about transactions, processes and kills, so they cannot run inside one rolled-back transaction.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest
from flask import Flask
from pydantic import BaseModel, ConfigDict
from redis import Redis
from sqlalchemy import select

from core import builtin
from core.app import create_app
from core.audit.models import AuditEntry
from core.audit.service import record
from core.db import Model, atomic, db
from core.events import Event
from core.jobs.connection import WAKE_KEY
from core.jobs.models import Outbox
from core.plugins import Job, NoSettings, Plugin, Subscription
from core.plugins.loader import build_registry
from core.plugins.models import RegionPlugin
from core.plugins.registry import Registry
from core.regions.models import Region
from core.runtime import valkey as valkey_server
from core.runtime.paths import socket_path
from core.runtime.process import die_with_parent


class Probed(Event):
    name: ClassVar[str] = "probe.probed.v1"
    number: int
    note: str = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(number=1)


class ProbedPayload(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    number: int


class Probe(Plugin):
    name = "probe"
    title = "Sond"
    settings = NoSettings


@dataclass
class World:
    """What a test sets up and looks at."""

    app: Flask
    registry: Registry
    redis_url: str
    calls: list[Any] = field(default_factory=list)

    def wake_ups(self) -> int:
        """How many tokens wait for a relay."""
        with Redis.from_url(self.redis_url) as redis:
            return int(redis.llen(WAKE_KEY))

    def event(self, number: int = 1, note: str = "") -> Probed:
        return Probed(number=number, note=note)

    @staticmethod
    def effect(region: Any, **detail: Any) -> None:
        """A handler with an effect in the database."""
        record("probe.effect", region=region, **detail)

    def job(self, func: Any, name: str = "probe.work", **options: Any) -> Job:
        job = Job(name, func, **options)
        self.registry.jobs[name] = ("probe", job)
        return job

    def subscribe(self, handler: Any, name: str = "probe.on_probed") -> None:
        self.registry.subscriptions.setdefault("probe.probed.v1", []).append(
            ("probe", Subscription("probe.probed.v1", ProbedPayload, handler, name))
        )

    def region(self, slug: str = "norr", *, on: bool = True, active: bool = True) -> Region:
        with atomic():
            region = Region(slug=slug, name=slug.title(), active=active)
            db.session.add(region)
            db.session.flush()
            db.session.add(RegionPlugin(region_id=region.id, plugin="probe", enabled=on))
        return region

    def rows(self) -> list[Outbox]:
        """Every row of the outbox, read afresh."""
        with self.app.app_context():
            return list(db.session.execute(select(Outbox).order_by(Outbox.id)).scalars())

    def effects(self, action: str = "probe.effect") -> list[AuditEntry]:
        """What handlers have left behind: audit entries serve as rows that a rollback takes away."""
        with self.app.app_context():
            return list(db.session.execute(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)).scalars())

    def leases_over(self) -> None:
        """Let all leases be over; waits stay."""
        with self.app.app_context(), atomic():
            for row in db.session.execute(select(Outbox).where(Outbox.done_at.is_(None))).scalars():
                row.leased_until = None


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """A real queue server; the URL of its socket."""
    folder = Path(tempfile.mkdtemp(prefix="sk-valkey-"))
    with_us = partial(die_with_parent, os.getpid())  # also when the run is killed
    process = subprocess.Popen(valkey_server.command(folder), preexec_fn=with_us)
    assert valkey_server.wait_until_ready(socket_path(folder))
    yield f"unix://{socket_path(folder)}"
    process.send_signal(signal.SIGKILL)
    process.wait()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def jobs_app(database_kind: str, request: pytest.FixtureRequest, valkey: str) -> Iterator[Flask]:
    """The application on an empty database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="sk-jobs-"))
    url = f"sqlite:///{folder / 'jobs.sqlite3'}"
    if database_kind == "postgres":
        url = request.getfixturevalue("databases").create("jobs")
    registry = build_registry([], with_entry_points=False, builtin=[builtin.plugin])
    app = create_app(environment="test", data_dir=folder, database_url=url, redis_url=valkey, registry=registry)
    with app.app_context():
        Model.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def world(jobs_app: Flask, valkey: str) -> Iterator[World]:
    """The application with the plugin `probe`, nothing in its database, inside an application context."""
    settings, pristine = (jobs_app.extensions[key] for key in ("samkraft_settings", "samkraft_registry"))
    registry = replace(pristine, plugins={"probe": Probe()}, jobs={}, events={"probe.probed.v1": Probed}, subscriptions={})
    jobs_app.extensions["samkraft_registry"] = registry
    with Redis.from_url(valkey) as redis:
        redis.flushall()
    with jobs_app.app_context():
        yield World(jobs_app, registry, valkey)
        db.session.remove()
        with db.engine.begin() as connection:
            for table in reversed(Model.metadata.sorted_tables):
                connection.execute(table.delete())
    jobs_app.extensions.update(samkraft_settings=settings, samkraft_registry=pristine)
    jobs_app.extensions.pop("samkraft_waker", None)
