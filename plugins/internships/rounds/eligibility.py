"""Who can have which place, and by which rule not. The words for the codes are in `words.REFUSED`."""

from __future__ import annotations

from core.geo.distance import great_circle_km
from plugins.internships.rounds.facts import Facts, Person, Place

BAND_KM = 10
FARTHEST = 40  # bands; all that is farther, and what is not known, is equally far
MAX_KM = 3000.0


def refusal(facts: Facts, person: Person, place: Place) -> str:
    """Why an applicant cannot have a place, whatever others wish; empty when they can. Distance is told apart (`too_far`)."""
    if not place.is_open:
        return "withdrawn"
    if facts.owners.get(place.id, person.id) != person.id:
        return "self_found"
    if place.id in facts.never.get(person.id, ()):
        return "decided"
    if person.occupations and place.occupation and place.occupation not in person.occupations:
        return "occupation"
    if not place.languages <= person.languages:
        return "languages"
    if place.licence and not person.licence:
        return "licence"
    if not place.documents <= person.documents:
        return "documents"
    if person.school not in place.shares and sum(place.shares.values()) >= place.capacity:
        return "school"
    return "travel" if too_far(facts, person, place) else ""


def limit_of(facts: Facts, person: Person) -> int | None:
    """How far an applicant may have to travel, kilometres: what the applicant says, if anything, and never more than the period's."""
    limits = [limit for limit in (person.limit, facts.travel_limit) if limit]
    return min(limits) if limits else None


def too_far(facts: Facts, person: Person, place: Place) -> bool:
    """Whether a place is farther away than the limit."""
    limit, km = limit_of(facts, person), distance(person, place)
    return limit is not None and km is not None and km > limit


def distance(person: Person, place: Place) -> float | None:
    """Kilometres as the crow flies, one decimal; None when it is not known where one of them is."""
    if person.point is None or place.point is None:
        return None
    return min(MAX_KM, round(great_circle_km(*person.point, *place.point), 1))


def band(person: Person, place: Place) -> int:
    """How near, in steps of ten kilometres; 0 in the own municipality. Nearer goes first at every place."""
    if person.municipality and person.municipality == place.municipality:
        return 0
    km = distance(person, place)
    return FARTHEST if km is None else min(FARTHEST, 1 + int(km // BAND_KM))
