"""The last gate before a result is kept: the rules of the region, checked on its rows instead of on what the engine was given.

It would see a fault in how the rows were made into an instance, which the engine's own verifier cannot. One line per broken rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from plugins.internships.rounds.eligibility import refusal
from plugins.internships.rounds.facts import Facts


def faults(facts: Facts, seats: Mapping[int, int | None], *, running: Collection[int] = ()) -> list[str]:
    """The rules that a result breaks.

    Args:
        seats: The offer of each applicant; None: none.
        running: Offers that have begun to take people, whose minimum no longer counts.
    """
    said = [f"applicant {one}: the result says nothing of this applicant" for one in facts.people if one not in seats]
    there: dict[int, list[int]] = defaultdict(list)
    for one, offer_id in seats.items():
        if one not in facts.people:
            said.append(f"applicant {one}: there is no such applicant")
        elif offer_id is not None and offer_id not in facts.places:
            said.append(f"applicant {one}: there is no offer {offer_id}")
        elif offer_id is not None:
            there[offer_id].append(one)
    for one, offer_id in {**facts.must, **facts.held}.items():
        if one in facts.people and seats.get(one) != offer_id:
            said.append(f"applicant {one}: was placed at offer {offer_id} beforehand")
    decided = {**facts.must, **facts.held}
    for offer_id, people in there.items():
        said += _offer(facts, offer_id, people, decided, running)
    return said + _limits(facts, there)


def _offer(facts: Facts, offer_id: int, people: list[int], decided: Mapping[int, int], running: Collection[int]) -> list[str]:
    place = facts.places[offer_id]
    held = [one for one in people if facts.held.get(one) == offer_id]
    said = []
    for one in people:
        why = "" if decided.get(one) == offer_id else refusal(facts, facts.people[one], place)
        if why:
            said.append(f"applicant {one}, offer {offer_id}: cannot be placed there: {why}")
    if len(people) > max(place.capacity, len(held)):
        said.append(f"offer {offer_id}: {len(people)} applicants, {place.capacity} seats")
    schools = Counter(facts.people[one].school for one in people)
    common = sum(max(0, count - place.shares.get(school, 0)) for school, count in schools.items())
    room = place.capacity - sum(place.shares.values())
    if common > max(room, len(held)):
        said.append(f"offer {offer_id}: {common} applicants on {room} seats that no school has of its own")
    begun = offer_id in running or any(decided.get(one) == offer_id for one in people)
    if len(people) < place.minimum and not begun:
        said.append(f"offer {offer_id}: {len(people)} applicants; it opens with at least {place.minimum}")
    return said


def _limits(facts: Facts, there: Mapping[int, list[int]]) -> list[str]:
    count: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for offer_id, people in there.items():
        place = facts.places[offer_id]
        for one in people:
            names = [f"employer:{place.employer}", f"area:{place.municipality}", f"school:{facts.people[one].school}"]
            names += [f"supervisor:{place.supervisor}"] if place.supervisor is not None else []
            count.update(names)
            if facts.held.get(one) == offer_id:
                held.update(names)
    maximums = [(f"{scope}:{subject}", maximum) for scope, subject, maximum in facts.caps]
    maximums += [(f"supervisor:{one}", capacity) for one, capacity in facts.supervisors.items()]
    return [f"{name}: {count[name]} applicants, at most {maximum}" for name, maximum in maximums if count[name] > max(maximum, held[name])]
