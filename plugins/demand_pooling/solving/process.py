"""The solver in a process of its own: time and memory are bounded, it can be ended at any moment, and the web never loads it.

`python -m plugins.demand_pooling.solving.process FOLDER SECONDS MEMORY_MIB` reads `instance.json` in the folder, writes `result.json` there
(first the heuristic answer, then the improved one), and says how far it has come, a line of JSON at a time, on its standard output.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import monotonic

from core.runtime.process import limit_memory
from plugins.demand_pooling.solving.instance import parse, read_json
from plugins.demand_pooling.solving.result import Result
from plugins.demand_pooling.solving.solver import solve

SAY_EVERY = 0.5  # seconds


def run(folder: Path, seconds: float) -> None:
    """Solve the instance of a folder."""
    last = [0.0]

    def said(done: int, of: int, served: int, bound: int) -> None:
        if monotonic() - last[0] >= SAY_EVERY:
            last[0] = monotonic()
            _say(done=done, of=of, served=served, bound=bound)

    def first(result: Result) -> None:
        _write(folder, result)
        _say(first=True, served=result.people, bound=result.bound)

    result = solve(parse(read_json(folder / "instance.json", "instance")), seconds=seconds, progress=said, first=first)
    _write(folder, result)
    _say(finished=True, served=result.people, bound=result.bound)


def _write(folder: Path, result: Result) -> None:
    part = folder / "result.json.part"
    part.write_text(result.model_dump_json(), encoding="utf-8")
    part.replace(folder / "result.json")


def _say(**facts: int | bool) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    limit_memory(int(sys.argv[3]))
    run(Path(sys.argv[1]), float(sys.argv[2]))
