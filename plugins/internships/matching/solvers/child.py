"""The solver's process: `python -m plugins.internships.matching.solvers.child SOLVER MEMORY_MIB`, programs in, answers out, one by one."""

from __future__ import annotations

import importlib
import sys

from core.runtime.process import limit_memory
from plugins.internships.matching.solvers.messages import pack, unpack

SOLVERS = {"highs": "by_highs", "cpsat": "by_cpsat", "scip": "by_scip", "flow": "by_flow"}


def main(solver: str, memory_mib: int) -> None:
    """Answer until the input ends."""
    limit_memory(memory_mib)
    module = importlib.import_module(f"plugins.internships.matching.solvers.{SOLVERS[solver]}")
    while line := sys.stdin.buffer.readline():
        facts, arrays = unpack(line, sys.stdin.buffer.read)
        said, answer = module.solve(facts, arrays)
        sys.stdout.buffer.write(pack(said, answer))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
