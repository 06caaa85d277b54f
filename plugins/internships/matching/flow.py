"""Most placed, then most in their home town, then the best ranks, then the shortest travel: lexicographic minimum-cost flow, with proof.

One flow maximises placements and home towns, a second one ranks and travel among all that are best so far (those that keep complementary
slackness with the first one's prices), so that no weight is ever larger than whole numbers hold. The prices of both together prove the
total by duality. They are found here, as shortest ways in what the flow leaves, since the solver keeps its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits
from plugins.internships.matching.result import Certificate, Criterion
from plugins.internships.matching.solvers.client import solver


class NotFound(Exception):
    """The solver gave no answer in time."""


@dataclass(frozen=True)
class Network:
    """The places, caps and the sink as nodes, in this order; every limit is an arc from its node to the next larger one.

    Args:
        after: (limits) the next larger limit that holds all of it, or the sink.
        size: (limits) how many it takes.
    """

    after: Ints
    size: Ints

    @classmethod
    def of(cls, limits: Limits, closed: frozenset[int]) -> Network:
        """The network of nested limits."""
        sink = len(limits.maximum)
        after = np.full(sink, sink, dtype=np.int64)
        for chain in limits.chains:
            for inner, outer in pairwise(chain):
                after[inner] = outer
        size = np.array(limits.maximum, dtype=np.int64)
        size[list(closed)] = 0
        return cls(after, size)


@dataclass(frozen=True)
class Worth:
    """What each placement is worth, two criteria packed into one whole number.

    Args:
        names: The criteria.
        packed: (edges) the first times `base`, plus the second.
        base: Larger than any sum of the second along a way through the network, several times over.
    """

    names: list[Criterion]
    packed: Ints
    base: int

    def apart(self, price: int) -> list[int]:
        """A price by criterion."""
        if len(self.names) == 1:
            return [price]
        second = (price + self.base // 2) % self.base - self.base // 2
        return [(price - second) // self.base, second]


def worths(instance: Instance, limits: int) -> tuple[Worth, Worth]:
    """Placements and home towns; ranks and travel. What is not known of the instance is no criterion."""
    reach = 8 * (len(instance.applicants) + limits) + 8
    placed = np.ones(len(instance.place), dtype=np.int64)
    first = Worth(["placed"], placed, 1)
    if instance.home is not None:
        first = Worth(["placed", "home"], placed * reach + instance.home, reach)
    then = Worth(["ranks"], -instance.tier, 1)
    if instance.travel is not None:
        base = reach * (int(instance.travel.max(initial=0)) + 1)
        then = Worth(["ranks", "travel"], -instance.tier * base - instance.travel, base)
    return first, then


def most_placed(
    instance: Instance, limits: Limits, *, seconds: float, closed: frozenset[int] = frozenset(), only_placed: bool = False
) -> tuple[Ints, Certificate]:
    """The best matching by all criteria, and the prices that prove it.

    Args:
        only_placed: Stop at the number of placed: a bound for every other kind of matching.

    Raises:
        NotFound: when the solver did not answer.
    """
    network = Network.of(limits, closed)
    first, then = worths(instance, len(network.size))
    if only_placed:
        first = Worth(["placed"], np.ones(len(instance.place), dtype=np.int64), 1)
    edges = _solve(instance, network, first.packed, None, seconds)
    prices = _prices(instance, network, first.packed, edges, None)
    if only_placed:
        return edges, _certificate(instance, [(first, prices)])
    tight = _Tight.of(instance, network, first.packed, prices)
    edges = _solve(instance, network, then.packed, tight, seconds)
    return edges, _certificate(instance, [(first, prices), (then, _prices(instance, network, then.packed, edges, tight))])


def _certificate(instance: Instance, parts: list[tuple[Worth, Ints]]) -> Certificate:
    count = len(instance.places)
    used = np.flatnonzero(np.any([prices != 0 for _worth, prices in parts], axis=0)).tolist()
    named = {limit: [value for worth, prices in parts for value in worth.apart(int(prices[limit]))] for limit in used}
    return Certificate(
        worth=[name for worth, _prices in parts for name in worth.names],
        places={instance.places[limit]: values for limit, values in named.items() if limit < count},
        caps={str(limit - count): values for limit, values in named.items() if limit >= count},
    )


@dataclass(frozen=True)
class _Tight:
    """What must be as it is for the first criteria to stay the best.

    Args:
        allowed: (edges) may be used.
        placed: (applicants) must have a place.
        full: (limits) must be full.
    """

    allowed: np.typing.NDArray[np.bool_]
    placed: np.typing.NDArray[np.bool_]
    full: np.typing.NDArray[np.bool_]

    @classmethod
    def of(cls, instance: Instance, network: Network, worth: Ints, prices: Ints) -> _Tight:
        gain = worth - _total(network, prices)[instance.place]
        best = _best(instance, gain)
        return cls(gain == best[instance.owner], (best > 0) | _beforehand(instance), prices > 0)


def _best(instance: Instance, gain: Ints) -> Ints:
    """(applicants) the largest gain, at least nothing; of those who are placed beforehand, what their place gives."""
    best = np.zeros(len(instance.applicants), dtype=np.int64)
    np.maximum.at(best, instance.owner, gain)
    for applicant, edge in instance.fixed.items():
        best[applicant] = gain[edge]
    return best


def _beforehand(instance: Instance) -> np.typing.NDArray[np.bool_]:
    """(applicants) who is placed beforehand, and has no other choice."""
    return np.isin(np.arange(len(instance.applicants)), np.array(list(instance.fixed), dtype=np.int64))


def _total(network: Network, prices: Ints) -> Ints:
    """(limits) what a seat costs there, with all larger limits."""
    total = prices.copy()
    for _ in range(64):
        carried = np.append(total, 0)[network.after]
        again = prices + carried
        if (again == total).all():
            break
        total = again
    return total


def _solve(instance: Instance, network: Network, worth: Ints, tight: _Tight | None, seconds: float) -> Ints:
    """(applicants) the edges of the flow that is worth most; with `tight`, among those that keep it."""
    people, limits = len(instance.applicants), len(network.size)
    sink = people + limits
    allowed = np.arange(len(instance.place)) if tight is None else np.flatnonzero(tight.allowed)
    skip = np.flatnonzero(~(_beforehand(instance) if tight is None else tight.placed))
    forced = np.zeros(limits, dtype=np.int64) if tight is None else np.where(tight.full, network.size, 0)
    supply = np.concatenate((np.ones(people, dtype=np.int64), np.zeros(limits + 1, dtype=np.int64)))
    supply[people : people + limits] -= forced
    np.add.at(supply, people + network.after, forced)
    supply[sink] -= people
    arrays = {
        "tail": np.concatenate((instance.owner[allowed], skip, people + np.arange(limits))),
        "head": np.concatenate((people + instance.place[allowed], np.full(len(skip), sink), people + network.after)),
        "capacity": np.concatenate((np.ones(len(allowed) + len(skip), dtype=np.int64), network.size - forced)),
        "cost": np.concatenate((-worth[allowed], np.zeros(len(skip) + limits, dtype=np.int64))),
        "supply": supply,
    }
    with solver("flow") as one:
        said, answer = one.ask({}, arrays, seconds)
    if said is None or not said["found"]:
        raise NotFound
    used = allowed[answer["values"][: len(allowed)] > 0]
    edges = np.full(people, NONE, dtype=np.int64)
    edges[instance.owner[used]] = used
    return edges


def _prices(instance: Instance, network: Network, worth: Ints, edges: Ints, tight: _Tight | None) -> Ints:
    """(limits) prices of a seat that prove a matching the best.

    What a seat costs with all larger limits is a potential: so high that nobody gains by moving or by being placed, equal to the next
    larger limit's where there is room, and nowhere lower than that. These are differences between nodes; longest ways fulfil them.
    """
    people, limits = len(instance.applicants), len(network.size)
    allowed = np.arange(len(instance.place)) if tight is None else np.flatnonzero(tight.allowed)
    must = _beforehand(instance) if tight is None else tight.placed
    forced = np.zeros(limits, dtype=np.bool_) if tight is None else tight.full
    placed = np.flatnonzero(edges != NONE)
    at, own = np.full(people, limits, dtype=np.int64), np.zeros(people, dtype=np.int64)
    at[placed], own[placed] = instance.place[edges[placed]], worth[edges[placed]]
    may_leave = placed[~must[placed]]
    open_limits, roomy = np.flatnonzero(~forced), np.flatnonzero(_inside(network, at) < network.size)
    tail = np.concatenate((at[instance.owner[allowed]], at[may_leave], network.after[open_limits], roomy))
    head = np.concatenate((instance.place[allowed], np.full(len(may_leave), limits), open_limits, network.after[roomy]))
    step = np.concatenate(
        (worth[allowed] - own[instance.owner[allowed]], -own[may_leave], np.zeros(len(open_limits) + len(roomy), np.int64))
    )
    potential = np.zeros(limits + 1, dtype=np.int64)
    active = np.arange(len(tail))
    for _ in range(limits + 2):
        again = potential.copy()
        np.maximum.at(again, head[active], potential[tail[active]] + step[active])
        changed = again != potential
        potential = again
        if not changed.any():
            return potential[:limits] - potential[network.after]
        active = np.flatnonzero(changed[tail])
    raise NotFound  # the flow was not the best: there is a way round that gains


def _inside(network: Network, at: Ints) -> Ints:
    """(limits) how many sit within each."""
    limits = len(network.size)
    own = np.bincount(at, minlength=limits + 1)[:limits].astype(np.int64)
    count = own
    while True:
        again = np.append(own, 0)
        np.add.at(again, network.after, count)
        if (again[:limits] == count).all():
            return count
        count = again[:limits]
