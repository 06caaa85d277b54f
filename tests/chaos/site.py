"""The whole tree of processes, as `samkraft run` starts it, in a folder of its own with the probe plugin installed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
REGIONS = """
[regions.prov]
name = "Prov"
description = "Här dödas processer."
contact_email = "kontakt@prov.demo.samkraft.example"
municipalities = ["Umeå"]

[regions.prov.plugins]
chaos_probe = true
"""
METADATA = "Metadata-Version: 2.1\nName: chaos-probe\nVersion: 1.0\n"
ENTRY_POINTS = "[samkraft.plugins]\nchaos_probe = tests.fixture_plugins.chaos_probe.plugin:plugin\n"


def processes_of(data: Path) -> dict[int, str]:
    """Every living process of an installation, by its name: found by the data folder it was given."""
    found = {}
    mark, socket = os.fsencode(f"SAMKRAFT_DATA={data}"), os.fsencode(data / "valkey.sock")
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                ours = mark in (folder / "environ").read_bytes().split(b"\0")
                if ours or socket in (folder / "cmdline").read_bytes():  # Valkey writes its title over its environment
                    found[int(folder.name)] = (folder / "comm").read_text().strip()
            except OSError:
                continue
    return found


class Site:
    """A running installation that can be hurt."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log.txt"
        self.port = 0
        dist = folder / "dist" / "chaos_probe-1.0.dist-info"
        dist.mkdir(parents=True)
        (dist / "METADATA").write_text(METADATA)
        (dist / "entry_points.txt").write_text(ENTRY_POINTS)
        (folder / "regions.toml").write_text(REGIONS)
        path = os.pathsep.join([str(dist.parent), str(ROOT), os.environ.get("PYTHONPATH", "")])
        self.env = {**os.environ, "SAMKRAFT_DATA": str(self.data), "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
        self.env.update(environment)
        self.env.pop("PYTHONDONTWRITEBYTECODE", None)  # or the host compiles everything each time it is started again
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, timeout: float = 60.0) -> None:
        """Start, or start again after the supervisor was killed; returns when the form answers."""
        program = "from core.cli import main; main()"
        command = [
            sys.executable,
            "-c",
            program,
            "run",
            "--no-seed",
            "--port",
            str(self.port),
            "--regions",
            str(self.folder / "regions.toml"),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        deadline = time.monotonic() + timeout
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"the site did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    @property
    def url(self) -> str:
        """The address of the probe's form."""
        return f"http://127.0.0.1:{self.port}/r/prov/chaos-probe/"

    def _answers(self) -> bool:
        lock = self.data / "run.lock"
        words = lock.read_text().split() if lock.exists() else []
        if len(words) != 2 or words[0] != str(self.process.pid if self.process else ""):
            return False
        self.port = int(words[1].rpartition(":")[2])
        try:
            with urllib.request.urlopen(self.url, timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def processes(self) -> dict[int, str]:
        """Every living process of this installation, by its name."""
        return processes_of(self.data)

    def kill(self, role: str, *, patience: float = 0.3) -> int | None:
        """Kill -9 one process of a role; None if there was none to be found in time."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for pid, name in self.processes().items():
                if name == role:
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        continue
                    return pid
        return None

    def kill_supervisor(self) -> None:
        """Kill -9 the top of the tree, and wait until the kernel has taken the rest with it."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        deadline = time.monotonic() + 5
        while left := self.processes():
            if time.monotonic() > deadline:
                raise RuntimeError(f"orphans after kill -9 of the supervisor: {left}")
            time.sleep(0.02)

    def stop(self) -> dict[int, str]:
        """Stop as Ctrl-C does. Returns what is left, which should be nothing."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.processes()
