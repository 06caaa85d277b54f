"""One way to commit: all of a block or nothing of it, and what waits for the commit waits."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.db import atomic, db, in_atomic, on_commit
from core.errors import DomainError
from core.regions.models import Region
from core.testing.apps import installation
from core.testing.database import Databases


def _add(slug: str) -> Region:
    region = Region(slug=slug, name=slug)
    db.session.add(region)
    db.session.flush()
    return region


def _slugs() -> list[str]:
    db.session.expire_all()
    return sorted(db.session.execute(select(Region.slug)).scalars())


@pytest.fixture
def committed(context: None) -> Iterator[list[str]]:
    """Callbacks note themselves here."""
    yield []


def test_commits_at_the_end_and_rolls_back_on_error(context: None) -> None:
    with atomic():
        assert in_atomic()
        _add("a")
    assert not in_atomic()
    with pytest.raises(DomainError), atomic():
        _add("b")
        raise DomainError("no")
    with pytest.raises(KeyboardInterrupt), atomic():
        _add("c")
        raise KeyboardInterrupt
    assert not in_atomic()
    db.session.rollback()
    assert _slugs() == ["a"]


def test_abort_rolls_back_without_an_error(context: None, committed: list[str]) -> None:
    with atomic() as unit:
        _add("a")
        on_commit(lambda: committed.append("a"))
        unit.abort()
    assert (_slugs(), committed) == ([], [])


def test_abort_in_a_nested_block_aborts_the_whole(context: None) -> None:
    with atomic():
        _add("a")
        with atomic() as inner:
            _add("b")
            inner.abort()
        _add("c")
    assert _slugs() == []


def test_a_nested_block_is_committed_with_the_outer_one(context: None, committed: list[str]) -> None:
    with pytest.raises(DomainError), atomic():
        with atomic():
            _add("a")
            on_commit(lambda: committed.append("a"))
        assert in_atomic()
        raise DomainError("no")
    assert (_slugs(), committed) == ([], [])
    with atomic():
        with atomic():
            _add("b")
            on_commit(lambda: committed.append("b"))
        assert committed == []
    assert (_slugs(), committed) == (["b"], ["b"])


@pytest.mark.parametrize("error", ["domain", "database"])
def test_a_nested_block_that_fails_leaves_nothing_and_the_outer_one_goes_on(context: None, committed: list[str], error: str) -> None:
    with atomic():
        _add("before")
        on_commit(lambda: committed.append("before"))
        with pytest.raises((DomainError, IntegrityError)), atomic():  # a caller that catches the error
            _add("half")
            on_commit(lambda: committed.append("half"))
            if error == "database":
                _add("before")
            raise DomainError("no")
        _add("after")
    assert (_slugs(), committed) == (["after", "before"], ["before"])


def test_a_callback_registered_twice_is_called_once_after_the_commit(context: None) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        assert not in_atomic()
        seen.append(_slugs())

    with atomic():
        on_commit(look)
        _add("a")
        on_commit(look)
        assert seen == []
    assert seen == [["a"]]
    with atomic():
        _add("b")
    assert seen == [["a"]]


def test_a_callback_that_fails_is_logged_and_the_others_are_called(
    context: None, committed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ConnectionError("the queue is gone")

    with caplog.at_level(logging.ERROR, "core.db.atomic"), atomic():
        _add("a")
        on_commit(fail)
        on_commit(lambda: committed.append("a"))
    assert (_slugs(), committed) == (["a"], ["a"])
    assert "the queue is gone" in caplog.text


def test_on_commit_outside_a_block_is_refused(context: None) -> None:
    with pytest.raises(RuntimeError, match="nothing would ever call it"):
        on_commit(lambda: None)


def test_what_is_committed_is_there_for_another_connection(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> None:
    """On a database of its own, without the tests' outer transaction."""
    with installation(databases.create("atomic"), tmp_path_factory.mktemp("atomic"), []) as app:
        _commit_and_fail(app)
        with app.app_context():
            assert _slugs() == ["kept"]


def _commit_and_fail(app: Flask) -> None:
    with app.app_context():
        with atomic():
            _add("kept")
        with pytest.raises(DomainError), atomic():
            _add("lost")
            raise DomainError("no")
