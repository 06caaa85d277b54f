"""The whole way: an instance in, a result out that says what it promises and how that is known."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

import numpy as np

from plugins.internships.matching import lottery
from plugins.internships.matching.found import Found
from plugins.internships.matching.instance import NONE, Instance
from plugins.internships.matching.most import most
from plugins.internships.matching.result import Breaks, Guarantee, Policy, Result, Size, Ties
from plugins.internships.matching.solvers.client import keep, troubles
from plugins.internships.matching.stable import stable
from plugins.internships.matching.verifier.blocking import blocking
from plugins.internships.matching.verifier.world import World

VERSION = "matching 1"


def match(instance: Instance, *, policy: Policy = "stable", ties: Ties = "largest", seed: int = 1, seconds: float = 60.0) -> Result:
    """Match.

    Args:
        policy: What to aim at.
        ties: In `stable`: whether equals are decided by lottery alone, or so that more are placed.
        seed: Of the lottery.
        seconds: When to stop improving.
    """
    began = monotonic()
    with keep(), troubles() as broken:
        found = _found(instance, policy, ties, seed, seconds)
    return report(instance, found, policy=policy, ties=ties, seed=seed, seconds=monotonic() - began, broken=broken)


def _found(instance: Instance, policy: Policy, ties: Ties, seed: int, seconds: float) -> Found:
    if policy == "most_placed":
        return most(instance, seconds=seconds)
    return stable(instance, lottery.draw(instance.applicants, seed), ties=ties, seed=seed, seconds=seconds)


def report(
    instance: Instance, found: Found, *, policy: Policy, ties: Ties, seed: int, seconds: float, broken: Sequence[str] = ()
) -> Result:
    """A result, with what breaks stability counted anew.

    Args:
        broken: What went wrong with solvers.
    """
    edges = found.edges
    closed = np.zeros(len(instance.places), dtype=np.bool_)
    closed[list(found.closed)] = True
    against = blocking(World(instance, edges, closed))
    breaks = Breaks(blocking=len(against.singles), blocking_pairs=len(against.pairs), closed_but_wanted=len(against.closed))
    place = instance.place.tolist()
    assignments = {
        one: instance.places[place[edge]] if edge != NONE else None for one, edge in zip(instance.applicants, edges.tolist(), strict=True)
    }
    placed = int((edges != NONE).sum())
    bound = max(placed, len(instance.applicants) if found.bound is None else found.bound)
    most: Guarantee = "most_placed" if found.proof in ("certificate", "two_solvers") else "most_found"
    return Result(
        policy=policy,
        assignments=assignments,
        closed=[instance.places[one] for one in sorted(found.closed)],
        placed=placed,
        guarantee=breaks.guarantee if policy == "stable" else most,
        breaks=breaks,
        size=Size(bound=bound, proof=found.proof, bounded_by=found.bounded_by),
        certificate=found.certificate if found.proof == "certificate" else None,
        ties=ties if policy == "stable" else None,
        seed=seed,
        lottery=lottery.METHOD,
        instance=instance.digest,
        made_by=f"{VERSION}: {found.method}"[:200],
        seconds=round(seconds, 2),
        notes=list(found.notes),
        broken=sorted(set(broken)),
    )
