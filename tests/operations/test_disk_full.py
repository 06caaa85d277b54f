"""A disk that is full: a page that says so, nothing half-written, and work goes on when there is room again."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from core.audit.models import AuditEntry
from core.db import all_regions, db
from core.jobs.models import Outbox
from core.testing.apps import installation
from core.testing.client import Browser
from core.testing.factories import Factory
from core.web.models import Submission
from tests.fixture_plugins.meetings.models import Meeting

pytestmark = pytest.mark.sqlite_only  # a full disk is made with SQLite's own limit on pages
NEW = "/r/nord/meetings/open"


def counts() -> list[int]:
    db.session.rollback()
    with all_regions("the test counts"):
        return [db.session.execute(select(func.count()).select_from(m)).scalar_one() for m in (Meeting, Submission, Outbox, AuditEntry)]


@pytest.mark.slow
@pytest.mark.requirement("R13")
def test_a_full_disk_loses_nothing_and_recovers(tmp_path: Path) -> None:
    with installation(f"sqlite:///{tmp_path / 'full.sqlite3'}", tmp_path, ["tests.fixture_plugins.meetings"]) as app:
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.app_context():
            Factory().region("nord", plugins=["meetings"])
            limit = _limited(app)
            visitor, booked = Browser(app), 0
            while visitor.get(NEW).submit(title="Möte " * 20, seats="12").status == 200:
                booked += 1
                assert booked < 2000, "the disk never got full"
            assert visitor.status == 503
            assert "Databasen svarar inte just nu" in visitor.text
            assert "Möte Möte" in visitor.text, "what was typed is given back"
            full = counts()
            assert full[0] == booked
            assert visitor.get(NEW).submit(title="Möte " * 20, seats="12").status == 503
            assert counts() == full
            with db.engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            event.remove(db.engine, "checkout", limit)
            assert visitor.get(NEW).submit(title="Efteråt", seats="12").status == 200
            assert counts()[0] == booked + 1


def _limited(app: Flask):  # type: ignore[no-untyped-def]
    """No connection may let the file grow by more than a few pages from now on."""
    with db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 4

    def limit(connection, record, proxy) -> None:  # type: ignore[no-untyped-def]
        connection.execute(f"PRAGMA max_page_count={pages}")

    def unlimited(connection, record) -> None:  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA max_page_count=1073741823")

    event.listen(db.engine, "checkout", limit)
    event.listen(db.engine, "checkin", unlimited)
    return limit
