"""Requests that two servers could read differently, sent to the web server as it is shipped (S39)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120), pytest.mark.sqlite_only]

HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Hidden: "
AMBIGUOUS = {
    "length and chunks": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n" + HIDDEN,
    "two lengths in a list": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 40\r\n\r\n" + HIDDEN,
    "a length with a sign": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n" + HIDDEN,
    "a length in hex": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x10\r\n\r\n" + HIDDEN,
    "a negative length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n" + HIDDEN,
    "a space before the colon": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 40\r\n\r\n" + HIDDEN,
    "an unknown coding": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n" + HIDDEN,
    "chunked twice": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a tab in the coding's name": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunks in HTTP/1.0": b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n" + HIDDEN,
    "a folded header": b"GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n Transfer-Encoding: chunked\r\n\r\n" + HIDDEN,
    "a header without a name": b"GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n" + HIDDEN,
    "a line feed inside a value": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\nContent-Length: 40\r\n\r\n" + HIDDEN,
    "a zero byte": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n" + HIDDEN,
    "an underscore for a hyphen": b"POST / HTTP/1.1\r\nHost: a\r\nContent_Length: 40\r\nTransfer_Encoding: chunked\r\n\r\n",
    "a chunk's size with a sign": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nabcde\r\n0\r\n\r\n",
    "a chunk without its end": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdeXX0\r\n\r\n" + HIDDEN,
    "a huge header": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    "two thousand headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The shipped web server on a database of its own."""
    data: Path = tmp_path_factory.mktemp("wire")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    environment = {**os.environ, "SAMKRAFT_DATA": str(data), "SAMKRAFT_ENVIRONMENT": "demo", "SAMKRAFT_HTTPS": "false"}
    run = [sys.executable, "-c", "from core.cli import main; main()"]
    subprocess.run([*run, "upgrade"], env=environment, cwd=ROOT, check=True, capture_output=True, timeout=60)
    server = subprocess.Popen([*run, "web", "--bind", f"127.0.0.1:{number}", "--workers", "1"], env=environment, cwd=ROOT)
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", number), timeout=1).close()
            break
        except OSError:
            assert time.monotonic() < deadline, "the web server did not start"
            time.sleep(0.1)
    yield number
    server.terminate()
    server.wait(30)


def answers(port: int, sent: bytes) -> list[int]:
    """The statuses of all responses to what is sent over one connection; empty when it is closed without one."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                received += part
        except OSError:
            pass  # closed on us: as good as a refusal
    return [int(line[9:12]) for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.")]


@pytest.mark.requirement("S39")
def test_what_can_be_read_in_two_ways_is_refused_and_what_follows_is_not_answered(port: int) -> None:
    plain = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    assert answers(port, plain + plain) == [200, 200], "two plain requests on one connection are answered: the test can tell"
    found = {name: answers(port, sent) for name, sent in AMBIGUOUS.items()}
    assert {name: statuses for name, statuses in found.items() if len(statuses) > 1} == {}, "the hidden request was answered"
    assert {name: statuses for name, statuses in found.items() if any(status < 400 for status in statuses)} == {}
