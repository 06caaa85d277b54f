"""Two people who send the same page at the very same time: an application of its own, real threads, real transactions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from core.app import create_app
from core.db import db
from core.db.cli import upgrade_installation
from core.testing.client import Browser
from core.testing.database import Databases


@contextmanager
def an_application(databases: Databases, folder: Path, name: str, *plugins: str) -> Iterator[Flask]:
    """An application on a database of its own, whose transactions are not rolled back."""
    made = create_app(
        environment="test",
        data_dir=folder,
        database_url=databases.create(name),
        plugins=[f"plugins.{each}" for each in plugins],
        https=False,
        entry_points=False,
    )
    with made.app_context():
        upgrade_installation()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def at_once(*tasks: Callable[[], Browser]) -> Sequence[Browser]:
    """Do all of it in threads that begin together. Returns where each ended.

    Raises:
        RuntimeError: when one of them broke.
    """
    together = threading.Barrier(len(tasks), timeout=30)
    ended: dict[int, Browser | BaseException] = {}

    def work(number: int, task: Callable[[], Browser]) -> None:
        try:
            together.wait()
            ended[number] = task()
        except BaseException as error:
            ended[number] = error

    threads = [threading.Thread(target=work, args=each) for each in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    found = [ended.get(number) for number in range(len(tasks))]
    if broken := [each for each in found if not isinstance(each, Browser)]:
        raise RuntimeError(f"not everybody got an answer: {broken}")
    return [each for each in found if isinstance(each, Browser)]


def one_saved_one_told(ended: Sequence[Browser]) -> tuple[Browser, Browser]:
    """Of two, who saved and who was told that somebody else was first."""
    assert sorted(each.status for each in ended) == [200, 409], [(each.status, each.text[:300]) for each in ended]
    first, second = sorted(ended, key=lambda each: each.status)
    return first, second
