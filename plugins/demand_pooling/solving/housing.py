"""Giving chosen classes their hub, period and rooms: seats per centre and period, the shortest way for their people, whole needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plugins.demand_pooling.solving.candidates import Candidate, Component, Family, Spots
from plugins.demand_pooling.solving.instance import Instance
from plugins.demand_pooling.solving.placing import Placing, held

MOST_OPTIONS = 24


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a need's people sit (None: at home), how many of them, and how far it is."""

    people: int
    centre: str | None
    km: float


@dataclass(slots=True)
class Housed:
    """A class with its rooms. Members are needs by their index in the family."""

    family: Family
    candidate: Candidate
    groups: int
    members: dict[int, Seat] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many it holds."""
        return sum(seat.people for seat in self.members.values())

    @property
    def room(self) -> int:
        """How many more it could hold with the groups it has."""
        return self.groups * self.family.largest - self.people


class Rooms:
    """The seats that are left, and the needs that are in no class yet."""

    def __init__(self, instance: Instance, spots: Spots) -> None:
        self.spots = spots
        self._near: dict[tuple[object, ...], dict[str, float]] = {}
        self.seats = {(c.id, period): c.seats for c in instance.centres if c.receives for period in instance.periods}

    def near(self, family: Family, need: int) -> dict[str, float]:
        """The open centres that a need reaches."""
        found = family.needs[need]
        key = found.place, found.travel_km
        if key not in self._near:
            self._near[key] = self.spots.near(found)
        return self._near[key]

    def seat(self, family: Family, need: int, candidate: Candidate, used: Counter[str], people: int) -> Seat | None:
        """The best seat for a need in a class, for as many as there is room for: at home, else the nearest centre that takes most of them.

        Args:
            used: Seats that the class has taken in this attempt.
        """
        found = family.needs[need]
        if self.spots.at_home(found, candidate.form):
            return Seat(people, None, 0.0)
        if found.forms and candidate.form not in found.forms:
            return None
        near = self.near(family, need)
        best: Seat | None = None
        for centre in self.spots.received_at(candidate.form, candidate.hub):
            if centre in near:
                free = min(people, self.seats[centre, candidate.period] - used[centre])
                if free > 0 and (best is None or (-free, near[centre]) < (-best.people, best.km)):
                    best = Seat(free, centre, near[centre])
        return best

    def attempt(self, family: Family, candidate: Candidate, needs: Iterable[int]) -> Housed:
        """The class held in this way, with those of the needs that find room. Nothing is taken yet."""
        used: Counter[str] = Counter()
        seats: dict[int, Seat] = {}
        for need in needs:
            seat = self.seat(family, need, candidate, used, family.needs[need].people)
            if seat is not None:
                seats[need] = seat
                if seat.centre is not None:
                    used[seat.centre] += seat.people
        smallest, largest = family.smallest, family.largest
        people = sum(seat.people for seat in seats.values())
        most = people // smallest
        groups = min(most, -(-people // largest)) if most else 0
        over = people - groups * largest
        for need in sorted(seats, key=lambda n: (-seats[n].km, -n)):
            if over <= 0:
                break
            seat = seats[need]
            goes = min(over, seat.people)
            over -= goes
            if goes == seat.people:
                del seats[need]
            else:
                seats[need] = Seat(seat.people - goes, seat.centre, seat.km)
        return Housed(family, candidate, groups, seats)

    def take(self, housed: Housed, sign: int = -1) -> None:
        """Take the class's seats, or give them back with `sign` 1."""
        for seat in housed.members.values():
            if seat.centre is not None:
                self.seats[seat.centre, housed.candidate.period] += sign * seat.people


def house(rooms: Rooms, placing: Placing) -> tuple[list[Housed], set[int]]:
    """Rooms for the classes of one component. Returns them, and the needs that are left without."""
    component = placing.component
    members: dict[int, list[int]] = {}
    for need, at in placing.where.items():
        members.setdefault(at, []).append(need)
    made: list[Housed] = []
    for at, needs in sorted(members.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if not held(component, placing.load[at])[0]:
            continue
        best = min((rooms.attempt(component.family, option, needs) for option in _options(rooms, component, at, needs)), key=_worth)
        if best.groups:
            rooms.take(best)
            made.append(best)
    inside = {need for housed in made for need in housed.members}
    left = {need for need in component.needs if need not in inside}
    return made, left


def _worth(housed: Housed) -> tuple[float, ...]:
    people = housed.people if housed.groups else 0
    return -people, housed.groups, sum(seat.people * seat.km for seat in housed.members.values())


def _options(rooms: Rooms, component: Component, at: int, needs: list[int]) -> Iterator[Candidate]:
    """The ways to hold a class that suit all its needs, around the centres nearest to them."""
    family, chosen = component.family, component.candidates[at]
    mask = 0
    for need in needs:
        mask |= family.bits(need)
    nearest: Counter[str | None] = Counter({chosen.hub: 1})
    for need in needs:
        near = rooms.near(family, need)
        if near:
            nearest[min(near, key=lambda one: (near[one], one))] += family.needs[need].people
    yield chosen
    count = 0
    for option in sorted((o for o in family.every if o.hub in nearest), key=lambda o: -nearest[o.hub]):
        if count < MOST_OPTIONS and option != chosen and mask & ~option.mask == 0:
            count += 1
            yield option


def fill(rooms: Rooms, family: Family, made: list[Housed], left: set[int]) -> None:
    """Those who are left join classes that have room; then new classes are opened where enough of them can meet. Changes all three."""
    for need in sorted(left, key=lambda n: -family.needs[n].people):
        bit = 1 << family.first[need]
        for housed in made:
            if housed.room > 0 and housed.candidate.mask & bit:
                seat = rooms.seat(family, need, housed.candidate, Counter(), min(housed.room, family.needs[need].people))
                if seat is not None:
                    one = Housed(family, housed.candidate, 0, {need: seat})
                    rooms.take(one)
                    housed.members[need] = seat
                    left.discard(need)
                    break
    while sum(family.needs[need].people for need in left) >= family.smallest:
        best: Housed | None = None
        for candidate in family.every:
            fits = [n for n in left if candidate.mask >> family.first[n] & 1]
            if sum(family.needs[n].people for n in fits) < family.smallest:
                continue
            trial = rooms.attempt(family, candidate, sorted(fits))
            if trial.groups and (best is None or _worth(trial) < _worth(best)):
                best = trial
        if best is None:
            return
        rooms.take(best)
        made.append(best)
        left -= set(best.members)


def shorten(rooms: Rooms, made: list[Housed]) -> None:
    """Move needs to nearer classes of their component, where both stay as they should be: the people and the groups remain the same."""
    for housed in made:
        family = housed.family
        for need, seat in list(housed.members.items()):
            if not seat.km or seat.people != family.needs[need].people:
                continue
            if housed.people - seat.people < housed.groups * family.smallest:
                continue
            bit = 1 << family.first[need]
            for other in made:
                if other is housed or other.room < seat.people or not other.candidate.mask & bit:
                    continue
                better = rooms.seat(family, need, other.candidate, Counter(), seat.people)
                if better is not None and better.people == seat.people and better.km < seat.km:
                    rooms.take(Housed(family, housed.candidate, 0, {need: seat}), 1)
                    rooms.take(Housed(family, other.candidate, 0, {need: better}))
                    del housed.members[need]
                    other.members[need] = better
                    break
