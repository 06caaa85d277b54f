"""Matching: as ratios to reading the same wishes from SQLite, and to the usual libraries; sizes, proofs and blocking pairs beside them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from bench import Figure

SIZES = (1_000, 10_000, 100_000, 1_000_000)
READING = "reading the same wishes from SQLite"


def run(small: bool) -> list[Figure]:
    """Every part in a process of its own."""
    figures: list[Figure] = []
    for size in SIZES[:2] if small else SIZES:
        figures += _strict(size)
    figures += _others(1_000 if small else 10_000)
    figures += _most(10_000 if small else 100_000)
    figures += _caps(10_000 if small else 100_000)
    figures += _ties(1_000, 10 if small else 60)
    if not small:
        figures += _ties(10_000, 60)
    return figures + _withdrawals(10_000 if small else 100_000) + _repairs(300 if small else 600)


def _run(name: str, *numbers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.matching_runs", name, *map(str, numbers)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _strict(size: int) -> list[Figure]:
    said = _run("strict", size)
    if said["blocking"]:
        raise RuntimeError(f"{size} applicants: {said['blocking']} blocking pairs")
    whole = sum(said[part] for part in ("fetch", "build", "draw", "solve", "check", "explain"))
    note = f"{said['solve']:.2f} s against {said['fetch']:.2f} s; {said['placed']} placed, no blocking pair, {said['mib']:.0f} MiB in all"
    aim = {100_000: (1.0, 2.0)}.get(size, (None, None))
    return [
        Figure(f"{size} strict: match", said["solve"] / said["fetch"], "×", ratio_to=READING, target=aim[0], note=note),
        Figure(
            f"{size} strict: read, match, verify, explain",
            whole / said["fetch"],
            "×",
            ratio_to=READING,
            target=aim[1],
            note=f"{said['reasons']} reasons",
        ),
    ]


def _others(size: int) -> list[Figure]:
    said = _run("others", size)
    same = "the same assignment" if said["same"] else "ANOTHER assignment"
    equal = "the same placed and ranks" if said["flow_equal"] else "OTHER placed or ranks"
    return [
        Figure(
            f"{size}: the package matching",
            said["matching"] / said["ours"],
            "×",
            ratio_to="our match",
            target=100.0,
            at_least=True,
            note=f"{said['matching']:.1f} s against {said['ours']:.3f} s; {same}",
        ),
        Figure(
            f"{size}: networkx's flow",
            said["networkx"] / said["flow"],
            "×",
            ratio_to="our flow with proof",
            note=f"{said['networkx']:.1f} s against {said['flow']:.1f} s with its process; {equal}",
        ),
    ]


def _most(size: int) -> list[Figure]:
    said = _run("most", size)
    note = f"{said['placed']} placed, {'proved' if said['proved'] else 'NOT PROVED'} by prices checked in {said['check']:.1f} s"
    return [Figure(f"{size}: most placed", said["seconds"], "s", note=f"{note}; {said['blocking']} blocking pairs are the cost")]


def _caps(size: int) -> list[Figure]:
    said, reading = _run("caps", size), _run("strict", size)["fetch"]
    note = f"{said['solve']:.1f} s; {said['placed']} placed, {said['blocking']} blocking, verified in {said['check']:.1f} s"
    return [Figure(f"{size}: nested caps", said["solve"] / reading, "×", ratio_to=READING, target=3.4, note=note)]


def _ties(size: int, seconds: int) -> list[Figure]:
    said = _run("ties", size, seconds)
    by = f" ({said['by']})" if said["by"] else ""
    note = f"{said['placed']} in {said['seconds']:.0f} s, by lottery {said['lots']}, at most {said['bound']}{by}, proof: {said['proof']}"
    return [
        Figure(
            f"{size} with ties: placed", said["placed"] / said["lots"], "×", ratio_to="by lottery", target=1.0, at_least=True, note=note
        ),
        Figure(f"{size} with ties: blocking pairs", said["blocking"], "", target=0.0),
    ]


def _withdrawals(size: int) -> list[Figure]:
    said = _run("withdrawals", size, 1_000)
    note = f"{said['count']} withdrawals, median {1000 * said['median']:.2f} ms, {said['moved']:.1f} move"
    same = "equal to whole re-runs" if said["same"] else "NOT equal to a whole re-run"
    return [Figure(f"{size}: a seat withdrawn, 99 of 100", 1000 * said["p99"], "ms", target=100.0, note=f"{note}; {same}")]


def _repairs(size: int) -> list[Figure]:
    said = _run("repairs", size)
    proof = {"two_solvers": "proved the fewest", "theorem": "none needed"}.get(said["proof"], "not proved")
    note = f"{said['affected']} lost their place; {said['changed']} others moved ({proof}), {said['anew']} if drawn anew"
    return [
        Figure(f"{size}: moved by a repair", said["changed"] / max(1, said["affected"]), "×", ratio_to="those who lost a place", note=note)
    ]
