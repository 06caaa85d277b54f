"""What a request costs: processor time of this process around one WSGI call, or of a server's process tree from `/proc`."""

from __future__ import annotations

import gc
import io
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

from werkzeug.test import EnvironBuilder


@dataclass
class Meter:
    """Wraps a WSGI application, and notes the processor time (seconds) and the body's bytes of each call."""

    app: Callable[..., Iterable[bytes]]
    calls: list[tuple[str, str, float, int]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        before = process_time()
        response = self.app(environ, start_response)
        body = list(response)
        if (close := getattr(response, "close", None)) is not None:
            close()
        spent = process_time() - before
        self.calls.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], spent, sum(map(len, body))))
        return body

    @property
    def spent(self) -> float:
        """Seconds of processor time over all calls so far."""
        return sum(call[2] for call in self.calls)


def seconds_per_get(app: Callable[..., Any], path: str, *, rounds: int, headers: Sequence[tuple[str, str]] = ()) -> tuple[float, int]:
    """Processor seconds of one GET, and the bytes of its body: the lowest of some windows' medians, so that neighbours disturb little.

    Raises:
        RuntimeError: when the page does not answer 200, so that nobody measures an error page.
    """
    meter = Meter(app)
    environ = EnvironBuilder(path=path, headers=headers).get_environ()
    statuses: list[str] = []

    def start(status: str, _headers: Any, _info: Any = None) -> Callable[[bytes], object]:
        statuses.append(status)
        return lambda _body: None

    windows = 5
    medians = []
    for _ in range(3):  # caches, compiled templates
        meter({**environ, "wsgi.input": io.BytesIO()}, start)
    for _ in range(windows):
        gc.collect()
        meter.calls.clear()
        for _ in range(max(1, rounds // windows)):
            meter({**environ, "wsgi.input": io.BytesIO()}, start)
        medians.append(statistics.median(call[2] for call in meter.calls))
    if set(statuses) != {"200 OK"}:
        raise RuntimeError(f"{path} answered {', '.join(sorted(set(statuses)))}, not 200 OK")
    return min(medians), meter.calls[-1][3]


def tree(root: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue  # it ended meanwhile
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor seconds that the processes have used since they started, all threads together."""
    total = 0
    for pid in pids:
        for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(path.read_text().split()[0])  # nanoseconds; `stat` counts in hundredths of a second
            except OSError:
                continue  # a thread that has ended
    return total / 1e9


def memory_mib(pids: Iterable[int]) -> tuple[float, float]:
    """Resident memory in MiB: the plain sum (RSS), and the sum with shared pages divided between their users (PSS)."""
    rss = pss = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name == "Rss":
                rss += int(rest.split()[0])
            elif name == "Pss":
                pss += int(rest.split()[0])
    return rss / 1024, pss / 1024
