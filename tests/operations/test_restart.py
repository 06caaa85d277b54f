"""A restart under load fails no request: the socket stays open, what was begun is finished, and what comes waits for the new process."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.config import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only, pytest.mark.timeout(400)]
LOAD_SECONDS = 20.0


@dataclass
class Load:
    """Visitors who ask for a page again and again, each with a new connection, until told to stop."""

    port: int
    answers: Counter[str] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)

    def visit(self) -> None:
        while not self.stop.is_set():
            self.answers[self._ask()] += 1
            time.sleep(0.01)

    def _ask(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=150)
        try:
            connection.request("GET", "/", headers={"Connection": "close"})
            answer = connection.getresponse()
            answer.read()
            return str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        finally:
            connection.close()


@dataclass
class Web:
    """`samkraft web` on a socket that this test holds, as systemd does with socket activation."""

    env: dict[str, str]
    listening: socket.socket

    def start(self) -> subprocess.Popen[bytes]:
        fd = self.listening.fileno()
        as_systemd = f"import os; os.dup2({fd}, 3); os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')"
        command = [sys.executable, "-c", f"{as_systemd}; from core.cli import main; main()", "web", "--workers", "2"]
        return subprocess.Popen(command, cwd=ROOT, env=self.env, pass_fds=[fd])


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    env = {
        **os.environ,
        "SAMKRAFT_ENVIRONMENT": "production",
        "SAMKRAFT_SECRET_KEY": "Jc0fUQmVhw3XyKzB1nR8sT5dL2pG7eA9oI4u",
        "SAMKRAFT_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'restart.sqlite3'}",
        "REDIS_URL": f"unix://{tmp_path}/none.sock",
    }
    subprocess.run([sys.executable, "-c", "from core.cli import main; main()", "upgrade"], cwd=ROOT, env=env, check=True, timeout=100)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        yield Web(env, listening)


def restart_by_hup(web: Web, running: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """New workers of the same master."""
    running.send_signal(signal.SIGHUP)
    return running


def restart_by_term(web: Web, running: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """The old one ends, then the new one starts: `systemctl restart` with socket activation."""
    running.terminate()
    assert running.wait(timeout=40) == 0
    return web.start()


def restart_by_overlap(web: Web, running: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """The new one starts beside the old one, which then ends: a rolling restart of two instances."""
    fresh = web.start()
    time.sleep(3)
    running.terminate()
    assert running.wait(timeout=40) == 0
    return fresh


@pytest.mark.requirement("R17", "R18")
def test_restarts_under_load_fail_no_request(web: Web) -> None:
    running = web.start()
    load = Load(web.listening.getsockname()[1])
    visitors = [threading.Thread(target=load.visit, daemon=True) for _ in range(4)]
    end = time.monotonic() + LOAD_SECONDS
    try:
        for visitor in visitors:
            visitor.start()
        for restart in (restart_by_hup, restart_by_term, restart_by_overlap):
            wait_for_more(load, 20)
            running = restart(web, running)
        wait_for_more(load, 20)
        while time.monotonic() < end:
            time.sleep(0.1)
        load.stop.set()
        for visitor in visitors:
            visitor.join(timeout=150)
    finally:
        load.stop.set()
        running.terminate()
        running.wait(timeout=40)
    assert set(load.answers) == {"200"}, load.answers


def wait_for_more(load: Load, count: int) -> None:
    """Until so many more requests have been answered."""
    goal, deadline = sum(load.answers.values()) + count, time.monotonic() + 150
    while sum(load.answers.values()) < goal:
        assert time.monotonic() < deadline, "nothing answers"
        time.sleep(0.05)
