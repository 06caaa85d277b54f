"""A parent and its children: start them, name their output, restart what dies, stop them in reverse order.

Used twice: the supervisor keeps the queue server and the host, the host keeps web, worker, relay and scheduler. Standard
library only, one thread, no polling: a child's death or a signal wakes the parent.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from core.runtime.process import die_with_parent, set_title

CANNOT_START = 78  # EX_CONFIG: trying again is no use
FIRST_PAUSE = 0.1  # seconds before a child that died is started again; doubles while it keeps dying
LONGEST_PAUSE = 5.0
STEADY = 3.0  # a child that lived so long counts as having worked


@dataclass(frozen=True)
class Service:
    """A child.

    Args:
        name: Before each line of its output, and as the process's name.
        main: What the child runs. It may replace itself (`os.execve`).
        patience: Seconds between asking it to stop and killing it.
        restart: Whether it is started again when it ends.
        prefix: Whether its output gets its name in front.
        own_session: Whether it is kept from the terminal's Ctrl-C, which only the parent shall hear.
    """

    name: str
    main: Callable[[], object]
    patience: float = 10.0
    restart: bool = True
    prefix: bool = True
    own_session: bool = False


@dataclass
class _Child:
    service: Service
    pid: int
    started: float
    out: int | None
    rest: bytes = b""


@dataclass
class Tree:
    """The children of this process."""

    stopping: bool = False
    in_a_hurry: bool = False
    children: list[_Child] = field(default_factory=list)
    ended: dict[str, int] = field(default_factory=dict)
    _order: list[str] = field(default_factory=list)
    _again: list[tuple[float, Service]] = field(default_factory=list)
    _pauses: dict[str, float] = field(default_factory=dict)
    _wake: tuple[int, int] = (-1, -1)

    def install(self) -> None:
        """Take over the signals of this process."""
        self._wake = os.pipe()
        for fd in self._wake:
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(self._wake[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, self._asked_to_stop)

    def start(self, service: Service) -> None:
        """Start a child."""
        out, its_out = os.pipe() if service.prefix else (None, None)
        sys.stdout.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become(service, parent, its_out)
        if its_out is not None:
            os.close(its_out)
        self.children.append(_Child(service, pid, time.monotonic(), out))
        if service.name not in self._order:
            self._order.append(service.name)

    def run(self, *, until: Callable[[], bool]) -> None:
        """Look after the children until the condition holds or a stop is asked for."""
        while not self.stopping and not until():
            self._step(1.0)

    def stop(self) -> None:
        """Stop the children, last started first, each only when the one before has ended."""
        self.stopping = True
        self._again.clear()
        for child in sorted(self.children, key=lambda child: self._order.index(child.service.name), reverse=True):
            _kill(child.pid, signal.SIGTERM)
            deadline = time.monotonic() + child.service.patience
            while child in self.children:
                if self.in_a_hurry or time.monotonic() > deadline:
                    _kill(child.pid, signal.SIGKILL)
                self._step(0.1)

    def _asked_to_stop(self, _signum: int, _frame: FrameType | None) -> None:
        self.in_a_hurry = self.stopping
        self.stopping = True

    def _become(self, service: Service, parent: int, out: int | None) -> None:
        """In the child: shed what belongs to the parent, then do the work and never return."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
                signal.signal(signum, signal.SIG_DFL)
            die_with_parent(parent)
            if service.own_session:
                os.setsid()
            if out is not None:
                os.dup2(out, 1)
                os.dup2(out, 2)
            for fd in (*self._wake, *(child.out for child in self.children if child.out is not None)):
                os.close(fd)
            set_title(f"samkraft-{service.name}")
            service.main()
            status = 0
        except SystemExit as error:
            if isinstance(error.code, str):
                print(error.code, file=sys.stderr)
            status = error.code if isinstance(error.code, int) else int(error.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _step(self, timeout: float) -> None:
        if self._again:
            timeout = max(0.0, min(timeout, min(when for when, _ in self._again) - time.monotonic()))
        by_fd = {child.out: child for child in self.children if child.out is not None}
        ready, _, _ = select.select([self._wake[0], *by_fd], [], [], timeout)
        for fd in ready:
            if fd in by_fd:
                self._pass_on(by_fd[fd])
            else:
                os.read(fd, 4096)
        for child in list(self.children):
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._buried(child, os.waitstatus_to_exitcode(status))
        due = [service for when, service in self._again if when <= time.monotonic()]
        self._again = [(when, service) for when, service in self._again if service not in due]
        for service in due:
            self.start(service)

    def _pass_on(self, child: _Child) -> None:
        """Copy what the child has said, line by line, with its name in front."""
        assert child.out is not None
        text = os.read(child.out, 65536)
        *lines, child.rest = (child.rest + text).split(b"\n")
        if not text:
            lines, child.rest = [child.rest] if child.rest else [], b""
            os.close(child.out)
            child.out = None
        say(b"".join(f"{child.service.name:<9} | ".encode() + line + b"\n" for line in lines))

    def _buried(self, child: _Child, status: int) -> None:
        while child.out is not None and select.select([child.out], [], [], 0)[0]:
            self._pass_on(child)
        if child.out is not None:
            os.close(child.out)
        self.children.remove(child)
        name = child.service.name
        self.ended[name] = status
        if self.stopping or not child.service.restart or status == CANNOT_START:
            return
        lived = time.monotonic() - child.started
        pause = FIRST_PAUSE if lived >= STEADY else min(self._pauses.get(name, FIRST_PAUSE / 2) * 2, LONGEST_PAUSE)
        self._pauses[name] = pause
        say(f"{name} ended ({_how(status)}); starting it again\n".encode())
        self._again.append((time.monotonic() + pause, child.service))


def say(text: bytes) -> None:
    """Write to standard output; nobody listening is no reason to stop."""
    while text:
        try:
            text = text[os.write(1, text) :]
        except OSError:
            return


def _how(status: int) -> str:
    return f"exit code {status}" if status >= 0 else signal.Signals(-status).name


def _kill(pid: int, signum: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signum)
