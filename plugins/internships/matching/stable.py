"""The policy stable: deferred acceptance, then as many placed as can be found or proved among stable matchings.

What is simple is answered at once; ties, minimums, pairs and overlapping caps are improved until the time is over, or until it is proved
that nothing is better: by the largest flow there is, whose prices go with the result, or by two solvers that agree.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import numpy as np

from plugins.internships.matching.acceptance import Acceptance
from plugins.internships.matching.deferred import accept
from plugins.internships.matching.exact import LINEAR, solve
from plugins.internships.matching.flow import NotFound, most_placed
from plugins.internships.matching.found import Found
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits, limits_of
from plugins.internships.matching.minimums import with_minimums
from plugins.internships.matching.pairs import PairedAcceptance
from plugins.internships.matching.promotion import promote
from plugins.internships.matching.reducing import Reduced
from plugins.internships.matching.result import Ties
from plugins.internships.matching.solvers.stability import Goal, Stable
from plugins.internships.matching.ties import Walk

WALK_EACH = 0.01  # seconds of local search for each applicant; more gives little
EXACT_EDGES = 40_000  # with more possible placements than this, no integer program is tried
MOST_BREAKS = 6  # how many blocking wishes are tried, from none, before the first match is kept as it is
SMALL = 3_000  # applicants; of more, solvers seldom prove anything in a minute
WALK_SHARE, LARGE_SHARE = 0.15, 0.75  # of the time, for local search before them
FLOW_SECONDS = 5.0  # at least, for the bound by the largest flow; it is asked first, and mostly ends it


def stable(instance: Instance, turn: Ints, *, ties: Ties, seed: int, seconds: float) -> Found:
    """A match that is as stable as the rules allow, and what is known of its size."""
    deadline = monotonic() + seconds
    limits = limits_of(instance)
    hard = bool(instance.couples) or not limits.nested
    found = first(instance, limits, turn, seconds / 10)
    if ties == "lottery" and not hard and not instance.minimum.any():
        return _sized(instance, found)
    if not hard and not instance.minimum.any() and not instance.caps and instance.strict:
        return _sized(instance, found)
    found = _bounded(instance, limits, found, max(FLOW_SECONDS, deadline - monotonic()))
    if found.proof == "none" and ties == "largest" and not hard:
        share = WALK_SHARE if len(instance.applicants) <= SMALL else LARGE_SHARE
        walk = min(share * (deadline - monotonic()), WALK_EACH * (5 + len(instance.applicants)))
        found = _more(instance, limits, turn, found, seed, walk)
    if found.proof == "none" and not hard and not instance.caps and not instance.minimum.any():
        return _largest(instance, found, deadline)
    if found.proof == "none" and len(instance.place) <= EXACT_EDGES:
        found = _exact(instance, found, hard or bool(instance.minimum.any()), deadline)
    return found


def first(instance: Instance, limits: Limits, turn: Ints, seconds: float) -> Found:
    """By deferred acceptance, which keeps every limit, minimum and pair."""
    if instance.couples:
        state = PairedAcceptance(instance, turn, limits=limits)
        state.everybody()
        edges = state.pairs().result()
        shut: set[int] = set()
        while short := _too_few(instance, edges) - shut:
            shut |= short
            state = PairedAcceptance(instance, turn, limits=limits, closed=frozenset(shut))
            state.everybody()
            edges = state.pairs().result()
        taken = np.bincount(instance.place[edges[edges != NONE]], minlength=len(instance.places))
        return Found(
            edges, frozenset(np.flatnonzero((instance.minimum > 0) & (taken == 0)).tolist()), method="deferred acceptance with pairs"
        )
    if instance.minimum.any():
        edges, closed = with_minimums(instance, limits, turn, seconds)
        return Found(edges, closed, method="deferred acceptance, closing places")
    if instance.caps:
        return Found(Acceptance(instance, turn, limits=limits).everybody().result(), method="deferred acceptance with caps")
    return Found(accept(instance, turn), method="deferred acceptance")


def _too_few(instance: Instance, edges: Ints) -> set[int]:
    taken = np.bincount(instance.place[edges[edges != NONE]], minlength=len(instance.places))
    return set(np.flatnonzero((taken < instance.minimum) & (taken > 0)).tolist())


def _sized(instance: Instance, found: Found) -> Found:
    """Where lists are strict, every stable matching places as many (the rural hospitals theorem; Roth 1986)."""
    placed = int((found.edges != NONE).sum())
    if not instance.caps and not instance.couples and not instance.minimum.any() and instance.strict:
        return replace(found, bound=placed, proof="theorem")
    return replace(found, bound=len(instance.applicants))


def _bounded(instance: Instance, limits: Limits, found: Found, seconds: float) -> Found:
    """The largest flow: nothing at all places more."""
    if not limits.nested or instance.couples:
        return found
    try:
        edges, certificate = most_placed(instance, limits, seconds=seconds, only_placed=True)
    except NotFound:
        return found
    return _against(replace(found, certificate=certificate, bound=int((edges != NONE).sum()), bounded_by="flow"))


def _against(found: Found) -> Found:
    """Proved, if the flow's bound is reached; its prices go with the result only then."""
    if found.certificate is not None and int((found.edges != NONE).sum()) == found.bound:
        return replace(found, proof="certificate")
    return found


