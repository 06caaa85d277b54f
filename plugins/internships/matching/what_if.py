"""What if there were a place more, or a limit less: whom that helps and whom it costs.

The match that stands is carried over to the changed instance, and only what must move for it to be right again is moved (as in a repair).
So the answer tells what the change itself does; a whole new match might move others besides, by decisions between equals.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugins.internships.matching.continuing import edges_of
from plugins.internships.matching.instance import NONE, Instance, Ints
from plugins.internships.matching.repair import repair
from plugins.internships.matching.repair_whole import repair_whole
from plugins.internships.matching.result import Proof
from plugins.internships.matching.solvers.client import keep


@dataclass(frozen=True)
class Moved:
    """Somebody who would be placed otherwise.

    Args:
        applicant, before, after: Ids; None for no place.
        rank_before, rank_after: Preference groups by the changed lists, 0 the best; None for no place, or one that is no longer possible.
        seat_of: Who has the seat now that this one would get; None when it is free or new.
    """

    applicant: str
    before: str | None
    after: str | None
    rank_before: int | None
    rank_after: int | None
    seat_of: str | None


@dataclass(frozen=True)
class Effects:
    """Who would be placed otherwise.

    Args:
        helped: Those who would get a place, or one that they like better.
        costs: Those who would lose theirs, or get one that they like less, or another since theirs would be possible no more.
        others: Those who would get another that they like as well.
        placed: How many more would be placed (fewer: below 0).
        proof: How it is known that nothing right moves fewer.
    """

    helped: list[Moved]
    costs: list[Moved]
    others: list[Moved]
    placed: int
    proof: Proof


def what_if(changed: Instance, assignments: dict[str, str | None], *, seconds: float = 10.0, seed: int = 1) -> Effects | None:
    """What a change does to a stable match.

    Args:
        changed: The instance as it would be.
        assignments: The match as it is, by id.

    Returns:
        None when caps, minimums or pairs apply and the instance is too large for that, or the time was over.
    """
    before = edges_of(changed, assignments)
    plain = not (changed.caps or changed.couples or changed.minimum.any())
    with keep():
        made = repair(changed, before, seconds=seconds, seed=seed) if plain else repair_whole(changed, before, seconds=seconds)
    return None if made is None else effects(changed, assignments, made.edges, made.proof)


def effects(changed: Instance, assignments: dict[str, str | None], after: Ints, proof: Proof = "none") -> Effects:
    """The difference between a match as it is and another, by what each one likes."""
    tier = changed.tier.tolist()
    ranks_now = [None if edge == NONE else tier[edge] for edge in edges_of(changed, assignments).tolist()]
    told = {one: None if edge == NONE else changed.places[changed.place[edge]] for one, edge in _named(changed, after)}
    left: dict[str, list[str]] = {}
    for one, place in told.items():
        now = assignments.get(one)
        if now is not None and now != place:
            left.setdefault(now, []).append(one)
    found = Effects([], [], [], _placed(told) - _placed(assignments), proof)
    for number, (one, edge) in enumerate(_named(changed, after)):
        now, then = assignments.get(one), told[one]
        if now == then:
            continue
        seats = left.get(then, []) if then is not None else []
        rank = None if edge == NONE else tier[edge]
        moved = Moved(one, now, then, ranks_now[number], rank, seats.pop(0) if seats else None)
        lost = now is not None and (moved.rank_before is None or moved.rank_after is None or moved.rank_after > moved.rank_before)
        if lost:
            found.costs.append(moved)
        elif now is None or moved.rank_before != moved.rank_after:
            found.helped.append(moved)
        else:
            found.others.append(moved)
    return found


def _named(instance: Instance, edges: Ints) -> list[tuple[str, int]]:
    return list(zip(instance.applicants, edges.tolist(), strict=True))


def _placed(assignments: dict[str, str | None]) -> int:
    return sum(place is not None for place in assignments.values())
