"""What the matching benchmarks run, each in a process of its own: `python -m bench.matching_runs NAME NUMBER …` prints one JSON object."""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from plugins.internships.matching import flow, lottery
from plugins.internships.matching.acceptance import Acceptance
from plugins.internships.matching.continuing import Continued, edges_of
from plugins.internships.matching.deferred import accept
from plugins.internships.matching.explain import reasons
from plugins.internships.matching.format import parse
from plugins.internships.matching.generate import generate
from plugins.internships.matching.instance import NONE, Cap, Instance, from_rows
from plugins.internships.matching.limits import limits_of
from plugins.internships.matching.matching import match
from plugins.internships.matching.repair import repair
from plugins.internships.matching.verifier import certificate, verify
from plugins.internships.matching.verifier.blocking import blocking
from plugins.internships.matching.verifier.world import World

SEATS = 20
FETCH = "SELECT applicant, place, wish, ranked FROM wish ORDER BY applicant, wish"


def rows(applicants: int, seed: int = 1) -> tuple[list[tuple[int, int, int, int]], int]:
    """Strict lists of 5 to 10 places, some popular, and each place's strict ranking by chance. Returns them and how many places."""
    rng = random.Random(seed)
    places = max(20, applicants // SEATS)
    weights = list(accumulate(1 / (1 + 9 * rng.random()) for _ in range(places)))
    made: list[tuple[int, int, int]] = []
    for applicant in range(applicants):
        chosen: dict[int, None] = {}
        count = rng.randint(5, 10)
        while len(chosen) < count:
            chosen.update(dict.fromkeys(rng.choices(range(places), cum_weights=weights, k=count - len(chosen))))
        made += [(applicant, place, wish) for wish, place in enumerate(chosen)]
    ranked = list(range(len(made)))
    rng.shuffle(ranked)
    return [(*one, rank) for one, rank in zip(made, ranked, strict=True)], places


def instance(read: list[tuple[int, int, int, int]], applicants: int, places: int, caps: tuple[Cap, ...] = ()) -> Instance:
    """What a database gave, as an instance."""
    return from_rows(
        applicants=[f"a{n}" for n in range(applicants)],
        places=[f"p{n}" for n in range(places)],
        capacity=[SEATS] * places,
        rows=read,
        caps=caps,
    )


def _read(made: list[tuple[int, int, int, int]], folder: str) -> tuple[list[tuple[int, int, int, int]], float]:
    """The same rows out of a SQLite file, and the seconds that it took."""
    database = sqlite3.connect(Path(folder) / "wishes.sqlite")
    database.execute("CREATE TABLE wish (applicant INTEGER, place INTEGER, wish INTEGER, ranked INTEGER, PRIMARY KEY (applicant, wish))")
    database.executemany("INSERT INTO wish VALUES (?, ?, ?, ?)", made)
    database.commit()
    begun = process_time()
    read = database.execute(FETCH).fetchall()
    return read, process_time() - begun


def strict(applicants: int) -> dict[str, Any]:
    """Deferred acceptance on strict lists, and all that belongs to it, after reading the wishes."""
    made, places = rows(applicants)
    with tempfile.TemporaryDirectory(prefix="samkraft-bench-") as folder:
        read, fetch = _read(made, folder)
    del made
    marks = [process_time()]
    built = instance(read, applicants, places)
    del read
    marks.append(process_time())
    turn = lottery.draw(built.applicants, 1)
    marks.append(process_time())
    edges = accept(built, turn)
    marks.append(process_time())
    world = World(built, edges, np.zeros(places, dtype=np.bool_))
    blocked = len(blocking(world).singles)
    marks.append(process_time())
    found = len(reasons(built, edges).edge)
    marks.append(process_time())
    build, draw, solve, check, explain = (after - before for before, after in pairwise(marks))
    return {
        "fetch": fetch, "build": build, "draw": draw, "solve": solve, "check": check, "explain": explain,
        "placed": int((edges != NONE).sum()), "blocking": blocked, "reasons": found, "mib": _mib(),
    }  # fmt: skip


def caps(applicants: int) -> dict[str, Any]:
    """Nested caps: place within employer within municipality."""
    made, places = rows(applicants)
    employers = [tuple(range(n, min(n + 4, places))) for n in range(0, places, 4)]
    towns = [tuple(range(n, min(n + 40, places))) for n in range(0, places, 40)]
    limits = (*(Cap("employer", one, 60) for one in employers), *(Cap("municipality", one, 560) for one in towns))
    built = instance(made, applicants, places, limits)
    turn = lottery.draw(built.applicants, 1)
    begun = process_time()
    edges = Acceptance(built, turn).everybody().result()
    spent = process_time() - begun
    begun = process_time()
    blocked = len(blocking(World(built, edges, np.zeros(places, dtype=np.bool_))).singles)
    return {"solve": spent, "check": process_time() - begun, "placed": int((edges != NONE).sum()), "blocking": blocked}


def others(applicants: int) -> dict[str, Any]:
    """The package `matching` on the same strict lists, and networkx on the same flow."""
    from matching.games import HospitalResident

    made, places = rows(applicants)
    built = instance(made, applicants, places)
    begun = process_time()
    edges = accept(built, lottery.draw(built.applicants, 1))
    ours = process_time() - begun
    wishes: dict[str, list[str]] = {}
    ranks: dict[str, list[tuple[int, str]]] = {}
    for applicant, place, _wish, ranked in made:
        wishes.setdefault(f"a{applicant}", []).append(f"p{place}")
        ranks.setdefault(f"p{place}", []).append((ranked, f"a{applicant}"))
    sys.setrecursionlimit(1_000_000)
    begun = process_time()
    game = HospitalResident.create_from_dictionaries(
        wishes, {place: [one for _rank, one in sorted(found)] for place, found in ranks.items()}, dict.fromkeys(ranks, SEATS)
    )
    solved = game.solve(optimal="resident")
    theirs = process_time() - begun
    told = {str(one): str(place) for place, sitting in solved.items() for one in sitting}
    ids = built.places
    same = told == {f"a{n}": ids[int(built.place[edge])] for n, edge in enumerate(edges.tolist()) if edge != NONE}
    return {"ours": ours, "matching": theirs, "same": same, **_networkx(built)}


def _networkx(built: Instance) -> dict[str, Any]:
    import networkx

    begun = process_time()
    wall = perf_counter()
    edges, prices = flow.most_placed(built, limits_of(built), seconds=600)
    spent = perf_counter() - wall, process_time() - begun
    graph = networkx.DiGraph()
    for applicant, place, tier in zip(built.owner.tolist(), built.place.tolist(), built.tier.tolist(), strict=True):
        graph.add_edge(f"a{applicant}", f"p{place}", capacity=1, weight=tier)
        graph.add_edge("s", f"a{applicant}", capacity=1)
        graph.add_edge(f"p{place}", "t", capacity=SEATS)
    begun = process_time()
    found = networkx.max_flow_min_cost(graph, "s", "t")
    theirs = process_time() - begun
    ranks = sum(graph[one][place]["weight"] for one in found if one[0] == "a" for place, used in found[one].items() if used)
    equal = sum(found["s"].values()) == int((edges != NONE).sum()) and ranks == int(built.tier[edges[edges != NONE]].sum())
    return {"flow": spent[0], "networkx": theirs, "flow_equal": equal, "proof": len(prices.places)}


def most(applicants: int) -> dict[str, Any]:
    """Most placed, with proof."""
    made, places = rows(applicants)
    built = instance(made, applicants, places)
    begun = perf_counter()
    edges, prices = flow.most_placed(built, limits_of(built), seconds=3600)
    spent = perf_counter() - begun
    begun = perf_counter()
    worth = certificate.worths(built, list(prices.worth))
    proved = certificate.bound(built, prices) == sum(worth[edge] for edge in edges[edges != NONE].tolist())
    blocked = len(blocking(World(built, edges, np.zeros(places, dtype=np.bool_))).singles)
    return {"seconds": spent, "check": perf_counter() - begun, "placed": int((edges != NONE).sum()), "proved": proved, "blocking": blocked}


def ties(applicants: int, seconds: int) -> dict[str, Any]:
    """Ties on both sides: as many as can be found or proved."""
    made = parse(generate(applicants, 1))
    lots = int((accept(made, lottery.draw(made.applicants, 1)) != NONE).sum())
    result = match(made, seconds=seconds)
    if verify(made, result) or result.size is None or result.breaks is None:
        raise RuntimeError("the verifier found faults")
    return {
        "lots": lots, "placed": result.placed, "bound": result.size.bound, "proof": result.size.proof, "by": result.size.bounded_by,
        "blocking": result.breaks.blocking, "seconds": result.seconds,
    }  # fmt: skip


def withdrawals(applicants: int, count: int) -> dict[str, Any]:
    """Places withdrawn one after the other, each against a whole re-run."""
    made, places = rows(applicants)
    built = instance(made, applicants, places)
    turn = lottery.draw(built.applicants, 1)
    state = Continued(built, turn, accept(built, turn))
    rng = random.Random(1)
    spent, moved = [], []
    for place in rng.sample(range(places), min(count, places // 3)):
        seats = SEATS - 1
        begun = process_time()
        changed = state.withdraw(place, seats)
        spent.append(process_time() - begun)
        moved.append(len(changed))
        built.capacity[place] = seats
    same = bool((state.result() == accept(built, turn)).all())
    p99 = statistics.quantiles(spent, n=100)[98]
    return {"count": len(spent), "median": statistics.median(spent), "p99": p99, "moved": statistics.mean(moved), "same": same}


def repairs(applicants: int) -> dict[str, Any]:
    """One place in a hundred withdrawn after ties were optimised: what is changed, against the proved minimum."""
    made = parse(generate(applicants, 3))
    result = match(made, seconds=10)
    rng = random.Random(1)
    before = edges_of(made, result.assignments)
    made.capacity[rng.sample(range(len(made.places)), max(1, len(made.places) // 100))] = 0
    begun = perf_counter()
    found = repair(made, before, seconds=60)
    again = match(made, ties="lottery", seed=2)
    drawn = edges_of(made, again.assignments)
    kept = [one for one, edge in enumerate(before.tolist()) if edge != NONE and one not in set(found.affected)]
    return {
        "seconds": perf_counter() - begun, "affected": len(found.affected), "changed": len(found.changed), "proof": found.proof,
        "anew": sum(1 for one in kept if drawn[one] != before[one]), "kept": len(kept),
    }  # fmt: skip


def _mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


RUNS: dict[str, Callable[..., dict[str, Any]]] = {one.__name__: one for one in (strict, caps, others, most, ties, withdrawals, repairs)}

if __name__ == "__main__":
    print(json.dumps(RUNS[sys.argv[1]](*map(int, sys.argv[2:]))))
