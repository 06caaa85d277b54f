"""What applicants prefer, as groups of offers with the best first: from ranked places, from wishes, and jointly of a pair."""

from __future__ import annotations

from collections import defaultdict

from plugins.internships.rounds.eligibility import band, refusal
from plugins.internships.rounds.facts import Facts, Person, Place, Wanted

MAX_PLACES = 500  # of a list that is made of wishes: the nearest of what was not wished for
MAX_JOINT = 400  # joint choices of a pair, before shares of schools multiply them


def groups_of(facts: Facts, person: Person) -> list[list[int]]:
    """Groups of offers, the best first."""
    if facts.ranked_mode:
        ranked = facts.ranked.get(person.id, {})
        groups = [[offer_id for offer_id in ranked[rank] if offer_id in facts.places] for rank in sorted(ranked)]
        return [group for group in groups if group]
    return _wished(facts, person)


def _wished(facts: Facts, person: Person) -> list[list[int]]:
    """First what fits the first wish, and so on; last everything else that is possible. What is nearer goes first within each."""
    wishes = facts.wishes.get(person.id, [])
    if not wishes:
        return []
    order: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place in facts.places.values():
        number = next((at for at, wish in enumerate(wishes) if fits(wish, place)), len(wishes))
        if (number < len(wishes) and place.is_open) or not refusal(facts, person, place):
            order[number, band(person, place)].append(place.id)
    groups, count = [], 0
    for key in sorted(order):
        if count < MAX_PLACES:
            groups.append(order[key][: MAX_PLACES - count])
            count += len(groups[-1])
    return groups


def fits(wish: Wanted, place: Place) -> bool:
    """Whether a place is what was wished for."""
    return wish.occupation in ("", place.occupation) and wish.sector in ("", place.sector) and wish.municipality in ("", place.municipality)


def joint_choices(facts: Facts, first: Person, second: Person) -> list[list[tuple[int, int]]]:
    """What two who travel together want jointly, the best first.

    Ranked places go together rank by rank. Of wishes, choices in the same municipality count, in the order of both ranks added.
    """
    one, two = groups_of(facts, first), groups_of(facts, second)
    if facts.ranked_mode:
        ranks = facts.ranked.get(first.id, {}).keys() & facts.ranked.get(second.id, {}).keys()
        groups = [
            [(a, b) for a in facts.ranked[first.id][rank] for b in facts.ranked[second.id][rank] if a in facts.places and b in facts.places]
            for rank in sorted(ranks)
        ]
        return _first(groups)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    where: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for tier, group in enumerate(two):
        for offer_id in group:
            where[facts.places[offer_id].municipality].append((tier, offer_id))
    for tier, group in enumerate(one):
        for offer_id in group:
            for other_tier, other in where[facts.places[offer_id].municipality]:
                found[tier + other_tier].append((offer_id, other))
    return _first([found[tier] for tier in sorted(found)])


def _first(groups: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """At most `MAX_JOINT` choices, each once."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for group in groups:
        fresh = [pair for pair in dict.fromkeys(group) if pair not in seen][: max(0, MAX_JOINT - len(seen))]
        seen.update(fresh)
        if fresh:
            kept.append(fresh)
    return kept


def narrowed(facts: Facts, person: Person, partner: Person, at: int) -> list[list[int]]:
    """What is left for one whose partner is placed already: the own halves of the choices in which the partner is there."""
    first, second = sorted((person, partner), key=lambda one: one.id)
    groups = []
    seen: set[int] = set()
    for group in joint_choices(facts, first, second):
        mine = [a if person is first else b for a, b in group if (b if person is first else a) == at]
        fresh = [one for one in dict.fromkeys(mine) if one not in seen]
        seen.update(fresh)
        if fresh:
            groups.append(fresh)
    return groups or groups_of(facts, person)
