"""Nothing that a test does persists: not what services commit, not what pages post, not what jobs write, not what fails half-way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import Model, all_regions, atomic, db
from core.jobs.runner import drain
from core.mail.service import queue_mail
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.database import rolled_back
from core.testing.factories import Factory


def _stored(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, read by a connection of its own, outside the session and any open transaction."""
    with app.app_context(), all_regions("everything there is"), db.engine.connect() as connection:
        present = [t for t in Model.metadata.sorted_tables if connection.dialect.has_table(connection, t.name)]
        return {t.name: sorted((tuple(row) for row in connection.execute(select(t))), key=repr) for t in present}


def by_services(app: Flask) -> None:
    with app.app_context():
        Factory().user(Factory().region("kvarlamnad"), "region_admin")


def by_pages(app: Flask) -> None:
    with app.app_context():
        user = Factory().user(Factory().region("kvarlamnad"), "region_admin")
        browser = Browser(app).sign_in(user)
        browser.get("/r/kvarlamnad/admin/plugins/training_catalog").submit(button=("action", "enable"))
        assert browser.status == 200


def by_jobs(app: Flask) -> None:
    with app.app_context():
        with atomic():
            queue_mail(to="x@test.samkraft.example", subject="x", body="x", kind="core.test")
        assert drain() == 1


def by_failing(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ZeroDivisionError), atomic():
            db.session.add(Region(slug="kvarlamnad", name="x"))
            db.session.flush()
            raise ZeroDivisionError
        db.session.add(Region(slug="aldrig-sparad", name="x"))
        db.session.flush()  # and left like that


@pytest.mark.parametrize("leave", [by_services, by_pages, by_jobs, by_failing], ids=lambda f: f.__name__)
def test_nothing_persists(app: Flask, leave: Callable[[Flask], None]) -> None:
    before = _stored(app)
    with rolled_back(app):
        leave(app)
    assert _stored(app) == before


def test_inside_the_test_it_was_there(app: Flask) -> None:
    """The proof above would hold just as well if nothing had been written at all."""
    with rolled_back(app), app.app_context():
        by_services(app)
        assert db.session.execute(select(Region.slug).where(Region.slug == "kvarlamnad")).scalars().all() == ["kvarlamnad"]
