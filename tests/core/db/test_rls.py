"""The second fence by itself: the first is taken down, and PostgreSQL alone keeps the regions apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from core.audit import sealing
from core.audit.service import record
from core.audit.verify import verify
from core.db import all_regions, atomic, db, fence, region_scope, rls
from core.errors import ConfigurationError
from core.regions.models import Region
from core.testing.apps import installation
from core.testing.client import Browser
from core.testing.database import ROLE, Databases
from core.testing.factories import Factory
from tests.fixture_plugins.meetings.models import Meeting

postgres_only = pytest.mark.usefixtures("on_postgres")


@pytest.fixture
def on_postgres(database_kind: str) -> None:
    """SQLite has no row-level security; what it relies on instead is tested in test_fence.py."""
    if database_kind != "postgres":
        pytest.skip("SQLite has no row-level security")


@pytest.fixture
def open_fence(context: None) -> Iterator[None]:
    """The first fence is taken down, as by code that goes round it."""
    parts = (("do_orm_execute", fence._guard_statements), ("before_flush", fence._check_writes))
    for name, listener in parts:
        event.remove(db.session, name, listener)
    yield
    for name, listener in parts:
        event.listen(db.session, name, listener)


@dataclass
class Two:
    """Two regions with two meetings each."""

    north: Region
    south: Region


@pytest.fixture
def two(make: Factory) -> Two:
    north, south = make.region("nord", plugins=["meetings"]), make.region("syd", plugins=["meetings"])
    with atomic(), all_regions("the test puts rows into both regions"):
        for region, titles in ((north, ("N1", "N2")), (south, ("S1", "S2"))):
            db.session.add_all(Meeting(region_id=region.id, title=title, sort_key=title.lower()) for title in titles)
    db.session.expunge_all()
    return Two(north, south)


def _titles() -> list[str]:
    return sorted(db.session.connection().execute(select(Meeting.__table__.c.title)).scalars())


# -- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("S4")
def test_what_the_database_is_told_of_a_scope() -> None:
    assert rls.settings_of(None) == ("", "")
    assert rls.settings_of(fence.Scope(frozenset({11, 2}), 2)) == ("2,11", "2")
    assert rls.settings_of(fence.Scope(frozenset({2}), None)) == ("2", "")
    assert rls.settings_of(fence.Scope(None, None, "reason")) == ("all", "all")


@pytest.mark.requirement("S4")
def test_every_table_of_a_region_is_known(context: None) -> None:
    assert {"core_search_entry", "meetings_meeting", "meetings_guest"} <= set(rls.scoped_tables())
    assert set(rls.scoped_tables()) >= rls.OPEN_TO_READ
    assert [t for t in rls.scoped_tables() if t in ("core_region", "core_user", "core_audit_entry")] == []


# -- what is kept -----------------------------------------------------------------------------------------------------


@postgres_only
@pytest.mark.requirement("S4")
def test_the_tests_run_as_an_ordinary_role_under_it(context: None) -> None:
    connection = db.session.connection()
    assert connection.exec_driver_sql("SELECT current_user").scalar_one() == ROLE
    assert rls.weaknesses(connection) == []


@postgres_only
@pytest.mark.requirement("S4")
def test_without_the_first_fence_nothing_leaks(two: Two, open_fence: None) -> None:
    assert _titles() == []
    with region_scope(two.north.id):
        assert _titles() == ["N1", "N2"]
        assert sorted(db.session.execute(select(Meeting.title)).scalars()) == ["N1", "N2"]
        assert db.session.execute(select(func.count()).select_from(Meeting)).scalar_one() == 2
        with region_scope(two.south.id):
            assert _titles() == ["S1", "S2"]
        with all_regions("the test counts"):
            assert _titles() == ["N1", "N2", "S1", "S2"]
        assert _titles() == ["N1", "N2"]
    with region_scope(two.north.id, read=[two.south.id]):
        assert _titles() == ["N1", "N2", "S1", "S2"]
    assert _titles() == []


@postgres_only
@pytest.mark.requirement("S4")
def test_without_the_first_fence_no_foreign_row_is_written(two: Two, open_fence: None) -> None:
    meetings = Meeting.__table__
    foreign = {"region_id": two.south.id, "title": "smuggled", "sort_key": "s", "seats": 1}
    with region_scope(two.north.id, read=[two.south.id]):
        for statement in (
            insert(meetings).values(**foreign),
            insert(Meeting).values(**foreign),
            update(meetings).where(meetings.c.title == "S1").values(seats=99),  # shared: may be read, not changed
            update(meetings).where(meetings.c.title == "N1").values(region_id=two.south.id),
        ):
            with pytest.raises(DBAPIError, match="row-level security"), db.session.begin_nested():
                db.session.execute(statement)
        assert db.session.execute(delete(meetings).where(meetings.c.title == "S1")).rowcount == 0
        assert db.session.execute(delete(meetings).where(meetings.c.title == "N1")).rowcount == 1
    with pytest.raises(DBAPIError, match="row-level security"), db.session.begin_nested():
        db.session.execute(insert(meetings).values(**foreign))
    assert db.session.execute(update(meetings).values(seats=99)).rowcount == 0
    with all_regions("the test counts"):
        assert _titles() == ["N2", "S1", "S2"]
        assert set(db.session.execute(select(Meeting.seats)).scalars()) == {10}


@postgres_only
@pytest.mark.requirement("S4")
def test_a_page_does_not_leak_without_the_first_fence(app: Flask, make: Factory, two: Two, open_fence: None) -> None:
    page = Browser(app).sign_in(make.user(two.north, "region_admin")).get("/r/nord/meetings/").page
    assert [title for title in ("N1", "N2", "S1", "S2") if f">{title}<" in page] == ["N1", "N2"]


@postgres_only
@pytest.mark.requirement("S4")
def test_a_savepoint_that_is_undone_takes_its_scope_along(two: Two, open_fence: None) -> None:
    with region_scope(two.north.id):
        with pytest.raises(ZeroDivisionError), db.session.begin_nested(), region_scope(two.south.id):
            assert _titles() == ["S1", "S2"]
            raise ZeroDivisionError
        assert _titles() == ["N1", "N2"]
        with db.session.begin_nested(), region_scope(two.south.id):
            assert _titles() == ["S1", "S2"]
        assert _titles() == ["N1", "N2"]
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.connection().exec_driver_sql("SELECT 1/0")
        assert _titles() == ["N1", "N2"]


@postgres_only
@pytest.mark.requirement("S4")
def test_a_scope_costs_one_statement_at_most(two: Two, database: Any) -> None:
    told = []

    class Cursor:
        """Notes what is told."""

        def __init__(self, cursor: Any) -> None:
            self.cursor = cursor

        def execute(self, statement: str, values: Any) -> None:
            told.append(values)
            self.cursor.execute(statement, values)

        def close(self) -> None:
            self.cursor.close()

    raw = database.connection
    with patch.object(type(raw), "cursor", lambda fairy: Cursor(fairy.dbapi_connection.cursor())), region_scope(two.north.id):
        connection = database
        with region_scope(two.south.id):
            pass  # nothing is asked, so nothing is told
        for _ in range(3):
            rls._tell(connection, None, "SELECT 1")
        with all_regions("the test changes the scope"):
            rls._tell(connection, None, "SELECT 1")
            rls._tell(connection, None, "SELECT 1")
    north = str(two.north.id)
    assert told == [(north, north), ("all", "all")]


# -- on databases of their own ----------------------------------------------------------------------------------------


@pytest.fixture
def alone(databases: Databases, tmp_path: Path, plugins: list[str]) -> Iterator[Flask]:
    """An installation whose transactions are really committed, with two regions of meetings. Its folder is its own: copies of the
    audit log's end lie there, and another installation's would say that this one's log was cut off.
    """
    with installation(databases.create("rls"), tmp_path, plugins) as app, app.app_context():
        make = Factory()
        for slug in ("nord", "syd"):
            region = make.region(slug, plugins=["meetings"])
            with atomic(), region_scope(region.id):
                db.session.add_all(Meeting(region_id=region.id, title=f"{slug}{n}", sort_key=f"{n:05}") for n in range(1500))
        db.session.remove()
        yield app
        db.session.remove()


@postgres_only
@pytest.mark.requirement("S4")
def test_nothing_is_left_on_a_pooled_connection(alone: Flask) -> None:
    count = "SELECT count(*) FROM meetings_meeting"
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql(count).scalar_one() == 0
        with region_scope(1):
            assert connection.exec_driver_sql(count).scalar_one() == 1500
            connection.commit()
        assert connection.exec_driver_sql(count).scalar_one() == 0
        with all_regions("the test counts"):
            assert connection.exec_driver_sql(count).scalar_one() == 3000
            connection.rollback()
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    raw = db.engine.raw_connection()  # the same connection, past everything that tells it a scope
    cursor = raw.cursor()
    assert cursor.execute("SELECT pg_backend_pid()").fetchone()[0] == backend
    assert cursor.execute(count).fetchone()[0] == 0
    raw.close()


@postgres_only
@pytest.mark.requirement("S4")
def test_the_index_is_used(alone: Flask) -> None:
    with db.engine.connect() as connection, region_scope(1):
        with all_regions("filling"):
            connection.exec_driver_sql(
                "INSERT INTO core_region (slug, name, description, contact_email, accent, active, texts, "
                "created_at, updated_at, version) "
                "SELECT 'r' || n, 'r', '', '', '', true, '{}', now(), now(), 1 FROM generate_series(1, 60) n"
            )
            connection.exec_driver_sql(
                "INSERT INTO meetings_meeting (region_id, title, sort_key, seats, facts, contact_email, created_at, updated_at, version) "
                "SELECT r.id, 'x', 'x', 1, '{}', '', now(), now(), 1 FROM core_region r, generate_series(1, 300)"
            )
        connection.exec_driver_sql("ANALYZE meetings_meeting")
        plan = json.dumps(connection.exec_driver_sql("EXPLAIN (FORMAT JSON) SELECT count(*) FROM meetings_meeting").scalar_one())
        connection.rollback()
    assert "ix_meetings_meeting_region_id" in plan


@postgres_only
@pytest.mark.requirement("S4")
def test_a_role_that_owns_nothing_can_serve(alone: Flask, databases: Databases, tmp_path: Path, plugins: list[str]) -> None:
    databases.execute("CREATE ROLE samkraft_serving LOGIN PASSWORD 'serving'")
    with db.engine.connect() as connection:
        rls.grant(connection, "samkraft_serving")
    owner = make_url(alone.extensions["samkraft_settings"].sqlalchemy_url)
    url = owner.set(username="samkraft_serving", password="serving").render_as_string(hide_password=False)
    with installation(url, tmp_path, plugins, upgrade=False) as serving, serving.app_context():
        assert rls.weaknesses(db.session.connection()) == []
        with atomic(), region_scope(1):
            assert db.session.execute(select(func.count(Meeting.id))).scalar_one() == 1500
            db.session.add(Meeting(region_id=1, title="ny", sort_key="ny"))
        with pytest.raises(DBAPIError, match="must be owner"):
            db.session.connection().exec_driver_sql("ALTER TABLE meetings_meeting DISABLE ROW LEVEL SECURITY")
        db.session.rollback()
        for table in ("core_audit_entry", "core_audit_seal"):
            for words in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(DBAPIError, match=f"permission denied for table {table}"):
                    db.session.connection().exec_driver_sql(words.replace("id = id", "key_id = ''" if "seal" in table else "actor = ''"))
                db.session.rollback()
        with atomic():
            record("core.test.done", region=None)
        assert sealing.seal_all() >= 1
        assert verify().faults == []
        assert Browser(serving).get("/r/nord/").status == 200
        db.session.remove()


@postgres_only
@pytest.mark.requirement("S4")
def test_what_weakens_it_is_told(alone: Flask, databases: Databases) -> None:
    name = make_url(alone.extensions["samkraft_settings"].sqlalchemy_url).database
    databases.execute(
        "ALTER TABLE meetings_guest NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY samkraft_delete_1 ON meetings_guest",
        "CREATE POLICY samkraft_region_0 ON meetings_guest USING (true)",
        database=name,
    )
    with db.engine.connect() as connection:
        assert rls.weaknesses(connection) == [
            "table meetings_guest lacks FORCE, samkraft_delete_1, -samkraft_region_0; run: samkraft upgrade"
        ]
        assert rls.protect(connection) == ["meetings_guest"]
        assert rls.protect(connection) == []
        assert rls.weaknesses(connection) == []
    databases.execute(f"ALTER ROLE {ROLE} BYPASSRLS")
    try:
        with db.engine.connect() as connection:
            assert rls.weaknesses(connection) == [
                f"the database role '{ROLE}' passes row-level security by; use an ordinary role (docs/how-to/deploy.md)"
            ]
        ready = Browser(alone).get("/readyz")
        assert ready.status == 200
        assert ready.response is not None
        fence = ready.response.get_json()["checks"]["tenant_fence"]
        assert (fence["status"], f"the database role '{ROLE}' passes row-level security by" in fence["weaknesses"][0]) == ("degraded", True)
    finally:
        databases.execute(f"ALTER ROLE {ROLE} NOBYPASSRLS")


@pytest.mark.requirement("S4")
def test_only_roles_are_granted(context: None, database_kind: str) -> None:
    connection = db.session.connection()
    if database_kind == "sqlite":
        assert rls.weaknesses(connection) == []
        assert rls.protect(connection) == []
        with pytest.raises(ConfigurationError, match="Only PostgreSQL"):
            rls.grant(connection, "somebody")
        return
    for role in ('x"; DROP TABLE core_user; --', "", "no_such_role"):
        with pytest.raises(ConfigurationError):
            rls.grant(connection, role)
