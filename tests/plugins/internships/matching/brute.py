"""Tiny instances, and all about them found by trying every matching. Knows the rules from the format's page, and reads the file's data."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]
Matching = dict[str, str | None]
WORSE = 1_000


def instance(applicants: list[Data], places: list[Data], caps: list[Data] | None = None) -> Data:
    return {"format": "samkraft-match/1", "applicants": applicants, "places": places, "caps": caps or []}


def grade(data: Data, place: str, applicant: str) -> int | None:
    """The ranking group; None when the place does not rank the applicant. Those placed beforehand come before all."""
    found = next(one for one in data["places"] if one["id"] == place)
    person = next(one for one in data["applicants"] if one["id"] == applicant)
    if person.get("fixed") is not None:
        return -1 if person["fixed"] == place else None
    if found.get("ranking") is None:
        return 0
    return next((number for number, group in enumerate(found["ranking"]) if applicant in group), None)


def choices(data: Data, person: Data) -> dict[str | None, int]:
    """The preference group of each place that a single applicant can have; none is worst."""
    found: dict[str | None, int] = {None: WORSE}
    if person.get("fixed") is not None:
        return {person["fixed"]: 0}
    for number, group in enumerate(person["preferences"]):
        for place in group:
            far = person.get("travel", {}).get(place, 0) > person.get("travel_limit", WORSE)
            if grade(data, place, person["id"]) is not None and place not in person.get("excluded", {}) and not far:
                found[place] = number
    return found


def joint_choices(data: Data, first: Data, second: Data) -> dict[tuple[str | None, str | None], int]:
    """The preference group of each joint choice that a pair can have."""
    found: dict[tuple[str | None, str | None], int] = {(None, None): WORSE}
    for number, group in enumerate(first["preferences"]):
        for at, one in enumerate(group):
            joint = (one[0], one[1]) if isinstance(one, list) else (one, second["preferences"][number][at])
            possible = all(p is None or grade(data, p, who["id"]) is not None for p, who in zip(joint, (first, second), strict=True))
            if possible and joint != (None, None):
                found[joint] = number
    return found


def units(data: Data) -> list[tuple[tuple[str, ...], dict[tuple[str | None, ...], int]]]:
    """Single applicants and pairs, with what each can have."""
    found: list[tuple[tuple[str, ...], dict[tuple[str | None, ...], int]]] = []
    people = {one["id"]: one for one in data["applicants"]}
    for one in data["applicants"]:
        if one.get("pair") is None:
            found.append(((one["id"],), {(place,): number for place, number in choices(data, one).items()}))
        elif list(people).index(one["id"]) < list(people).index(one["pair"]):
            both = joint_choices(data, one, people[one["pair"]])
            found.append(((one["id"], one["pair"]), {(p, q): number for (p, q), number in both.items()}))
    return found


def feasible(data: Data) -> Iterator[Matching]:
    """Every matching that keeps eligibility, capacities, caps, minimums and pairs."""
    every = units(data)
    for combination in itertools.product(*(list(options) for _who, options in every)):
        matching: Matching = {}
        for (who, _options), chosen in zip(every, combination, strict=True):
            matching.update(zip(who, chosen, strict=True))
        count = {one["id"]: sum(1 for at in matching.values() if at == one["id"]) for one in data["places"]}
        if any(count[one["id"]] > one["capacity"] or 0 < count[one["id"]] < least(data, one) for one in data["places"]):
            continue
        if any(sum(count[place] for place in cap["places"]) > cap["maximum"] for cap in data["caps"]):
            continue
        yield matching


def least(data: Data, place: Data) -> int:
    """How many a place needs to open; none where somebody has been placed beforehand."""
    return 0 if any(one.get("fixed") == place["id"] for one in data["applicants"]) else place.get("minimum", 0)


def closed(data: Data, matching: Matching) -> list[str]:
    return [one["id"] for one in data["places"] if least(data, one) > 0 and one["id"] not in matching.values()]


def hang_together(data: Data, place: str) -> set[str]:
    found = {place}
    while True:
        more = {p for cap in data["caps"] if found & set(cap["places"]) for p in cap["places"]} | found
        if more == found:
            return found
        found = more


def levels(data: Data, places: set[str]) -> dict[str, int] | None:
    """The level of each applicant by all rankings of some places; None when they contradict each other."""
    above: dict[str, set[str]] = {}
    for place in places:
        ranked = {one["id"]: grade(data, place, one["id"]) for one in data["applicants"] if _acceptable(data, one, place)}
        for one, number in ranked.items():
            above.setdefault(one, set()).update(other for other, better in ranked.items() if better < number)  # type: ignore[operator]
    level: dict[str, int] = {}
    while len(level) < len(above):
        ready = [one for one, before in above.items() if one not in level and before <= set(level)]
        if not ready:
            return None
        for one in ready:
            level[one] = 1 + max((level[other] for other in above[one]), default=-1)
    return level


def _acceptable(data: Data, person: Data, place: str) -> bool:
    if person.get("pair") is None:
        return place in choices(data, person)
    other = next(one for one in data["applicants"] if one["id"] == person["pair"])
    return any(joint[0] == place for joint in joint_choices(data, person, other))


def limits(data: Data, place: str) -> list[tuple[set[str], int, dict[str, int] | None, bool]]:
    """The limits that hold a place: their places, how many, the common levels if there are any, and whether it is a cap."""
    own = next(one for one in data["places"] if one["id"] == place)
    found: list[tuple[set[str], int, dict[str, int] | None, bool]] = [({place}, own["capacity"], None, False)]
    common = levels(data, hang_together(data, place)) if any(place in cap["places"] for cap in data["caps"]) else None
    return found + [(set(cap["places"]), cap["maximum"], common, True) for cap in data["caps"] if place in cap["places"]]


def blocking(data: Data, matching: Matching) -> tuple[set[tuple[str, str]], set[tuple[str, ...]], set[str]]:
    """Single applicants and places, joint choices of pairs, and closed places, that break a matching."""
    shut = set(closed(data, matching))
    singles: set[tuple[str, str]] = set()
    pairs: set[tuple[str, ...]] = set()
    for who, options in units(data):
        now = options[tuple(matching[one] for one in who)]
        for wish, number in options.items():
            if number < now and not shut & set(wish) and _can_have(data, matching, who, wish):
                if len(who) == 1:
                    singles.add((who[0], str(wish[0])))
                else:
                    pairs.add((*who, *map(str, wish)))
    wanted = set()
    for one in data["places"]:
        if one["id"] in shut and one["capacity"]:
            wishes = 0
            for who, options in units(data):
                wishes += len(who) == 1 and options.get((one["id"],), WORSE) < options[(matching[who[0]],)]
            if wishes >= max(1, one["minimum"]):
                wanted.add(one["id"])
    return singles, pairs, wanted


def _can_have(data: Data, matching: Matching, who: tuple[str, ...], wish: tuple[str | None, ...]) -> bool:
    """Whether every limit has a seat that is free or held by somebody of a worse level, for each who asks."""
    asked = [limit for place in set(wish) - {None} for limit in limits(data, str(place))]
    for places, maximum, common, is_cap in asked:
        coming = [(one, place) for one, place in zip(who, wish, strict=True) if place in places]
        own_counts = len(who) == 1 and not (is_cap and common is not None)
        others = [(one, at) for one, at in matching.items() if at in places and (one not in who or own_counts)]

        def level(one: str, place: str | None, common: dict[str, int] | None = common) -> int:
            return common[one] if common is not None else grade(data, str(place), one)  # type: ignore[return-value]

        for count in range(1, len(coming) + 1):
            for part in itertools.combinations(coming, count):
                # Hall's condition: the seats that are open to at least one of them are those open to the best.
                best = min(level(*one) for one in part)
                if maximum - sum(1 for one in others if level(*one) <= best) < count:
                    return False
    return True


# -- instances ----------------------------------------------------------------------------------------------------------------


def _shuffled_groups(draw: Any, items: list[Any], ties: bool) -> list[list[Any]]:
    order = draw(st.permutations(items))
    groups: list[list[Any]] = []
    for one in order:
        if groups and ties and draw(st.booleans()):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


@st.composite
def instances(
    draw: Any,
    *,
    ties: bool = False,
    caps: str = "",
    minimums: bool = False,
    pairs: bool = False,
    people: int = 5,
    extras: bool = False,
    fixed: bool = False,
) -> Data:
    """Up to five applicants and four places. `caps`: "", "nested" or "any". `fixed`: some are placed beforehand, where there is room."""
    names = [f"a{n}" for n in range(draw(st.integers(1, people)))]
    offers = [f"p{n}" for n in range(draw(st.integers(1, 4)))]
    applicants: list[Data] = []
    couple = tuple(names[:2]) if pairs and len(names) > 1 else ()
    for one in names:
        person: Data = {"id": one, "pair": None}
        if one not in couple:
            listed = draw(st.lists(st.sampled_from(offers), unique=True, max_size=4))
            person["preferences"] = _shuffled_groups(draw, listed, ties)
            if extras and draw(st.integers(0, 5)) == 0:
                person["excluded"] = {draw(st.sampled_from(offers)): "clearance"}
            if extras:
                person["home"] = draw(st.sampled_from(["t0", "t1"]))
                person["travel"] = {place: draw(st.integers(0, 3)) for place in offers}
        applicants.append(person)
    if couple:
        possible = [(p, q) for p in [*offers, None] for q in [*offers, None] if (p, q) != (None, None)]
        wishes = _shuffled_groups(draw, draw(st.lists(st.sampled_from(possible), unique=True, max_size=5)), ties)
        applicants[0] |= {"pair": names[1], "preferences": [[list(joint) for joint in group] for group in wishes]}
        applicants[1] |= {"pair": names[0], "preferences": [[[q, p] for p, q in group] for group in wishes]}
    places: list[Data] = []
    for one in offers:
        capacity = draw(st.integers(0, 3))
        place: Data = {"id": one, "capacity": capacity}
        if minimums and draw(st.booleans()):
            place["minimum"] = draw(st.integers(0, capacity))
        if draw(st.integers(0, 4)):
            ranked = draw(st.lists(st.sampled_from(names), unique=True, min_size=len(names) // 2))
            place["ranking"] = _shuffled_groups(draw, ranked, ties)
        if extras:
            place["town"] = draw(st.sampled_from(["t0", "t1"]))
        places.append(place)
    limits: list[Data] = []
    if caps == "nested":
        cut = draw(st.integers(1, len(offers)))
        limits = [{"places": offers[:cut], "maximum": draw(st.integers(0, 3))}, {"places": offers, "maximum": draw(st.integers(0, 4))}]
    elif caps == "any":
        for _ in range(draw(st.integers(1, 3))):
            inside = draw(st.lists(st.sampled_from(offers), unique=True, min_size=1))
            limits.append({"places": inside, "maximum": draw(st.integers(0, 3))})
    if fixed:
        _place_beforehand(draw, [one for one in applicants if one["id"] not in couple], places, limits)
    return instance(applicants, places, draw(st.permutations(limits)))


def _place_beforehand(draw: Any, people: list[Data], places: list[Data], caps: list[Data]) -> None:
    """Place some at any place that has room still, whether they wished for it or not."""
    taken: dict[str, int] = {one["id"]: 0 for one in places}
    for person in people:
        place = draw(st.sampled_from([None, *places]))
        if place is None:
            continue
        taken[place["id"]] += 1
        if taken[place["id"]] > place["capacity"] or any(sum(taken[one] for one in cap["places"]) > cap["maximum"] for cap in caps):
            taken[place["id"]] -= 1
        else:
            person["fixed"] = place["id"]
