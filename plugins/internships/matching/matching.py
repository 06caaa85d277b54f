"""The whole way: an instance in, a result out that says what it promises and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np

from plugins.internships.matching import lottery
from plugins.internships.matching.acceptance import Acceptance
from plugins.internships.matching.deferred import accept
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.result import Breaks, Certificate, Guarantee, Policy, Proof, Result, Size, Ties
from plugins.internships.matching.verifier.blocking import blocking
from plugins.internships.matching.verifier.world import World

VERSION = "matching 1"


@dataclass(frozen=True)
class Found:
    """A matching and what is known of it.

    Args:
        edges: (applicants) the edge, or `NONE`.
        closed: Places that take nobody because of their minimum.
        bound: No matching of the kind places more.
    """

    edges: Ints
    closed: frozenset[int] = frozenset()
    bound: int | None = None
    proof: Proof = "none"
    bounded_by: str = ""
    certificate: Certificate | None = None
    notes: tuple[str, ...] = ()
    method: str = ""


def match(instance: Instance, *, policy: Policy = "stable", ties: Ties = "largest", seed: int = 1, seconds: float = 60.0) -> Result:
    """Match.

    Args:
        policy: What to aim at.
        ties: In `stable`: whether equals are decided by lottery alone, or so that more are placed.
        seed: Of the lottery.
        seconds: When to stop improving.
    """
    began = monotonic()
    turn = lottery.draw(instance.applicants, seed)
    found = stable(instance, turn)
    return report(instance, found, policy=policy, ties=ties, seed=seed, seconds=monotonic() - began)


def stable(instance: Instance, turn: Ints) -> Found:
    if instance.caps:
        return Found(Acceptance(instance, turn).everybody().result(), method="deferred acceptance")
    return Found(accept(instance, turn), method="deferred acceptance")


def report(instance: Instance, found: Found, *, policy: Policy, ties: Ties, seed: int, seconds: float) -> Result:
    """A result, with what breaks stability counted anew."""
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
        certificate=found.certificate,
        ties=ties if policy == "stable" else None,
        seed=seed,
        lottery=lottery.METHOD,
        instance=instance.digest,
        made_by=f"{VERSION}: {found.method}"[:200],
        seconds=round(seconds, 2),
        notes=list(found.notes),
    )
