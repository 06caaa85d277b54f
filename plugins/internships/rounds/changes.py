"""What if: the facts of a match, a little different. Nothing is stored but the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plugins.internships.rounds.facts import Facts


def changed(facts: Facts, change: Mapping[str, Any]) -> Facts:
    """The facts as they would be.

    Args:
        change: One of `{"offer": id, "more": places}`, `{"travel_km": limit for everybody}` and `{"cap": "scope:subject"}` (taken away).
    """
    if "offer" in change and change["offer"] in facts.places:
        place = facts.places[change["offer"]]
        more = replace(place, capacity=place.capacity + int(change["more"]))
        supervisors = dict(facts.supervisors)
        if place.supervisor in supervisors:
            supervisors[place.supervisor] += int(change["more"])
        return replace(facts, places={**facts.places, place.id: more}, supervisors=supervisors)
    if "travel_km" in change:
        km = int(change["travel_km"])
        people = {one: replace(person, limit=max(person.limit, km) if person.limit else None) for one, person in facts.people.items()}
        return replace(facts, travel_limit=max(facts.travel_limit, km) if facts.travel_limit else None, people=people)
    if "cap" in change:
        name = str(change["cap"])
        scope, _colon, subject = name.partition(":")
        if scope == "supervisor":
            return replace(facts, supervisors={one: size for one, size in facts.supervisors.items() if str(one) != subject})
        return replace(facts, caps=[cap for cap in facts.caps if f"{cap[0]}:{cap[1]}" != name])
    return facts
