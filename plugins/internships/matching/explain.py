"""Why: for each applicant and each better place, from cut-offs; for each place that is not full; and what binds.

A cut-off is the level of the last who sits in a limit that is full (Azevedo and Leshno 2016). Reasons for everybody are worked out at once
on arrays; words are made by whoever shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.limits import Limits, limits_of

FEWEST_FOR_CUT_OFF = 3  # with fewer, the cut-off would tell of persons


class Why(IntEnum):
    """Why an applicant did not get a place that it would rather have had.

    FULL: a limit is full, all there are ranked at least as high, and the last of them higher.
    EQUAL: a limit is full, and the last there is ranked as high; the lottery, or what places most, decided.
    CLOSED: too few came for it to open.
    TOTAL: the place would have taken the applicant, but the whole would be worse by the policy's criteria.
    """

    FULL = 1
    EQUAL = 2
    CLOSED = 3
    TOTAL = 4


@dataclass(frozen=True)
class Reasons:
    """All reasons of a match, one row per wish that was not fulfilled and ranks above what was.

    Args:
        edge: Which wish.
        why: `Why`.
        limit: The smallest limit that says no (a place's own capacity, or a cap after those), or `NONE`.
        cut_off: The level of the last there; `NONE` where it may not be shown.
        ahead: How many others want the same place in vain and are ranked higher there.
    """

    edge: Ints
    why: Ints
    limit: Ints
    cut_off: Ints
    ahead: Ints

    def of(self, instance: Instance, applicant: int) -> range:
        """The rows of an applicant, the most wished for first."""
        begin, end = np.searchsorted(self.edge, [instance.start[applicant], instance.start[applicant + 1]])
        return range(int(begin), int(end))


def reasons(instance: Instance, edges: Ints, closed: Collection[int] = (), limits: Limits | None = None) -> Reasons:
    """Every reason of a match of single applicants (of pairs: as if each were alone)."""
    limits = limits or limits_of(instance)
    tier = np.full(len(instance.applicants), np.iinfo(np.int64).max)
    seated = edges != NONE
    tier[seated] = instance.tier[edges[seated]]
    wish = np.flatnonzero(instance.tier < tier[instance.owner])
    place = instance.place[wish]
    count, worst = _fullness(instance, edges[seated], limits)
    full = count >= np.array(limits.maximum)
    why = np.full(len(wish), int(Why.TOTAL), dtype=np.int64)
    limit = np.full(len(wish), NONE, dtype=np.int64)
    cut_off = np.full(len(wish), NONE, dtype=np.int64)
    chains = _matrix(limits)
    for depth in range(chains.shape[1]):
        there = chains[place, depth]
        own = instance.grade[wish] if depth == 0 else limits.level[wish]
        said_no = (limit == NONE) & (there != NONE) & full[there] & (worst[there] <= own)
        why[said_no] = np.where(worst[there] < own, int(Why.FULL), int(Why.EQUAL))[said_no]
        limit[said_no] = there[said_no]
        cut_off[said_no] = np.where(count[there] >= FEWEST_FOR_CUT_OFF, worst[there], NONE)[said_no]
    shut = np.zeros(len(instance.places), dtype=np.bool_)
    shut[list(closed)] = True
    at_shut = shut[place]
    why[at_shut], limit[at_shut], cut_off[at_shut] = int(Why.CLOSED), NONE, NONE
    return Reasons(wish, why, limit, cut_off, _ahead(place, instance.grade[wish]))


def _fullness(instance: Instance, taken: Ints, limits: Limits) -> tuple[Ints, Ints]:
    """(limits) how many sit there, and the level of the last."""
    count, worst = np.zeros(len(limits.maximum), dtype=np.int64), np.full(len(limits.maximum), NONE, dtype=np.int64)
    chains = _matrix(limits)
    for depth in range(chains.shape[1]):
        there = chains[instance.place[taken], depth]
        inside = there != NONE
        level = instance.grade[taken] if depth == 0 else limits.level[taken]
        np.add.at(count, there[inside], 1)
        np.maximum.at(worst, there[inside], level[inside])
    return count, worst


def _matrix(limits: Limits) -> Ints:
    """(places, depth) the limits that hold each place, filled up with `NONE`."""
    deep = max((len(chain) for chain in limits.chains), default=1)
    if deep == 1:
        return np.arange(len(limits.chains), dtype=np.int64)[:, None]
    return np.array([[*chain, *[NONE] * (deep - len(chain))] for chain in limits.chains], dtype=np.int64)


def _ahead(place: Ints, grade: Ints) -> Ints:
    """How many in the same place's line have a strictly better ranking group."""
    order = np.lexsort((grade, place))
    at, ranked = place[order], grade[order]
    number = np.arange(len(order))
    first_of_place = np.concatenate(([True], at[1:] != at[:-1])) if len(order) else np.zeros(0, dtype=np.bool_)
    first_of_group = first_of_place.copy()
    if len(order):
        first_of_group[1:] |= ranked[1:] != ranked[:-1]
    begin = np.maximum.accumulate(np.where(first_of_place, number, 0))
    group = np.maximum.accumulate(np.where(first_of_group, number, 0))
    ahead = np.empty(len(order), dtype=np.int64)
    ahead[order] = group - begin
    return ahead


class Unfilled(IntEnum):
    """Why a place has seats left.

    NOBODY: no applicant wished for it.
    NOT_ACCEPTED: those who wished for it cannot have it.
    ELSEWHERE: all who could have it have something that they like at least as well.
    CAP: a cap that holds it is full.
    CLOSED: too few came for it to open.
    """

    NOBODY = 1
    NOT_ACCEPTED = 2
    ELSEWHERE = 3
    CAP = 4
    CLOSED = 5


def unfilled(instance: Instance, edges: Ints, closed: Collection[int] = (), limits: Limits | None = None) -> dict[int, Unfilled]:
    """Places with seats left, each with its reason."""
    limits = limits or limits_of(instance)
    found = reasons(instance, edges, closed, limits)
    taken = edges[edges != NONE]
    count, _worst = _fullness(instance, taken, limits)
    possible = np.bincount(instance.place, minlength=len(instance.places))
    refused = Counter(one.place for one in instance.refused)
    capped = set(instance.place[found.edge[found.limit >= len(instance.places)]].tolist())
    shut = set(closed)
    said: dict[int, Unfilled] = {}
    for place in np.flatnonzero(count[: len(instance.places)] < instance.capacity).tolist():
        if place in shut and possible[place]:
            said[place] = Unfilled.CLOSED
        elif not possible[place]:
            said[place] = Unfilled.NOT_ACCEPTED if refused[place] else Unfilled.NOBODY
        else:
            said[place] = Unfilled.CAP if place in capped else Unfilled.ELSEWHERE
    return said


@dataclass(frozen=True)
class Binding:
    """What binds, for the coordinator.

    Args:
        limits: By limit that is full: how many wishes of those who would rather be there it turns down.
        closed: By closed place: how many would rather be there.
        refused: By reason: how many wishes fell away beforehand of applicants who are not placed.
    """

    limits: dict[int, int]
    closed: dict[int, int]
    refused: dict[str, int]


def binding(instance: Instance, edges: Ints, found: Reasons) -> Binding:
    """Count what stands in the way."""
    at_limit = found.limit[found.limit != NONE]
    shut = instance.place[found.edge[found.why == int(Why.CLOSED)]]
    unplaced = set(np.flatnonzero(edges == NONE).tolist())
    return Binding(
        limits=dict(Counter(at_limit.tolist()).most_common()),
        closed=dict(Counter(shut.tolist()).most_common()),
        refused=dict(Counter(one.reason for one in instance.refused if one.applicant in unplaced).most_common()),
    )
