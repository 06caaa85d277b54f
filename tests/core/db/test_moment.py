"""A long read sees one moment, on both databases, and leaves the connection as it was."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.app import create_app
from core.db import Model, atomic, db, read_one_moment
from core.regions.models import Region
from core.testing.database import Databases


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An installation whose transactions are real ones."""
    made = create_app(
        environment="test", data_dir=tmp_path, database_url=databases.create("moment"), plugins=[], entry_points=False, https=False
    )
    with made.app_context():
        Model.metadata.create_all(db.engine)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def names() -> list[str]:
    return list(db.session.execute(select(Region.slug).order_by(Region.slug)).scalars())


def elsewhere(app: Flask, slug: str) -> None:
    """Somebody else adds a region and commits."""

    def add() -> None:
        with app.app_context(), atomic():
            db.session.add(Region(slug=slug, name=slug))

    thread = threading.Thread(target=add)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.mark.parametrize("request_of", [None, {"method": "GET"}], ids=["command", "request"])
def test_what_is_committed_meanwhile_is_not_seen_until_the_next_transaction(own_app: Flask, request_of: dict[str, str] | None) -> None:
    elsewhere(own_app, "a")
    with own_app.test_request_context(**request_of) if request_of else own_app.app_context():
        assert names() == ["a"]
        elsewhere(own_app, "b")
        read_one_moment()
        assert names() == ["a", "b"]  # the moment is now, not when the request began
        elsewhere(own_app, "c")
        assert names() == ["a", "b"]
        with atomic():
            db.session.add(Region(slug="d", name="d"))
        assert names() == ["a", "b", "c", "d"]
        elsewhere(own_app, "e")
        db.session.rollback()
        assert names() == ["a", "b", "c", "d", "e"]


def test_it_is_no_place_to_write_from(own_app: Flask) -> None:
    with own_app.app_context():
        with atomic(), pytest.raises(RuntimeError):
            read_one_moment()
        db.session.add(Region(slug="a", name="a"))
        with pytest.raises(RuntimeError):
            read_one_moment()
        db.session.rollback()
        assert names() == []
