"""The engine in a process of its own: time and memory are bounded, it can be ended at any moment, and the web never loads it.

`python -m plugins.internships.rounds.process FOLDER MEMORY_MIB` reads `instance.json` and `order.json` in the folder. It writes
`result.json` and `why.json` there, and says `first` and then `finished` on its standard output. `verify` instead of a number reads
`instance.json` and `result.json` and says which rules are broken: a process of its own, so that nothing the engine holds can hide a fault.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from core.runtime.process import limit_memory
from plugins.internships.matching.format import parse
from plugins.internships.matching.instance import Instance
from plugins.internships.matching.matching import match
from plugins.internships.matching.reading import BadFile, read_json
from plugins.internships.matching.result import Result, parse_result, to_json
from plugins.internships.matching.verifier import verify
from plugins.internships.rounds import mending, reasoning

FIRST_SECONDS = 5.0


def make(folder: Path) -> None:
    """Match or mend what lies in a folder."""
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    data, content = read_json(folder / "instance.json", "instance")
    instance = parse(data, content)
    more: dict[str, Any] = {}
    if order["mode"] == "repair":
        result, more = mending.mend(data, instance, order)
    else:
        if order["policy"] == "stable" and order["ties"] != "lottery":
            first = match(instance, policy="stable", ties="lottery", seed=order["seed"], seconds=min(FIRST_SECONDS, order["seconds"]))
            _write(folder, instance, first, {})
            _say(first=True)
        result = match(instance, policy=order["policy"], ties=order["ties"], seed=order["seed"], seconds=order["seconds"])
    _write(folder, instance, result, more)
    _say(finished=True)


def check(folder: Path) -> None:
    """Say which rules the result of a folder breaks."""
    try:
        instance = parse(*read_json(folder / "instance.json", "instance"))
        result = parse_result(read_json(folder / "result.json", "result")[0])
    except BadFile as error:
        return _say(faults=error.reasons)
    return _say(faults=[str(fault) for fault in verify(instance, result)])


def _write(folder: Path, instance: Instance, result: Result, more: dict[str, Any]) -> None:
    why = json.dumps({**reasoning.why(instance, result), **more}, ensure_ascii=False)
    for name, text in (("result.json", to_json(result)), ("why.json", why)):
        part = folder / f"{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(folder / name)


def _say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    if sys.argv[2] == "verify":
        check(Path(sys.argv[1]))
    else:
        limit_memory(int(sys.argv[2]))
        try:
            make(Path(sys.argv[1]))
        except BadFile as refused:
            _say(bad=refused.reasons)