def _more(instance: Instance, limits: Limits, turn: Ints, found: Found, seed: int, seconds: float) -> Found:
    bound = len(instance.applicants) if found.bound is None else found.bound
    if instance.caps:
        if instance.minimum.any():
            return found
        state = Acceptance(instance, turn, limits=limits).everybody()
        edges = promote(state, seconds=seconds, bound=bound, seed=seed)
        return _against(replace(found, edges=edges, method=f"{found.method}, new lots for those left over"))
    if instance.minimum.any():
        walk = Walk(instance, found.edges, seed=seed, closed=found.closed)
        walk.improve(seconds, bound)
        return _against(replace(found, edges=walk.result(), method=f"{found.method}, local search"))
    reduced = Reduced.of(instance)
    walk = Walk(reduced.instance, reduced.down(found.edges), seed=seed)
    walk.improve(seconds, bound)
    return _against(replace(found, edges=reduced.up(walk.result()), method=f"{found.method}, local search"))


def _largest(instance: Instance, found: Found, deadline: float) -> Found:
    """Ties alone: by two solvers, over the placements that a stable match may hold."""
    reduced = Reduced.of(instance)
    seconds = deadline - monotonic()
    if len(reduced.kept) > EXACT_EDGES or seconds < 0.05:
        return found
    made = Stable(reduced.instance, Goal([1] * len(reduced.kept)))
    best = solve(made.program, seconds=seconds, hint=made.hint(reduced.down(found.edges).tolist()), solvers=LINEAR)
    if best.values is None:
        return found
    placed = int((found.edges != NONE).sum())
    edges = found.edges if best.value <= placed else reduced.up(np.array(made.matching(best.values), dtype=np.int64))
    bounds = [bound for bound in (best.bound, found.bound) if bound is not None]
    by = "HiGHS and SCIP" if best.bound == min(bounds, default=None) else found.bounded_by
    return replace(
        found, edges=edges, bound=min(bounds, default=None), proof=best.proof, bounded_by=by, method=f"{found.method}, integer program"
    )


def _exact(instance: Instance, found: Found, hard: bool, deadline: float) -> Found:
    """By two solvers; where stability may be impossible, with no wish that may block, then one, two, …"""
    people = len(instance.applicants) + 1
    for breaks in range(MOST_BREAKS if hard else 1):
        seconds = deadline - monotonic()
        if seconds <= 0.05:
            break
        wanted = people if instance.minimum.any() else 0
        made = Stable(instance, Goal([1] * len(instance.place), breaks=breaks, wanted=wanted))
        best = solve(made.program, seconds=seconds if not hard else max(1.0, 0.5 * seconds), hint=made.hint(found.edges.tolist()))
        if best.values is None:
            if not best.impossible:
                break
            continue
        edges = np.array(made.matching(best.values), dtype=np.int64)
        taken = np.bincount(instance.place[edges[edges != NONE]], minlength=len(instance.places))
        closed = frozenset(np.flatnonzero((instance.minimum > 0) & (taken == 0)).tolist())
        placed = int((edges != NONE).sum())
        bound = found.bound
        if best.proof != "none":
            bound = placed
        elif best.bound is not None and not wanted:
            bound = min(best.bound, found.bound if found.bound is not None else best.bound)
        same = int((found.edges != NONE).sum()) == placed and not hard
        return replace(
            found,
            edges=found.edges if same else edges,
            closed=found.closed if same else closed,
            bound=bound,
            proof=best.proof,
            bounded_by="CP-SAT and HiGHS" if best.bound is not None else found.bounded_by,
            method=f"{found.method}, integer program",
        )
    return found
