"""Servers in processes of their own, to be measured from outside: started, asked, weighed and stopped."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.meter import cpu_seconds, tree

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT = 180.0  # seconds
STOP_TIMEOUT = 60.0


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, started: float) -> None:
        self.process = process
        self.port = port
        self.started = started
        self.visitors = 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> int:
        """Ask for a page over one kept connection, each time as another visitor, so that no rate limit counts. Returns the status."""
        self.visitors += 1
        address = f"10.{self.visitors >> 16 & 255}.{self.visitors >> 8 & 255}.{self.visitors & 255}"
        self.connection.request("GET", path, headers={"X-Forwarded-For": address, "Accept-Encoding": "gzip"})
        response = self.connection.getresponse()
        response.read()
        return response.status

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """As a WSGI application: passes a request on to the server, so that a test client can visit it."""
        self.visitors += 1
        headers = {key[5:].replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_") and key != "HTTP_HOST"}
        headers |= {"X-Forwarded-For": f"10.9.{self.visitors >> 8 & 255}.{self.visitors & 255}", "Host": f"127.0.0.1:{self.port}"}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        path = quote(environ["PATH_INFO"].encode("latin-1")) + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")
        self.connection.request(environ["REQUEST_METHOD"], path, body=body or None, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        start_response(f"{response.status} {response.reason}", [pair for pair in response.getheaders() if pair[0] != "Connection"])
        return [content]

    def first_page(self) -> float:
        """Seconds from the start of the process until `/` answered.

        Raises:
            RuntimeError: when the process ended, or did not answer in time.
        """
        while time.monotonic() - self.started < START_TIMEOUT:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
            try:
                if self.get("/") == 200:
                    return time.monotonic() - self.started
            except (OSError, http.client.HTTPException):
                self.connection.close()
            time.sleep(0.02)
        raise RuntimeError("the server did not answer in time")

    def pids(self, *names: str) -> list[int]:
        """The processes of the tree; with names, only those that are called so."""
        found = tree(self.process.pid)
        return [pid for pid in found if not names or _name(pid) in names]

    def cpu_per_get(self, path: str, count: int, processes: Callable[[], list[int]]) -> float:
        """Seconds of processor time that one GET costs in the given processes, over `count` requests after some to warm up."""
        for _ in range(20):
            status = self.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        before = cpu_seconds(processes())
        for _ in range(count):
            self.get(path)
        return (cpu_seconds(processes()) - before) / count


def _name(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Server]:
    """Start a Python program that takes `PORT` as its port, and end it with all its children."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, *(argument.replace("PORT", str(port)) for argument in arguments)]
    options: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, **options)
    try:
        yield Server(process, port, started)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
