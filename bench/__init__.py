"""Benchmarks. `make bench`, or `python -m bench --small` for a quick look; never part of the tests.

A benchmark is a module `bench/bench_<what>.py` with `run(small) -> list[Figure]`. Times of one machine say little elsewhere,
so a figure is a ratio within one run wherever that is possible, and its target stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Args:
        name: What was measured, in a few words.
        value: The figure.
        unit: Its unit: "ms", "MiB", "KiB", "s", or "×" for a ratio.
        ratio_to: For a ratio: what it is a multiple of, in words, such as "a bare Flask route".
        target: What it should be at most; None where nobody has set one.
        at_least: The target is a floor instead of a ceiling.
        note: What one must know to read the figure, such as how many rows there were.
    """

    name: str
    value: float
    unit: str
    ratio_to: str | None = None
    target: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None when there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


class Benchmark(Protocol):
    """A module `bench_*.py`."""

    def run(self, small: bool) -> list[Figure]:
        """Measure. `small`: with less data and fewer rounds, for a look that takes seconds."""
        ...
