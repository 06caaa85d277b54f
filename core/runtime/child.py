"""A module of ours in a process of its own: bounded in memory and time, ended at any moment, and without the installation's secrets.

For work that must not load its libraries into the process that asks for it, such as solvers. The child reads from its standard input
and answers on its standard output; what the bytes mean is between the two.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from types import TracebackType
from typing import Self

from core.config import ROOT

CHUNK = 1 << 20
PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "TMPDIR")  # what Python needs


class Silence(Exception):
    """The child said nothing for as long as one was willing to wait."""


class Child:
    """`python -m MODULE ARGUMENTS`, ended when the block is left, whatever it is doing.

    Args:
        module: The module's full name.
    """

    def __init__(self, module: str, *arguments: object) -> None:
        command = [sys.executable, "-m", module, *map(str, arguments)]
        environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment
        )
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what it had not read goes with it

    @property
    def ended(self) -> bool:
        """Whether it is no more."""
        return self._process.poll() is not None

    def send(self, message: bytes) -> bool:
        """Give it a message. False when it has ended; what it had to say can still be read."""
        if self._process.stdin is None:
            return False
        try:
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except BrokenPipeError:
            return False
        return True

    def line(self, seconds: float) -> bytes | None:
        """The next whole line; None when there will be no more.

        Raises:
            Silence: when nothing came for so long.
        """
        while b"\n" not in self._read:
            if not self._more(seconds):
                return None
        line, _, self._read = self._read.partition(b"\n")
        return line + b"\n"

    def exactly(self, count: int, seconds: float) -> bytes | None:
        """The next `count` bytes; None when it ended before.

        Raises:
            Silence: when nothing came for so long.
        """
        parts, length = [self._read], len(self._read)
        self._read = b""
        while length < count:
            if not self._more(seconds):
                return None
            parts.append(self._read)
            length += len(self._read)
            self._read = b""
        whole = b"".join(parts)
        self._read = whole[count:]
        return whole[:count]

    def _more(self, seconds: float) -> bool:
        out = self._process.stdout
        if out is None:
            return False
        if not select.select([out], [], [], max(0.0, seconds))[0]:
            raise Silence
        read = os.read(out.fileno(), CHUNK)
        self._read += read
        return bool(read)
