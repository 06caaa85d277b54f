"""Everything on one machine: `samkraft run`.

A small process that holds the lock of the data folder, the listening socket and the queue server, and starts the host, which
loads the application once and forks web, worker, relay and scheduler from it. Kill any of them and it is started again;
kill this one and the kernel ends the rest. It never imports the application, so that it stays small and cannot fail with it.
"""

from __future__ import annotations

import fcntl
import os
import socket
import sys
from functools import partial
from pathlib import Path

from core.runtime import valkey
from core.runtime.paths import data_dir, socket_path
from core.runtime.process import set_title
from core.runtime.tree import CANNOT_START, Service, Tree

BACKLOG = 512


class CannotRun(Exception):
    """The message says why not, and what to do."""


def supervise(*, host: str, port: int, seed: bool, regions: str | None) -> int:
    """Run until told to stop. Returns the exit code.

    Raises:
        CannotRun: when the data folder is in use or not writable, the port is taken, or there is no queue server.
    """
    set_title("samkraft-run")
    data = data_dir()
    lock = _lock(data)
    listening = _listen(host, port)
    address = f"http://{_reachable(host)}:{listening.getsockname()[1]}"
    os.ftruncate(lock, 0)
    os.write(lock, f"{os.getpid()} {address}\n".encode())

    tree = Tree()
    tree.install()
    os.environ.update(_environment(data, address, listening.fileno(), seed=seed, regions=regions))
    if "REDIS_URL" not in os.environ:
        try:
            command = valkey.command(data)
        except valkey.ValkeyError as error:
            raise CannotRun(str(error)) from error
        os.environ["REDIS_URL"] = f"unix://{socket_path(data)}"
        tree.start(Service("queue", partial(_serve_queue, command, data), own_session=True))
    os.environ["SAMKRAFT_SUPERVISOR"] = str(os.getpid())
    tree.start(Service("host", partial(_serve_host, listening.fileno()), patience=100.0, prefix=False, own_session=True))
    tree.run(until=lambda: tree.ended.get("host") == CANNOT_START)
    failed = not tree.stopping
    tree.stop()
    return 1 if failed else 0


def _serve_queue(command: list[str], data: Path) -> None:
    valkey.prepare_socket(data)
    os.execv(command[0], command)


def _serve_host(fd: int) -> None:
    os.set_inheritable(fd, True)
    os.execv(sys.executable, [sys.executable, "-m", "core.runtime.host"])


def _lock(data: Path) -> int:
    """Hold the data folder. The lock goes with the process, however it ends."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = os.open(data / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotRun(f"The data folder {data} cannot be used ({error.strerror}). Choose another with SAMKRAFT_DATA=folder.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid, _, address = os.read(lock, 200).decode().strip().partition(" ")
        raise CannotRun(
            f"Samkraft is already running in {data}: process {pid or 'unknown'}, {address or 'still starting'}. "
            "Stop that one first (Ctrl-C there), or choose another data folder with SAMKRAFT_DATA=folder."
        ) from None
    return lock


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is started; it then stays open whatever happens to the web processes."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise CannotRun(f"There is no address '{host}'. Use 127.0.0.1 for this machine only, or 0.0.0.0 for all networks.") from error
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(where)
    except OSError as error:
        listening.close()
        raise CannotRun(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: samkraft run --port {port + 1}"
        ) from error
    listening.listen(BACKLOG)
    return listening


def _reachable(host: str) -> str:
    """An address to type into a browser on this machine."""
    if host in ("0.0.0.0", "::", ""):  # nosec B104  # compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _environment(data: Path, address: str, fd: int, *, seed: bool, regions: str | None) -> dict[str, str]:
    """What the host and its children read; what the user has set stays."""
    own = {"SAMKRAFT_DATA": str(data), "SAMKRAFT_LISTEN_FD": str(fd), "SAMKRAFT_ADDRESS": address, "SAMKRAFT_SEED": "1" if seed else "0"}
    if regions:
        own["SAMKRAFT_REGIONS"] = str(Path(regions).resolve())
    defaults = {"SAMKRAFT_ENVIRONMENT": "demo", "SAMKRAFT_PUBLIC_URL": address, "MALLOC_ARENA_MAX": "2"}
    if os.environ.get("SAMKRAFT_ENVIRONMENT", "demo") != "production":
        defaults["SAMKRAFT_HTTPS"] = "false"
    return own | {key: value for key, value in defaults.items() if key not in os.environ}
