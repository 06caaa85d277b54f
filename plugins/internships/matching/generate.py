"""Instances with a seed, for trials and benchmarks: the same arguments always give the same instance.

Applicants live in the municipalities of the real map and wish for 5 to 10 places, most of them near home, some popular ones far away.
Places rank those who asked in a few groups: their own town's first, and then by chance, with ties.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Any

from core.geo.distance import within
from core.geo.places import municipalities
from plugins.internships.matching.format import FORMAT

SHORTEST, LONGEST = 5, 10
CLASSES = 5
NEAR_KM = 60.0
MOST_SEATS = 3
SKEW = 0.8  # of popularity: the tenth place draws a sixth of what the first does


def generate(applicants: int, seed: int) -> dict[str, Any]:
    """An instance as it stands in a file: about as many seats as applicants, in places of one to three."""
    rng = random.Random(f"samkraft-match-{seed}-{applicants}")
    count = max(LONGEST, round(applicants / 2))
    towns = sorted(municipalities())
    sizes = list(accumulate(1 / (rank + 12) for rank in range(len(towns))))
    rng.shuffle(towns)
    place_town = rng.choices(towns, cum_weights=sizes, k=count)
    weights = [1 / (1 + rank) ** SKEW for rank in range(count)]
    rng.shuffle(weights)
    everywhere = list(accumulate(weights))
    inside: dict[str, list[int]] = {}
    for place, town in enumerate(place_town):
        inside.setdefault(town, []).append(place)
    near: dict[str, tuple[list[int], list[float]]] = {}
    groups: list[list[list[str]]] = [[[] for _ in range(CLASSES)] for _ in range(count)]
    people = []
    for number in range(applicants):
        home = rng.choices(towns, cum_weights=sizes)[0]
        if home not in near:
            close = [place for town, _km in within(home, NEAR_KM) for place in inside.get(town, ())]
            near[home] = close, list(accumulate(weights[place] for place in close))
        chosen = _wishes(rng, rng.randint(SHORTEST, LONGEST), near[home], everywhere)
        for place in chosen:
            local = home == place_town[place]
            groups[place][min(CLASSES - 1, rng.randrange(CLASSES) // (2 if local else 1))].append(f"a{number}")
        people.append({"id": f"a{number}", "preferences": _grouped(rng, chosen), "home": home})
    places = [
        {
            "id": f"p{place}",
            "capacity": rng.randint(1, MOST_SEATS),
            "minimum": 0,
            "ranking": [group for group in groups[place] if group],
            "town": place_town[place],
        }
        for place in range(count)
    ]
    return {
        "format": FORMAT,
        "note": f"generated: {applicants} applicants, seed {seed}",
        "applicants": people,
        "places": places,
        "caps": [],
    }


def _wishes(rng: random.Random, count: int, near: tuple[list[int], list[float]], everywhere: list[float]) -> list[int]:
    chosen: dict[int, None] = {}
    for _attempt in range(20 * count):
        close, weights = near
        if close and rng.random() < 0.7:
            chosen[rng.choices(close, cum_weights=weights)[0]] = None
        else:
            chosen[rng.choices(range(len(everywhere)), cum_weights=everywhere)[0]] = None
        if len(chosen) == count:
            break
    return list(chosen)


def _grouped(rng: random.Random, chosen: list[int]) -> list[list[str]]:
    """In order, now and then two that are equally good."""
    groups: list[list[str]] = []
    for place in chosen:
        if groups and len(groups[-1]) == 1 and rng.random() < 0.1:
            groups[-1].append(f"p{place}")
        else:
            groups.append([f"p{place}"])
    return groups
