"""Asking a solver in its own process. It is started at the first question, kept for the next, and ended when it is over time.

One that ends by itself (killed, or short of memory) is no answer, and is not taken for one: `troubles` says which, for the result to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

from core.runtime.child import Child, Silence
from plugins.internships.matching.instance import Ints
from plugins.internships.matching.solvers.messages import pack, unpack
from plugins.internships.matching.solvers.program import Program

MEMORY_MIB = 12_288  # of addresses; what is used is a tenth of it
GRACE = 15.0  # seconds beyond the time limit, for presolving and for sending
START = 60.0  # seconds that a process may take to load its solver; on a busy machine that is longer than a small program takes
Name = Literal["highs", "cpsat", "scip", "flow"]
TITLES: dict[Name, str] = {"highs": "HiGHS", "cpsat": "CP-SAT", "scip": "SCIP", "flow": "The flow solver"}


@dataclass(frozen=True)
class Answer:
    """What a solver says.

    Args:
        values: (variables) the best that it found; None when it found nothing.
        bound: Nothing is better than this, it says; None when it says nothing.
        finished: It says that there is nothing better, or nothing at all.
    """

    values: list[int] | None
    bound: int | None
    finished: bool


NOTHING = Answer(None, None, False)


class Solver:
    """A solver's process. Use `solver(name)` to have one."""

    def __init__(self, name: Name) -> None:
        self.name = name
        self._child: Child | None = None

    def end(self) -> None:
        """End the process, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def solve(self, program: Program, *, seconds: float, hint: Sequence[int] | None = None, workers: int = 1) -> Answer:
        """The best values of a program. What a solver finds is checked against the rows here; what breaks one is not found."""
        if seconds <= 0:
            return NOTHING
        said, arrays = self.ask({"seconds": seconds, "workers": workers}, program.arrays(hint), seconds)
        if said is None:
            return NOTHING
        values = arrays["values"].tolist() if said["found"] else None
        if values is not None and not program.holds(values):
            return NOTHING
        return Answer(values, said["bound"], bool(said["finished"]))

    def ask(self, facts: Mapping[str, Any], arrays: Mapping[str, Ints], seconds: float) -> tuple[dict[str, Any] | None, dict[str, Ints]]:
        """Send a message and wait for the answer; None when there was none in time, or the process broke."""
        loading = 0.0 if self._child is not None else START
        if self._child is None:
            self._child = Child("plugins.internships.matching.solvers.child", self.name, MEMORY_MIB)
        child, wait = self._child, seconds + GRACE + loading

        def read(count: int) -> bytes:
            whole = child.exactly(count, wait)
            if whole is None:
                raise Silence
            return whole

        try:
            line = child.line(wait) if child.send(pack(facts, arrays)) else None
            if line is not None:
                return unpack(line, read)
            happened = "ended before it answered; it was killed, or had too little memory"
        except Silence:
            happened = "did not answer" if not child.ended else "ended in the middle of its answer"
        self.end()
        told = _troubles.get()
        if told is not None:
            told.append(f"{TITLES[self.name]} {happened}.")
        return None, {}


_troubles: ContextVar[list[str] | None] = ContextVar("solver_troubles", default=None)


@contextmanager
def troubles() -> Iterator[list[str]]:
    """What goes wrong with solvers within this block, a sentence each. (A thread that asks must have a copy of the context.)"""
    there = _troubles.get(None)
    if there is not None:
        yield there
        return
    found: list[str] = []
    token = _troubles.set(found)
    try:
        yield found
    finally:
        _troubles.reset(token)


_kept: dict[str, Solver] | None = None


@contextmanager
def keep() -> Iterator[None]:
    """Within this block a solver's process is started once and used again: a start takes longer than a small program."""
    global _kept
    if _kept is not None:
        yield
        return
    _kept = {}
    try:
        yield
    finally:
        for one in _kept.values():
            one.end()
        _kept = None


@contextmanager
def solver(name: Name) -> Iterator[Solver]:
    """A solver: one that is kept, or one for this block."""
    if _kept is not None:
        yield _kept.setdefault(name, Solver(name))
        return
    one = Solver(name)
    try:
        yield one
    finally:
        one.end()
