"""The engine for jobs: an instance in, a checked answer out. It runs in a limited child; numpy never comes into this process.

`run_match` and `run_repair` are all that jobs need. What comes back has been verified by another child of its own.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from core.runtime.child import Child, Silence

MEMORY_MIB = 16_384  # of addresses, not less than the solvers that it starts ask for; what is used is a fraction of it
GRACE = 120.0  # seconds for reading, proofs and reasons, beyond the time to improve
MODULE = "plugins.internships.rounds.process"


@dataclass(frozen=True)
class Answer:
    """What the engine says.

    Args:
        content: The instance's bytes, and `digest` their SHA-256: to be kept.
        result: The result as JSON (docs/reference/matching-format.md); None when there is none.
        result_content: Its bytes.
        why: Per applicant `{at, tier, of, why: [{place, tier, why, limit, ahead, …}]}`, `unfilled` places and what is `binding`.
        faults: The broken rules that the verifier found, one line each. A result with faults must not be used.
        finished: Whether it came to its end; otherwise the result is the first that it found.
        error: Why there is no result, or only the first: `bad` (the instance contradicts itself), `crashed`, `time`.
        changed, affected: Of a repair: who got another place or none though the own was possible still, and who had lost it.
    """

    content: bytes
    digest: str
    result: dict[str, Any] | None = None
    result_content: bytes = b""
    why: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    finished: bool = False
    error: str = ""

    @property
    def assignments(self) -> dict[str, str | None]:
        """The place of each applicant."""
        return dict(self.result["assignments"]) if self.result else {}

    @property
    def changed(self) -> list[str]:
        """Of a repair."""
        return list(self.why.get("changed", []))

    @property
    def affected(self) -> list[str]:
        """Of a repair."""
        return list(self.why.get("affected", []))


def as_bytes(instance: Mapping[str, Any]) -> bytes:
    """An instance as it stands in a file: always the same for the same instance."""
    return json.dumps(instance, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(content).hexdigest()


def run_match(instance: Mapping[str, Any], *, policy: str, seed: int, seconds: float, ties: str = "largest") -> Answer:
    """Match.

    Args:
        instance: In the format samkraft-match/1.
        seconds: The time to improve.
    """
    return _run(instance, {"mode": "match", "policy": policy, "seed": seed, "seconds": seconds, "ties": ties})


def run_repair(instance: Mapping[str, Any], *, before: Mapping[str, str | None], policy: str, seed: int, seconds: float) -> Answer:
    """Mend a match with the fewest changes.

    Args:
        instance: As it is after what happened; whoever must not move is `fixed` in it.
        before: The place of each applicant as it was; also places that are no more.
    """
    return _run(instance, {"mode": "repair", "policy": policy, "seed": seed, "seconds": seconds, "before": dict(before)})


def _run(instance: Mapping[str, Any], order: dict[str, Any]) -> Answer:
    content = as_bytes(instance)
    with tempfile.TemporaryDirectory(prefix="samkraft-match-") as name:
        folder = Path(name)
        (folder / "instance.json").write_bytes(content)
        (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
        finished, error, reasons = _follow(folder, order["seconds"] + GRACE)
        made = folder / "result.json"
        if not made.exists():
            return Answer(content, digest_of(content), faults=reasons, error=error or "crashed")
        written = made.read_bytes()
        return Answer(
            content,
            digest_of(content),
            result=json.loads(written),
            result_content=written,
            why=json.loads((folder / "why.json").read_bytes()),
            faults=_verified(folder),
            finished=finished,
            error=error,
        )


def _follow(folder: Path, seconds: float) -> tuple[bool, str, list[str]]:
    """Wait for the engine. Returns whether it came to its end, and why not."""
    deadline = monotonic() + seconds
    with Child(MODULE, folder, MEMORY_MIB) as child:
        while True:
            try:
                line = child.line(deadline - monotonic())
            except Silence:
                return False, "time", []
            if line is None:
                return False, "crashed", []
            said = json.loads(line)
            if "bad" in said:
                return False, "bad", list(said["bad"])
            if said.get("finished"):
                return True, "", []


def _verified(folder: Path) -> list[str]:
    """What the verifier says, in a child of its own."""
    with Child(MODULE, folder, "verify") as child:
        try:
            line = child.line(GRACE)
        except Silence:
            line = None
    if line is None:
        return ["the whole: the verifier did not answer"]
    return [str(fault) for fault in json.loads(line)["faults"]]
