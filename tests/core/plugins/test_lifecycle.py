"""Turning plugins on and off: with what they require, in one transaction, never losing data."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.db import atomic, db, region_scope
from core.errors import DomainError
from core.plugins import lifecycle
from core.plugins.enablement import enabled_plugins
from core.plugins.models import RegionPlugin
from core.plugins.settings import settings_for
from core.regions.models import Region
from core.testing.apps import installation
from core.testing.database import Databases
from core.testing.factories import Factory
from core.users.models import User
from tests.fixture_plugins.archive.plugin import plugin as archive
from tests.fixture_plugins.meetings.models import Meeting
from tests.fixture_plugins.meetings.settings import MeetingSettings
from tests.fixture_plugins.minutes.models import Note


@pytest.fixture(autouse=True)
def _archive() -> Iterator[None]:
    archive.calls.clear()
    yield
    type(archive).fails_at_start = False


def _rows(region: Region) -> dict[str, tuple[bool, dict[str, Any]]]:
    statement = select(RegionPlugin).where(RegionPlugin.region_id == region.id).execution_options(populate_existing=True)
    return {r.plugin: (r.enabled, dict(r.settings)) for r in db.session.execute(statement).scalars()}


def _audit(region: Region) -> list[tuple[str, str, str]]:
    statement = (
        select(AuditEntry.action, AuditEntry.subject, func.coalesce(User.name, AuditEntry.actor))
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.region_id == region.id, AuditEntry.action.startswith("core.plugin."))
        .order_by(AuditEntry.id)
    )
    return [(action, subject, who) for action, subject, who in db.session.execute(statement)]


def test_enabling_brings_what_is_required_in_order(make: Factory) -> None:
    region, bystander = make.region("nord"), make.region("syd")
    admin = make.user(region, "region_admin", name="Ada")
    with atomic():
        done = lifecycle.enable(region, "archive", actor=admin)
    assert [p.name for p in done] == ["meetings", "minutes", "archive"]
    assert [p.name for p in enabled_plugins(region)] == ["meetings", "minutes", "archive"]
    assert _rows(region) == {"meetings": (True, {}), "minutes": (True, {}), "archive": (True, {})}
    assert _audit(region) == [
        ("core.plugin.enabled", "core:plugin:meetings", "Ada"),
        ("core.plugin.enabled", "core:plugin:minutes", "Ada"),
        ("core.plugin.enabled", "core:plugin:archive", "Ada"),
    ]
    assert archive.calls == [("enabled", "nord", True)]
    assert (_rows(bystander), _audit(bystander)) == ({}, [])


def test_enabling_again_changes_nothing(make: Factory) -> None:
    region = make.region(plugins=["minutes"])
    before = _audit(region)
    with atomic():
        assert lifecycle.enable(region, "minutes") == []
    assert _audit(region) == before
    with region_scope(region.id):
        assert db.session.execute(select(Note.text)).scalars().all() == ["Protokollboken öppnad"]


def test_disabling_takes_along_what_depends_on_it_and_keeps_the_data(make: Factory) -> None:
    region = make.region("nord", plugins=["archive"], settings={"meetings": {"most_seats": 7}})
    with atomic(), region_scope(region.id):
        db.session.add(Meeting(region_id=region.id, title="kvar"))
    plugin = lifecycle.known_plugin("meetings")
    assert plugin is not None
    assert [p.name for p in lifecycle.dependants(region, plugin)] == ["minutes", "archive"]
    with atomic():
        gone = lifecycle.disable(region, "meetings")
    assert [p.name for p in gone] == ["archive", "minutes", "meetings"]
    assert enabled_plugins(region) == ()
    assert archive.calls[-1] == ("disabled", "nord", True)
    assert [a for a, *_ in _audit(region)[-3:]] == ["core.plugin.disabled"] * 3
    with region_scope(region.id):
        assert db.session.execute(select(Meeting.title)).scalars().all() == ["kvar"]
        assert db.session.execute(select(Note.text)).scalars().all() == ["Protokollboken öppnad"]
    with atomic():
        assert [p.name for p in lifecycle.enable(region, "meetings")] == ["meetings"]
    assert _rows(region) == {"meetings": (True, {"most_seats": 7}), "minutes": (False, {}), "archive": (False, {})}
    assert settings_for(region, "meetings", MeetingSettings).most_seats == 7
    with region_scope(region.id):
        assert db.session.execute(select(Meeting.title)).scalars().all() == ["kvar"]


def test_disabling_what_is_off_changes_nothing(make: Factory) -> None:
    region = make.region(plugins=["meetings"])
    before = _audit(region)
    with atomic():
        assert lifecycle.disable(region, "minutes") == []
    assert [p.name for p in enabled_plugins(region)] == ["meetings"]
    assert _audit(region) == before


def test_a_start_that_fails_undoes_everything_that_came_before_it(make: Factory) -> None:
    region = make.region("nord")
    type(archive).fails_at_start = True
    with pytest.raises(DomainError, match="Arkivet saknar plats"), atomic():
        lifecycle.enable(region, "archive")
    assert archive.calls == [("enabled", "nord", True)]
    assert enabled_plugins(region) == ()  # also in the memory of this very context
    assert _rows(region) == {}
    assert _audit(region) == []
    with region_scope(region.id):
        assert db.session.execute(select(Note.text)).scalars().all() == []


def test_hooks_write_only_into_their_region(make: Factory) -> None:
    north, south = make.region(), make.region()
    with atomic(), region_scope(south.id):
        lifecycle.enable(north, "minutes")
    for region, texts in ((north, ["Protokollboken öppnad"]), (south, [])):
        with region_scope(region.id):
            assert db.session.execute(select(Note.text)).scalars().all() == texts


@pytest.mark.slow
def test_administrators_who_enable_at_the_same_time_enable_once(databases: Databases, tmp_path: Path, plugins: list[str]) -> None:
    """On a database of its own: threads do not share the tests' one transaction."""

    def enable(app: Flask) -> int:
        with app.app_context(), atomic():
            return len(lifecycle.enable(db.session.execute(select(Region)).scalar_one(), "archive"))

    with installation(databases.create("lifecycle"), tmp_path, plugins) as app:
        with app.app_context():
            Factory().region("nord")
        with ThreadPoolExecutor(6) as pool:
            enabled = list(pool.map(lambda _: contextvars.Context().run(enable, app), range(6)))
        with app.app_context():
            region = db.session.execute(select(Region)).scalar_one()
            assert _rows(region) == {"meetings": (True, {}), "minutes": (True, {}), "archive": (True, {})}
            assert len(_audit(region)) == 3
            with region_scope(region.id):
                assert db.session.execute(select(Note.text)).scalars().all() == ["Protokollboken öppnad"]
    assert sorted(enabled) == [0, 0, 0, 0, 0, 3]


@pytest.mark.parametrize("verb", [lifecycle.enable, lifecycle.disable])
def test_what_is_not_installed_is_named(make: Factory, verb: Any) -> None:
    with pytest.raises(DomainError, match="Delen enhörning är inte installerad") as caught:
        verb(make.region(), "enhörning")
    assert caught.value.code == "plugin_unknown"
