"""The parts by themselves, as in production: each command starts, works, and stops when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from core.jobs.cli import commands as job_commands
from core.runtime import valkey
from core.runtime.cli import commands as runtime_commands
from core.runtime.paths import socket_path
from core.runtime.process import die_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent.parent

pytestmark = pytest.mark.sqlite_only  # it brings its own database


def start(*arguments: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "from core.cli import main; main()", *arguments], cwd=ROOT, env=env)


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A production environment with a queue server of its own, and its database at the newest version."""
    server = subprocess.Popen(valkey.command(tmp_path), preexec_fn=partial(die_with_parent, os.getpid()))
    assert valkey.wait_until_ready(socket_path(tmp_path))
    env = {
        **os.environ,
        "SAMKRAFT_ENVIRONMENT": "production",
        "SAMKRAFT_SECRET_KEY": "a-secret-of-the-tests-that-is-long-enough",
        "SAMKRAFT_DATA": str(tmp_path),
        "REDIS_URL": f"unix://{socket_path(tmp_path)}",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'parts.sqlite3'}",
    }
    assert start("upgrade", env=env).wait(timeout=60) == 0
    yield env
    server.kill()
    server.wait()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_web_relay_worker_and_scheduler_run_by_themselves_and_stop_when_told(env: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    engine = create_engine(env["DATABASE_URL"])
    row = "INSERT INTO core_outbox (kind, name, queue, payload, created_at, available_at, handed, attempts, last_error)"
    values = "VALUES ('job', 'core.purge_outbox', 'slow', '{}', '2026-01-01 00:00:00.0', '2026-01-01 00:00:00.0', 0, 0, '')"
    with engine.begin() as connection:
        connection.execute(text(f"{row} {values}"))
    parts = [
        start(*part, env=env) for part in (["web", "--bind", f"127.0.0.1:{port}", "--workers", "1"], ["relay"], ["worker"], ["scheduler"])
    ]
    try:
        wait_for(lambda: outcomes(engine) == ["done"])
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        wait_for(lambda: scheduled(engine) > 0)
        for part in parts:
            part.send_signal(signal.SIGTERM)
        assert [part.wait(timeout=40) for part in parts] == [0, 0, 0, 0]
    finally:
        for part in parts:
            part.kill()
            part.wait()
        engine.dispose()


def wait_for(true, seconds: float = 60) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def outcomes(engine) -> list[str]:  # type: ignore[no-untyped-def]
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT outcome FROM core_outbox")).scalars())


def scheduled(engine) -> int:  # type: ignore[no-untyped-def]
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM core_schedule")).scalar_one())


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize(
    ("name", "teaches"),
    [
        ("run", "Needs no other service."),
        ("web", "samkraft upgrade"),
        ("worker", "SIGTERM lets the running job finish."),
        ("relay", "Without Redis it runs the jobs itself"),
        ("scheduler", "Each time of each job is fired once"),
    ],
)
def test_help_teaches(name: str, teaches: str) -> None:
    command = {command.name: command for command in (*runtime_commands, *job_commands)}[name]
    result = CliRunner().invoke(command, ["--help"])
    assert result.exit_code == 0
    assert teaches in " ".join(result.output.split())


def test_starting_everything_does_not_load_the_application() -> None:
    heavy = "[name for name in ('flask', 'sqlalchemy', 'pydantic', 'redis') if name in sys.modules]"
    code = f"import sys, core.cli, core.runtime.cli, core.runtime.supervisor; print({heavy})"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_an_unknown_queue_is_wrong_use() -> None:
    worker = next(command for command in job_commands if command.name == "worker")
    result = CliRunner().invoke(worker, ["--queues", "mail,fast"])
    assert result.exit_code == 2
    assert "there is no queue 'fast'; there are mail, default, slow." in result.output


def test_the_command_and_the_queue_know_the_same_queues() -> None:
    from core.jobs import cli, connection

    assert cli.QUEUES == connection.QUEUES
