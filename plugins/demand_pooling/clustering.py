"""The clustering rule: which needs of one occupation group and level could share a class. Pure functions; no database, no settings.

1. Needs that cannot be met by distance are gathered around meeting municipalities (hubs). The hub within whose reach most people are
   comes first and takes them all; then the best hub for those that are left, and so on. Every such need is within reach of its hub:
   there are no chains of neighbours. (Greedy choice for the maximum coverage problem; Nemhauser, Wolsey & Fisher 1978.)
2. Needs that can be met by distance fill up the clusters that lack least, as long as they are enough to make the class.
3. Those that are left join the nearest cluster that is large enough; when there is none, all of them join the largest.

What follows from it, and is tested: the result does not depend on the order of the needs; the first cluster's people who must meet
never become fewer when a need is added; and one more need that can be met by distance never makes fewer people part of a class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a need belongs to its cluster."""

    HUB = "hub"  # it is in the meeting municipality itself
    REACH = "reach"
    DISTANCE = "distance"
    HAND = "hand"  # neither within reach nor by distance: a person or a plan put it there


@dataclass(frozen=True, slots=True)
class Need:
    """What the rule needs to know of a need.

    Args:
        key: Identifies it, and breaks ties: the same needs give the same clusters.
        municipality: Where its people work, SCB code.
        people: How many count; may be 0 for a need beyond the counted horizons, which still gets a place.
        distance: Whether it can be met by distance.
    """

    key: int
    municipality: str
    people: int
    distance: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A need in a cluster, why, and how far it is from the hub (kilometres; None when unknown)."""

    need: Need
    reason: Reason
    km: float | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """One cluster."""

    hub: str
    members: tuple[Placed, ...]

    @property
    def people(self) -> int:
        """How many people it holds."""
        return sum(placed.need.people for placed in self.members)


class Reach:
    """How far it is between municipalities, and which can meet where.

    Args:
        limit_km: The largest distance to a hub, kilometres.
        hubs: Municipalities where a class may meet. Municipalities with needs may always.
        distances: Kilometres from a municipality to every one that is known; empty when it is unknown itself.
    """

    def __init__(self, limit_km: float, hubs: Collection[str], distances: Callable[[str], Mapping[str, float]]) -> None:
        self.limit_km = limit_km
        self.hubs = frozenset(hubs)
        self._distances = distances
        self._near: dict[str, list[tuple[str, int]]] = {}

    def km(self, hub: str, municipality: str) -> float | None:
        """Kilometres between the two; 0 to itself, even if it is unknown; None when one of them is."""
        return 0.0 if hub == municipality else self._distances(municipality).get(hub)

    def reaches(self, hub: str, municipality: str) -> bool:
        """Whether people of a municipality can meet in the hub."""
        km = self.km(hub, municipality)
        return km is not None and km <= self.limit_km

    def hubs_near(self, municipality: str, others: Collection[str] = ()) -> list[tuple[str, int]]:
        """Where people of a municipality can meet, and how far that is in hundreds of metres.

        Args:
            others: Municipalities that may be met in beside the allowed hubs.
        """
        if municipality not in self._near:
            self._near[municipality] = self._within_reach(municipality, self.hubs)
        more = [code for code in others if code not in self.hubs]
        return self._near[municipality] + self._within_reach(municipality, more) if more else self._near[municipality]

    def _within_reach(self, municipality: str, hubs: Collection[str]) -> list[tuple[str, int]]:
        found = {code: km for code, km in self._distances(municipality).items() if km <= self.limit_km and code in hubs}
        if municipality in hubs:
            found[municipality] = 0.0
        return [(code, round(km * 10)) for code, km in found.items()]


def form_clusters(needs: Sequence[Need], *, reach: Reach, threshold: int) -> list[Grouping]:
    """Cluster needs of one occupation group and one level.

    Args:
        threshold: The smallest class, people; decides where needs that can be met by distance do most good.

    Returns:
        The clusters in the order in which they were found: the one with most people who must meet first.
    """
    bound = [need for need in needs if not need.distance]
    free = [need for need in needs if need.distance]
    if bound:
        clusters = _around_hubs(bound, reach)
    elif free:
        hub = next(iter(_around_hubs(free, reach)))
        clusters = {hub: []}
    else:
        return []
    _join_by_distance(clusters, free, reach, threshold)
    return [
        Grouping(hub, tuple(_place(need, hub, reach) for need in sorted(found, key=lambda n: n.key))) for hub, found in clusters.items()
    ]


def best_hub(needs: Sequence[Need], reach: Reach) -> str:
    """The hub within whose reach most people of some needs are."""
    return next(iter(_around_hubs(needs, reach)))


def _place(need: Need, hub: str, reach: Reach) -> Placed:
    within = Reason.HUB if need.municipality == hub else Reason.REACH
    return Placed(need, within if reach.reaches(hub, need.municipality) else Reason.DISTANCE, reach.km(hub, need.municipality))


def _around_hubs(needs: Sequence[Need], reach: Reach) -> dict[str, list[Need]]:
    """Best hub first. Hubs with their needs, in the order they were chosen."""
    waiting: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        waiting[need.municipality].append(need)
    places = sorted(waiting)
    near = {code: reach.hubs_near(code, places) for code in places}
    people = {code: sum(need.people for need in waiting[code]) for code in places}
    # Per hub, what is left to gather there: people, needs, and the way they have in all.
    left: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for code in places:
        _count(left, near[code], people[code], len(waiting[code]), 1)
    clusters: dict[str, list[Need]] = {}
    while waiting:
        best = _best(left, waiting)
        clusters[best] = []
        for code in [code for code in places if code in waiting and reach.reaches(best, code)]:
            _count(left, near[code], people[code], len(waiting[code]), -1)
            clusters[best] += waiting.pop(code)
        left = defaultdict(left.default_factory, {hub: entry for hub, entry in left.items() if entry[1]})
    return clusters


def _count(left: Mapping[str, list[int]], near: Iterable[tuple[str, int]], people: int, needs: int, sign: int) -> None:
    """Add a municipality's needs to every hub near it, or take them away. Those who do not count yet weigh as one person on the way."""
    weight = sign * (people or 1)
    people, needs = sign * people, sign * needs
    for hub, way in near:
        entry = left[hub]
        entry[0] += people
        entry[1] += needs
        entry[2] += way * weight


