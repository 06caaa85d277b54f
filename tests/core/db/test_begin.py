"""How a transaction begins on SQLite: what may write takes the write lock at once, what only reads never does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from core.app import create_app
from core.db import Model, atomic, db
from core.regions.models import Region


@contextmanager
def begins(tmp_path: Any, **request: Any) -> Iterator[list[str]]:
    """The BEGIN statements that an installation of its own sends, inside a request or (without arguments) a command."""
    app = create_app(environment="test", data_dir=tmp_path, plugins=[], entry_points=False, https=False)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        engine = db.engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("BEGIN"):
            seen.append(statement.removeprefix("BEGIN "))

    event.listen(engine, "before_cursor_execute", note)
    with app.test_request_context(**request) if request else app.app_context():
        yield seen
        db.session.rollback()
    engine.dispose()


def read() -> list[str]:
    return list(db.session.execute(select(Region.slug)).scalars())


def write() -> None:
    with atomic():
        read()
        db.session.add(Region(slug="norr", name="Norr"))


@pytest.mark.parametrize("request_of", [{}, {"method": "GET"}, {"method": "HEAD"}], ids=str)
@pytest.mark.requirement("R8")
def test_reads_take_no_lock_and_a_write_after_them_takes_it_at_once(tmp_path: Any, request_of: dict[str, Any]) -> None:
    with begins(tmp_path, **request_of) as seen:
        read()
        write()
        assert read() == ["norr"]
    assert seen == ["DEFERRED", "IMMEDIATE", "DEFERRED"]


@pytest.mark.requirement("R8")
def test_a_post_takes_the_lock_from_its_first_read(tmp_path: Any) -> None:
    with begins(tmp_path, method="POST") as seen:
        read()
        write()
    assert seen == ["IMMEDIATE"]
