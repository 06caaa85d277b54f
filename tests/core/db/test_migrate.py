"""One history and one version table per owner, so that a plugin can come and go without touching the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from core.db import atomic, db, migrate
from core.organisations.models import OrganisationRegion
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.testing.apps import installation
from core.testing.database import Databases

MEETINGS = "tests.fixture_plugins.meetings"
MINUTES = "tests.fixture_plugins.minutes"


@pytest.fixture
def place(databases: Databases, tmp_path: Path) -> tuple[str, Path]:
    """A database of the test's own, and a data folder."""
    return databases.create("migrate"), tmp_path


@pytest.fixture
def own(place: tuple[str, Path]) -> Iterator[Flask]:
    """An application with two plugins and an empty database."""
    with installation(*place, [MEETINGS, MINUTES], upgrade=False) as app, app.app_context():
        yield app


def _tables() -> set[str]:
    return {name for name in inspect(db.engine).get_table_names() if not name.startswith("core_")}


def test_upgrade_brings_every_owner_to_its_head_once(own: Flask) -> None:
    assert migrate.behind() == ["core", "meetings", "minutes"]
    db.session.rollback()
    assert migrate.upgrade_all() == ["core", "meetings", "minutes"]
    assert migrate.behind() == []
    db.session.rollback()
    assert migrate.upgrade_all() == []
    assert _tables() == {
        *("alembic_version_core", "alembic_version_meetings", "alembic_version_minutes"),
        *("meetings_meeting", "meetings_guest", "minutes_note"),
    }


@pytest.mark.requirement("R16")
def test_one_owner_goes_down_and_up_and_the_others_stay(own: Flask) -> None:
    migrate.upgrade_all()
    before = _tables()
    migrate.downgrade("meetings")
    assert _tables() == before - {"meetings_meeting", "meetings_guest"}
    assert migrate.behind() == ["meetings"]
    db.session.rollback()
    assert migrate.upgrade_all() == ["meetings"]
    assert _tables() == before


@pytest.mark.requirement("R16")
def test_core_goes_down_one_revision_at_a_time_to_its_first_and_up_again(own: Flask) -> None:
    def schema() -> dict[str, list[str]]:
        look = inspect(db.engine)
        return {t: sorted(f"{c['name']} {c['type']} {c['nullable']}" for c in look.get_columns(t)) for t in look.get_table_names()}

    migrate.upgrade_all()
    before = schema()
    for _revision in range(len(migrate.revisions(migrate.owner("core"))) - 1):
        migrate.downgrade("core", "-1")
    assert [name for name in schema() if name.startswith(("core_api_", "core_webhook"))] == []
    migrate.upgrade_all()
    assert schema() == before
    assert migrate.differences("core") == []


@pytest.mark.parametrize("owner", ["core", "meetings", "minutes"])
@pytest.mark.requirement("R16")
def test_models_and_migrations_agree(own: Flask, owner: str) -> None:
    """And autogenerate for one owner never proposes to drop what belongs to another."""
    migrate.upgrade_all()
    assert migrate.differences(owner) == []


def test_a_plugin_that_is_gone_leaves_its_tables_and_breaks_nothing(place: tuple[str, Path]) -> None:
    with installation(*place, [MEETINGS, MINUTES]):
        pass
    with installation(*place, []) as app, app.app_context():
        assert migrate.behind() == []
        assert migrate.differences("core") == []
        assert {"meetings_meeting", "minutes_note", "alembic_version_meetings"} <= _tables()
    with installation(*place, [MEETINGS, MINUTES]) as app, app.app_context():
        assert migrate.behind() == []


def test_a_new_revision_holds_only_the_owner_s_difference(own: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate.upgrade_all()
    migrate.downgrade("meetings")
    owner = migrate.Owner("meetings", tmp_path / "fresh")
    monkeypatch.setattr(migrate, "owner", lambda _name: owner)
    path = migrate.make_revision("meetings", "first tables")
    text = path.read_text("utf-8")
    assert path.name == "0001_first_tables.py"
    assert (text.count("op.create_table("), text.count("op.drop_table(")) == (2, 2)
    assert "minutes_" not in text
    assert "core.db" not in text


def test_making_a_table_anew_loses_no_row_that_refers_to_it(own: Flask) -> None:
    """SQLite drops the old table when a batch operation has copied it; with foreign keys on, that would delete what refers to it."""
    migrate.upgrade_all()
    with atomic():
        region = Region(slug="norr", name="Norr")
        db.session.add(region)
        db.session.flush()
        organisation = register_organisation(name="Exempelverken AB", region=region)
    links = select(OrganisationRegion.organisation_id, OrganisationRegion.region_id)
    expected = [(organisation.id, region.id)]
    db.session.rollback()
    migrate.downgrade("core", "0002")
    assert db.session.execute(links).all() == expected
    db.session.rollback()
    migrate.upgrade_all()
    assert db.session.execute(links).all() == expected