def _best(left: Mapping[str, list[int]], waiting: Collection[str]) -> str:
    """Most people, then most needs, then the shortest way in all, then one that has a need of its own, then the lowest code."""
    most = max(entry[0] for entry in left.values())
    tied = [(-entry[1], entry[2], hub not in waiting, hub) for hub, entry in left.items() if entry[0] == most]
    return min(tied)[3]


def _join_by_distance(clusters: dict[str, list[Need]], free: Sequence[Need], reach: Reach, threshold: int) -> None:
    """Steps 2 and 3: give every need that can be met by distance its cluster. Changes `clusters`."""
    people = {hub: sum(n.people for n in found) for hub, found in clusters.items()}
    left = sorted(free, key=lambda n: (n.people, n.key))
    for hub in sorted((h for h in clusters if people[h] < threshold), key=lambda h: (-people[h], h)):
        taken, rest, sum_so_far = [], [], people[hub]
        for need in left:
            if sum_so_far < threshold and need.people > 0:
                taken.append(need)
                sum_so_far += need.people
            else:
                rest.append(need)
        if sum_so_far < threshold:
            break  # it lacks least of those that are left, so no other can be filled either
        clusters[hub] += taken
        people[hub] = sum_so_far
        left = rest
    large = [hub for hub in clusters if people[hub] >= threshold] or [min(clusters, key=lambda h: (-people[h], h))]
    for need in left:
        clusters[min(large, key=lambda h: _nearness(reach, h, need))].append(need)


def _nearness(reach: Reach, hub: str, need: Need) -> tuple[float, str]:
    km = reach.km(hub, need.municipality)
    return (float("inf") if km is None else km, hub)
