"""What every process of the tree does with the operating system: die with its parent, have a name, stop when asked.

Standard library only: the supervisor imports this and must stay small. Dying with the parent needs Linux; elsewhere a child
outlives a parent that was killed with -9, and the next start clears it away.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from types import FrameType

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, signum: int = signal.SIGKILL) -> None:
    """Ask the kernel for `signum` when the parent dies, however it dies.

    Args:
        parent: The parent's process id, taken before the fork: if it is already gone, this process exits at once.
    """
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signum, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def limit_memory(mib: int) -> None:
    """Let this process have at most so many MiB of addresses; what it uses is much less."""
    resource.setrlimit(resource.RLIMIT_AS, (mib * 1024 * 1024, mib * 1024 * 1024))


def set_title(name: str) -> None:
    """Name the process, as `ps -o comm` shows it; at most 15 characters."""
    if _libc is not None:
        _libc.prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)


class Stopped(BaseException):
    """Raised inside `GracefulStop.waiting()` when a stop is asked for."""


class GracefulStop:
    """SIGTERM and SIGINT set a flag, and interrupt only what is declared as waiting, never work."""

    def __init__(self) -> None:
        self.requested = False
        self._waiting = False

    def install(self) -> GracefulStop:
        """Take over the signals. Only in the main thread."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self._handle)
        return self

    def request(self) -> None:
        """Ask for a stop from within."""
        self.requested = True

    def _handle(self, _signum: int, _frame: FrameType | None) -> None:
        self.requested = True
        if self._waiting:
            self._waiting = False
            raise Stopped

    def waiting(self, wait: Callable[[], object]) -> None:
        """Call `wait`, and end it at once, without an error, when a stop is asked for. Not called if one already is."""
        try:
            try:
                self._waiting = True
                if not self.requested:
                    wait()
            finally:
                self._waiting = False
        except Stopped:
            pass
