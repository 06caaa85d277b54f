"""Plans: the solver on generated instances, each in a process of its own, and the read model taking in needs through its service."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from time import process_time
from typing import Any

from bench import Figure
from bench.site import region_with

SIZES = {1_000: 30, 10_000: 60, 50_000: 120}  # needs: seconds
INGEST, SMALL_INGEST = 100_000, 2_000
BATCH = 500
WARM_UP = 500  # before measuring: statements compile
SOLVE = """
import json, resource, sys
from time import process_time
from plugins.demand_pooling.solving.generator import generate
from plugins.demand_pooling.solving.solver import solve
from plugins.demand_pooling.solving.verify import verify

instance = generate(int(sys.argv[1]), 1)
begun = process_time()
first = []
greedy = solve(instance, method="greedy")
middle = process_time()
found = solve(instance, seconds=float(sys.argv[2]), first=lambda result: first.append((result.people, process_time() - middle)))
faults = verify(instance, found)
print(json.dumps({
    "greedy": greedy.people, "first": first[0][0], "first_s": first[0][1], "people": found.people, "bound": found.bound, "gap": found.gap,
    "cpu": process_time() - middle, "wall": found.seconds, "certainty": found.certainty, "faults": len(faults),
    "parts": [sum(1 for c in found.components if c.certainty == kind) for kind in ("proven", "solver", "bounded")],
    "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def run(small: bool) -> list[Figure]:
    """Solve instances of several sizes, then take in needs."""
    figures: list[Figure] = []
    for needs, seconds in SIZES.items():
        if not small or needs == min(SIZES):
            figures += _solved(needs, seconds)
    return figures + _ingest(SMALL_INGEST if small else INGEST)


def _solved(needs: int, seconds: int) -> list[Figure]:
    command = [sys.executable, "-c", SOLVE, str(needs), str(seconds)]
    said: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if said["faults"]:
        raise RuntimeError(f"{needs} needs: the verifier found {said['faults']} faults")
    proven, one, open_ones = said["parts"]
    parts = f"{proven} parts proven, {one} by one computation, {open_ones} open"
    gap_target = 0.5 if needs == max(SIZES) else 0.0
    return [
        Figure(f"{needs} needs: first answer", said["first_s"], "s", note=f"processor; {said['first']} people, by hand {said['greedy']}"),
        Figure(
            f"{needs} needs: plan", said["wall"], "s", target=30.0 if needs <= 10_000 else 130.0, note=f"{said['cpu']:.0f} s of processor"
        ),
        Figure(
            f"{needs} needs: gap",
            100 * said["gap"],
            "%",
            target=gap_target,
            note=f"{said['people']} people of at most {said['bound']}, {said['certainty']}; {parts}",
        ),
        Figure(f"{needs} needs: people served", said["people"] / max(1, said["greedy"]), "×", ratio_to="what a plain greedy serves"),
        Figure(f"{needs} needs: memory", said["mib"], "MiB", note="the solver's process, at most"),
    ]


def _ingest(count: int) -> list[Figure]:
    from core.db import atomic, db
    from core.geo.places import municipalities
    from plugins.demand_pooling import service
    from plugins.demand_pooling.events import NeedPublished

    rng = random.Random(2010_630)
    codes = sorted(municipalities())
    with region_with("demand_pooling") as region:

        def take_in(first: int, last: int) -> float:
            begun = process_time()
            for start in range(first, last, BATCH):
                with atomic():
                    for number in range(start, min(last, start + BATCH)):
                        service.record_need(region=region, need=NeedPublished(**_need(rng, number, codes)))
                db.session.expunge_all()
                db.session.add(region)
            return process_time() - begun

        take_in(1, WARM_UP)
        spent = take_in(WARM_UP, WARM_UP + count)
    return [
        Figure(f"take in {count} needs", spent, "s", note="through the service, SQLite, 500 per transaction"),
        Figure("take in one need", 1000 * spent / count, "ms"),
    ]


def _need(rng: random.Random, number: int, codes: list[str]) -> dict[str, Any]:
    return {
        "need_id": number,
        "organisation_id": rng.randrange(3000),
        "municipality_code": rng.choice(codes),
        "occupation_group": str(1000 + rng.randrange(150)),
        "occupation_label": "Yrke",
        "level": rng.choice(("short_course", "upper_secondary", "vocational", "higher", "none")),
        "headcount_0_1": rng.choice((0, 1, 1, 2, 3, 5)),
        "headcount_1_3": rng.choice((0, 0, 1, 2)),
        "skills": ["Demensvård"],
        "study_forms": ["centre"],
        "revision": 1,
    }
