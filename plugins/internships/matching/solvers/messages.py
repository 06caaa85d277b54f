"""What passes between this process and a solver's: a line of JSON that says which arrays follow, then their bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from plugins.internships.matching.instance import Ints

Read = Callable[[int], bytes]


def pack(facts: Mapping[str, Any], arrays: Mapping[str, Ints]) -> bytes:
    """A message."""
    head = json.dumps({"facts": facts, "arrays": [[name, int(array.size)] for name, array in arrays.items()]}).encode() + b"\n"
    return head + b"".join(np.ascontiguousarray(array, dtype="<i8").tobytes() for array in arrays.values())


def unpack(line: bytes, read: Read) -> tuple[dict[str, Any], dict[str, Ints]]:
    """A message of which the first line has been read. `read(n)` gives exactly n bytes."""
    head = json.loads(line)
    arrays = {name: np.frombuffer(read(8 * size), dtype="<i8").astype(np.int64) for name, size in head["arrays"]}
    return head["facts"], arrays
