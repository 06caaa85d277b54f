"""Instances with a seed, for trials and benchmarks: the same arguments always give the same instance."""

from __future__ import annotations

import math
import random

from plugins.demand_pooling.solving.instance import Accepts, Centre, Instance, Need, Profile, SchoolForm, Wish

LEVELS = {
    "short_course": SchoolForm(min=8, max=30),
    "upper_secondary": SchoolForm(min=12, max=32),
    "vocational": SchoolForm(min=20, max=35),
    "higher": SchoolForm(min=15, max=40),
}
PERIODS = ["2027-1", "2027-2", "2028-1"]
GROUPS = 320
SKILLS_PER_GROUP = 8
PLACES = 120
CENTRES = 40
SIDE_KM = 700
REACH_KM = 70


def generate(needs: int, seed: int, *, tight: bool = False) -> Instance:
    """An instance of some needs.

    Args:
        tight: Few seats, so that centres fill up and the parts hang together.
    """
    rng = random.Random(f"samkraft-pooling-{seed}-{needs}")
    spots = {f"p{n}": (rng.random() * SIDE_KM * 0.45, rng.random() * SIDE_KM) for n in range(PLACES)}
    centres = _centres(rng, spots, needs, tight)
    travel = {
        place: {c.id: km for c in centres if (km := round(math.dist(at, spots[c.place]), 1)) <= 3 * REACH_KM} for place, at in spots.items()
    }
    groups = [f"{1000 + n}" for n in range(GROUPS)]
    return Instance(
        note=f"generated: {needs} needs, seed {seed}{', few seats' if tight else ''}",
        school_forms=LEVELS,
        periods=PERIODS,
        travel_km=REACH_KM,
        centres=centres,
        profiles=_profiles(rng, groups),
        travel=travel,
        needs=_needs(rng, groups, list(spots), needs),
    )


def _centres(rng: random.Random, spots: dict[str, tuple[float, float]], needs: int, tight: bool) -> list[Centre]:
    chosen = rng.sample(sorted(spots), CENTRES)
    share = max(30, needs // (60 if tight else 8))
    made = []
    for number, place in enumerate(chosen):
        near = sorted((other for other in range(CENTRES) if other != number), key=lambda o: math.dist(spots[place], spots[chosen[o]]))
        seats = round(share * rng.uniform(0.5, 2))
        made.append(Centre(id=f"c{number}", name=f"Lärcentrum {number}", place=place, seats=seats, network=[f"c{o}" for o in near[:2]]))
    return made


def _profiles(rng: random.Random, groups: list[str]) -> list[Profile]:
    made = []
    for number, group in enumerate(groups):
        skills = [f"s{number}-{n}" for n in range(SKILLS_PER_GROUP)]
        accepts = []
        if number % 10 == 1:  # one in ten takes in its neighbour's needs, when they share skills
            accepts = [Accepts(group=groups[number - 1], shared_skills=2, why="substitutable")]
            skills[:4] = [f"s{number - 1}-{n}" for n in range(4)]
        made.append(Profile(id=group, label=f"Yrke {group}", group=group, skills=skills, accepts=accepts))
    rng.shuffle(made)
    return made


def _needs(rng: random.Random, groups: list[str], places: list[str], count: int) -> list[Need]:
    weights = [1 / (rank + 6) ** 0.8 for rank in range(len(groups))]
    order = groups[:]
    rng.shuffle(order)
    sizes = [1 / (rank + 3) for rank in range(len(places))]
    level_of = {group: rng.choice(sorted(LEVELS)) for group in groups}
    made = []
    for number, group in enumerate(rng.choices(order, weights, k=count)):
        level = level_of[group] if rng.random() < 0.85 else rng.choice(sorted(LEVELS))
        forms: list[Wish] = ["on_site"] if rng.random() < 0.15 else ["on_site", "centre"]
        if rng.random() < 0.15:
            forms = [*forms, "distance"]
        at = int(group) - 1000
        made.append(
            Need(
                id=f"n{number}",
                people=rng.choice((1, 1, 1, 1, 2, 2, 3, 5)),
                place=rng.choices(places, sizes)[0],
                group=group,
                level=level,
                skills=[f"s{at}-{n}" for n in sorted(rng.sample(range(SKILLS_PER_GROUP), 3))],
                forms=forms,
                periods=rng.choice(([], PERIODS[:1], PERIODS[:2], PERIODS[1:], PERIODS[2:])),
                travel_km=rng.choice((None, None, None, 40.0, 100.0)),
                sessions_max=rng.choice((None, None, 2, 4)),
            )
        )
    return made
