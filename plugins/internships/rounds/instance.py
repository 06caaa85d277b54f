"""The engine's rows of a period: docs/reference/matching-format.md says what they mean.

Applicants are `a<id>` and places `o<id>`: no names, no addresses. An offer of which schools have shares of their own is several places:
`o<id>.s<school>` with the school's seats, and `o<id>` with what is left for everybody. They are equally good to whoever may have both.
Where a school may have at most so many placements, its applicants' way to the common seats is a place of its own too, `o<id>.c<school>`.
Who is placed beforehand is no part of the instance: their seats are taken out of it, so that nothing the engine does can move them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.internships.rounds.eligibility import MAX_KM, band, distance, limit_of, refusal, too_far
from plugins.internships.rounds.engine import as_bytes, digest_of
from plugins.internships.rounds.facts import Facts, Person, Place
from plugins.internships.rounds.preferences import groups_of, joint_choices, narrowed

FORMAT = "samkraft-match/1"


@dataclass(frozen=True)
class Problem:
    """Why there can be no match of what was decided: `full` or `withdrawn`, of whom and where."""

    code: str
    applicant_id: int
    offer_id: int


@dataclass(frozen=True)
class Built:
    """An instance, and what does not go together in what was decided beforehand.

    Args:
        seated: The offer of everybody who is placed beforehand.
        minimums: Offers whose minimum no single place of the instance can keep: they are several places in it.
    """

    instance: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    seated: Mapping[int, int] = field(default_factory=dict)
    minimums: Mapping[int, int] = field(default_factory=dict)

    @property
    def basis(self) -> str:
        """A fingerprint of all that a match rests on. The lottery and the policy stand in the run."""
        return digest_of(as_bytes({"instance": self.instance, "seated": {str(one): at for one, at in self.seated.items()}}))


def build(facts: Facts, *, fixed: Mapping[int, int] | None = None, closed: Collection[int] = (), running: Collection[int] = ()) -> Built:
    """The instance.

    Args:
        fixed: Who stays where, whatever was decided; None: those who sit already (`facts.held`).
        closed: Offers that do not open, because too few came.
        running: Offers that have begun to take people, whose minimum no longer counts.
    """
    return _Building(facts, dict(facts.held if fixed is None else fixed), frozenset(closed), frozenset(running)).built()


def offer_of(place: str) -> int:
    """The offer that a place of an instance belongs to."""
    return int(place[1:].partition(".")[0])


class _Building:
    def __init__(self, facts: Facts, held: dict[int, int], closed: frozenset[int], running: frozenset[int]) -> None:
        self.facts, self.held, self.closed = facts, {one: at for one, at in held.items() if one in facts.people}, closed
        pinned = {one: at for one, at in facts.must.items() if one in facts.people and one not in self.held}
        self.fixed = {**pinned, **self.held}
        self.running = running
        self.problems: list[Problem] = []
        schools = Counter(person.school for person in facts.people.values())
        self.capped = {
            int(subject): maximum for scope, subject, maximum in facts.caps if scope == "school" if schools[int(subject)] > maximum
        }
        self.rooms: dict[str, int] = {}
        self.minimum: dict[str, int] = {}
        self.minimums: dict[int, int] = {}
        self.ways: dict[int, dict[str, int | None]] = {}
        for place in facts.places.values():
            self._rooms(place)

    def built(self) -> Built:
        """Everything."""
        seats = self._fix()
        seated = {one: offer_of(name) for one, name in seats.items()}
        people = [self._person(person, seated) for person in self.facts.people.values() if person.id not in seats]
        ranking = self._rankings(people)
        begun = self.running | set(seated.values())
        taken = Counter(seats.values())
        places = [
            {
                "id": name,
                "capacity": max(0, room - taken[name]),
                "minimum": 0 if offer_of(name) in begun else self.minimum.get(name, 0),
                "ranking": ranking[name],
                "town": self.facts.places[offer_of(name)].municipality,
            }
            for name, room in self.rooms.items()
        ]
        minimums = {offer_id: least for offer_id, least in self.minimums.items() if offer_id not in begun}
        instance = {"format": FORMAT, "applicants": people, "places": places, "caps": self._caps(taken)}
        return Built(instance, self.problems, seated, minimums)

    # -- places -----------------------------------------------------------------------------------------------------------

    def _rooms(self, place: Place) -> None:
        """The places of an offer, and the school that each is for (None: everybody)."""
        shares = {school: min(places, place.capacity) for school, places in place.shares.items() if places}
        common = max(0, place.capacity - sum(shares.values()))
        ways: dict[str, int | None] = {f"o{place.id}": None}
        self.rooms[f"o{place.id}"] = common
        for school, places in shares.items():
            self.rooms[f"o{place.id}.s{school}"] = places
            ways[f"o{place.id}.s{school}"] = school
        for school in self.capped if common else ():
            self.rooms[f"o{place.id}.c{school}"] = common
            ways[f"o{place.id}.c{school}"] = school
        self.ways[place.id] = ways
        if place.minimum:
            if len(ways) == 1:
                self.minimum[f"o{place.id}"] = min(place.minimum, place.capacity)
            else:
                self.minimums[place.id] = place.minimum

    def _open_to(self, person: Person, offer_id: int) -> list[str]:
        """The places of an offer that an applicant may have."""
        common = "c" if person.school in self.capped else ""
        found = []
        for name, school in self.ways[offer_id].items():
            own = school == person.school and (name.partition(".")[2][:1] == "s" or common)
            if self.rooms[name] and (own or (school is None and not common)):
                found.append(name)
        return found

    # -- who stays ----------------------------------------------------------------------------------------------------------

    def _fix(self) -> dict[int, str]:
        """The seat of everybody who is placed beforehand. Who sits already stays, though there may be too few seats now."""
        taken: Counter[str] = Counter()
        seats: dict[int, str] = {}
        for one, offer_id in sorted(self.fixed.items(), key=lambda pair: (pair[0] not in self.held, pair[0])):
            person, place = self.facts.people[one], self.facts.places.get(offer_id)
            if place is None or (one not in self.held and not place.is_open):
                self.problems.append(Problem("withdrawn", one, offer_id))
                continue
            names = sorted(self._open_to(person, offer_id), key=lambda name: ".s" not in name)
            seat = next((name for name in names if taken[name] < self.rooms[name]), None)
            if seat is None and one in self.held:
                seat = names[0] if names else f"o{offer_id}"
            if seat is None:
                self.problems.append(Problem("full", one, offer_id))
                continue
            taken[seat] += 1
            seats[one] = seat
        return seats

    # -- applicants -----------------------------------------------------------------------------------------------------------

    def _person(self, person: Person, seated: Mapping[int, int]) -> dict[str, Any]:
        said: dict[str, Any] = {"id": f"a{person.id}"}
        if person.municipality:
            said["home"] = person.municipality
        partner = self._partner(person)
        if partner is not None and partner.id not in seated:
            return said | {"pair": f"a{partner.id}", "preferences": self._joint(person, partner)}
        groups = groups_of(self.facts, person)
        if partner is not None:
            groups = narrowed(self.facts, person, partner, seated[partner.id])
        offers = [offer_id for group in groups for offer_id in group]
        excluded = {
            name: why
            for offer_id in offers
            if (why := self._refused(person, self.facts.places[offer_id]))
            for name in (self._open_to(person, offer_id) or [f"o{offer_id}"])
        }
        preferences = [[name for offer_id in group for name in (self._open_to(person, offer_id) or [f"o{offer_id}"])] for group in groups]
        limit = limit_of(self.facts, person)
        return said | {
            "preferences": [group for group in preferences if group],
            "excluded": excluded,
            "travel": self._kilometres(person, offers),
            **({"travel_limit": limit} if limit is not None else {}),
        }

    def _refused(self, person: Person, place: Place) -> str:
        """Why not; the engine itself looks at distances of those who wish alone."""
        said = refusal(self.facts, person, place) or ("minimum" if place.id in self.closed else "")
        if not said and not self._open_to(person, place.id):
            return "school"
        return "" if said == "travel" else said

    def _kilometres(self, person: Person, offers: Iterable[int]) -> dict[str, float]:
        said = {}
        for offer_id in offers:
            km = distance(person, self.facts.places[offer_id])
            if km is not None:
                said.update({name: min(km, MAX_KM) for name in self.ways[offer_id]})
        return said

    def _partner(self, person: Person) -> Person | None:
        """Whom one travels with: only if the other says so too."""
        other = self.facts.people.get(person.pair or 0)
        return other if other is not None and other.pair == person.id and other.id != person.id else None

    def _joint(self, person: Person, partner: Person) -> list[list[list[str]]]:
        """The joint choices from one's own side. Both sides are made of the same list, the one with the lower number first."""
        first, second = sorted((person, partner), key=lambda one: one.id)
        groups: list[list[list[str]]] = []
        for group in joint_choices(self.facts, first, second):
            found = []
            for one, other in group:
                if self._possible(first, one) and self._possible(second, other):
                    pairs = [(a, b) for a in self._open_to(first, one) for b in self._open_to(second, other)]
                    found += [(a, b) for a, b in pairs if a != b or self.rooms[a] > 1]
            if found:
                groups.append([[a, b] if person is first else [b, a] for a, b in found])
        return groups

    def _possible(self, person: Person, offer_id: int) -> bool:
        place = self.facts.places[offer_id]
        return not self._refused(person, place) and not too_far(self.facts, person, place)

    # -- order and limits ---------------------------------------------------------------------------------------------------------

    def _rankings(self, people: list[dict[str, Any]]) -> dict[str, list[list[str]]]:
        """Nearer home goes first at every place, in bands; who is in the same band is equal, and the lottery decides."""
        bands: dict[str, dict[int, list[str]]] = {name: defaultdict(list) for name in self.rooms}
        for said in people:
            person = self.facts.people[int(said["id"][1:])]
            side = 0 if said.get("pair") else None
            for name in sorted({one[side] if side is not None else one for group in said["preferences"] for one in group}):
                bands[name][band(person, self.facts.places[offer_of(name)])].append(said["id"])
        return {name: [found.get(number, []) for number in range(max(found, default=-1) + 1)] for name, found in bands.items()}

    def _caps(self, taken: Counter[str]) -> list[dict[str, Any]]:
        """Every limit over several places that can bind at all."""
        places = self.facts.places
        caps: list[tuple[str, list[str], int]] = []
        for one, capacity in self.facts.supervisors.items():
            caps.append((f"supervisor:{one}", self._names(p.id for p in places.values() if p.supervisor == one), capacity))
        for scope, subject, maximum in self.facts.caps:
            if scope == "school":
                if int(subject) in self.capped:
                    caps.append((f"school:{subject}", [n for w in self.ways.values() for n, s in w.items() if s == int(subject)], maximum))
            else:
                of = [p.id for p in places.values() if (str(p.employer) if scope == "employer" else p.municipality) == subject]
                caps.append((f"{scope}:{subject}", self._names(of), maximum))
        if self.capped:
            caps += [(f"offer:{p.id}", self._common(p.id), self.rooms[f"o{p.id}"]) for p in places.values()]
        found, seen = [], set()
        for name, over, maximum in caps:
            if name not in seen and over and sum(self.rooms[one] for one in over) > maximum:
                seen.add(name)
                found.append({"name": name, "places": over, "maximum": max(0, maximum - sum(taken[one] for one in over))})
        return found

    def _names(self, offers: Iterable[int]) -> list[str]:
        return [name for offer_id in offers for name in self.ways[offer_id] if self.rooms[name]]

    def _common(self, offer_id: int) -> list[str]:
        """The ways to the seats that are for everybody."""
        return [name for name in self.ways[offer_id] if ".s" not in name and self.rooms[name]]
