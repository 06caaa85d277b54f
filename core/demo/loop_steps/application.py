"""The real application, `samkraft run`, as a process of its own in a data folder of its own; stopped and cleared away whatever happens."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from core.demo.loop_steps.visitor import StepFailed
from core.runtime.paths import ROOT
from core.runtime.process import die_with_parent

PATIENCE = 15.0  # seconds to stop by itself
OURS = ("SAMKRAFT_", "DATABASE_URL", "REDIS_URL")


@dataclass
class Application:
    """A running application."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run `samkraft …` beside it. Returns what it said.

        Raises:
            StepFailed: when the command failed.
        """
        done = subprocess.run(
            [sys.executable, "-m", "core.cli", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise StepFailed(f"samkraft {' '.join(words)} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
        return done.stdout.strip()

    def log(self) -> str:
        """The last lines that the application has written."""
        with contextlib.suppress(OSError):
            return "\n".join((self.data / "loop.log").read_text("utf-8", "replace").splitlines()[-15:])
        return ""


@contextmanager
def data_folder(chosen: Path | None) -> Iterator[Path]:
    """The chosen folder, kept; or a temporary one, removed afterwards."""
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="samkraft-loop-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(data: Path, *, port: int | None, timeout: float, verbose: bool) -> Iterator[Application]:
    """Start the application without demo data and wait until it answers; stop it at the end.

    Args:
        port: The port to listen on; a free one when None.
        timeout: Seconds to wait for the first answer.
        verbose: Let it write to the terminal instead of to a file in the data folder.

    Raises:
        StepFailed: when it does not start.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    environment |= {"SAMKRAFT_DATA": str(data), "SAMKRAFT_ENVIRONMENT": "demo", "PYTHONUNBUFFERED": "1"}
    port = port or _free_port()
    url = f"http://127.0.0.1:{port}"
    environment["SAMKRAFT_PUBLIC_URL"] = url
    with contextlib.ExitStack() as stack:
        out = None if verbose else stack.enter_context((data / "loop.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "core.cli", "run", "--no-seed", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            start_new_session=True,  # Ctrl-C is for this process, which then stops that one in order
            preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGTERM),
        )
        application = Application(url, data, process, environment)
        stack.callback(_stop, process)
        _wait_for_answer(application, timeout)
        yield application


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_answer(application: Application, timeout: float) -> None:
    opener = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if application.process.poll() is not None:
            raise StepFailed(f"it ended with {application.process.returncode}:\n{application.log()}")
        try:
            with opener.open(f"{application.url}/livez", timeout=timeout) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise StepFailed(f"no answer from {application.url} within {timeout:.0f} seconds:\n{application.log()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to stop; kill what has not stopped in time. Its children die with it."""
    for signum, patience in ((signal.SIGTERM, PATIENCE), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        if process.poll() is not None:
            return
        process.send_signal(signum)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
