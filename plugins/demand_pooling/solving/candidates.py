"""Which classes could be, and who could be in each. People are bits of a whole number, so that sets of them are cheap.

A class that could be is a profile, level, form, period and hub. One that could hold only people whom another could hold too adds nobody:
whoever is in both can be in the larger one (its groups are as many as it takes). Seats, which bind families together, are looked at
later; without them every bound is still a bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plugins.demand_pooling.solving.instance import CLASS_FORMS, DISTANCE, FormName, Instance, Need
from plugins.demand_pooling.solving.similarity import Fit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A class that could be, and the people who could be in it as bits."""

    profile: str
    level: str
    form: FormName
    period: str
    hub: str | None
    mask: int


@dataclass(slots=True)
class Family:
    """Needs that only each other can join, at one level. `first` is the first bit of each need; its people follow each other."""

    level: str
    smallest: int
    largest: int
    needs: list[Need]
    first: list[int] = field(default_factory=list)
    every: list[Candidate] = field(default_factory=list)

    def bits(self, index: int) -> int:
        """The people of a need, as bits."""
        return ((1 << self.needs[index].people) - 1) << self.first[index]


@dataclass(slots=True)
class Component:
    """An independent part: needs and the classes they could be in, none of which touches another part."""

    family: Family
    candidates: list[Candidate]
    everybody: int
    needs: list[int] = field(default_factory=list)  # indexes in the family

    @property
    def people(self) -> int:
        """How many could be in any class at all: no plan serves more."""
        return self.everybody.bit_count()


class Spots:
    """Where each need could be: (form, hub) pairs. The same for all needs that live alike."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._known: dict[tuple[object, ...], tuple[tuple[FormName, str | None], ...]] = {}
        self._open = {centre.id for centre in instance.centres if centre.receives and centre.seats > 0}
        self._received: dict[str, list[str]] = {
            centre.id: [one for one in (centre.id, *centre.network) if one in self._open] for centre in instance.centres
        }

    def received_at(self, form: FormName, hub: str | None) -> list[str]:
        """The centres where a class is received."""
        rule = self.instance.class_forms[form]
        if not rule.place or hub is None:
            return []
        return self._received[hub] if rule.network else [hub] if hub in self._open else []

    def near(self, need: Need) -> dict[str, float]:
        """The open centres that a need's people reach, with kilometres."""
        limit = self.instance.limit(need)
        return {one: km for one, km in self.instance.travel.get(need.place, {}).items() if km <= limit and one in self._open}

    def at_home(self, need: Need, form: FormName) -> bool:
        """Whether a need's people can follow a class in this form from home."""
        rule = self.instance.class_forms[form]
        accepts = not need.forms or DISTANCE in need.forms
        return rule.home and accepts and (need.sessions_max is None or need.sessions_max >= rule.sessions)

    def of(self, need: Need) -> tuple[tuple[FormName, str | None], ...]:
        """Every (form, hub) at which a class could hold the need."""
        key = (need.place, tuple(sorted(need.forms)), need.travel_km, need.sessions_max)
        if key not in self._known:
            self._known[key] = tuple(self._find(need))
        return self._known[key]

    def _find(self, need: Need) -> Iterator[tuple[FormName, str | None]]:
        near = self.near(need)
        for form in CLASS_FORMS:  # in this order, whatever order a database gave the instance's own
            rule = self.instance.class_forms.get(form)
            if rule is None:
                continue
            home = self.at_home(need, form)
            if not rule.place:
                if home:
                    yield form, None
                continue
            there = not need.forms or form in need.forms
            for centre in self.instance.centres:
                received = self.received_at(form, centre.id)
                if received and (home or (there and any(one in near for one in received))):
                    yield form, centre.id


def families(instance: Instance, spots: Spots, fit: Fit) -> list[Family]:
    """The needs by family and level, with every class that could be. Needs of nobody are left out."""
    numbers = fit.families(instance.needs)
    gathered: dict[tuple[int, str], Family] = {}
    for need in instance.needs:
        if need.people:
            key = numbers[need.group], need.level
            if key not in gathered:
                form = instance.school_forms[need.level]
                gathered[key] = Family(need.level, form.min, form.max, [])
            gathered[key].needs.append(need)
    for family in gathered.values():
        _fill(family, instance, spots, fit)
    return list(gathered.values())


def _fill(family: Family, instance: Instance, spots: Spots, fit: Fit) -> None:
    bit = 0
    for need in family.needs:
        family.first.append(bit)
        bit += need.people
    if bit < family.smallest:
        return
    at_spot: dict[tuple[str, FormName, str | None], int] = defaultdict(int)
    in_period: dict[str, int] = dict.fromkeys(instance.periods, 0)
    for index, need in enumerate(family.needs):
        bits = family.bits(index)
        for period in need.periods or instance.periods:
            in_period[period] |= bits
        for likeness in fit.profiles(need):
            for form, hub in spots.of(need):
                at_spot[likeness.profile, form, hub] |= bits
    for (profile, form, hub), mask in at_spot.items():
        if mask.bit_count() < family.smallest:
            continue
        for period, there in in_period.items():
            both = mask & there
            if both.bit_count() >= family.smallest:
                family.every.append(Candidate(profile, family.level, form, period, hub, both))


def not_contained(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those whose people no other could hold all, the largest first; of equals the first."""
    kept: list[Candidate] = []
    seen: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: -c.mask.bit_count()):
        if candidate.mask not in seen and not any(candidate.mask & ~other.mask == 0 for other in kept):
            kept.append(candidate)
        seen.add(candidate.mask)
    return kept


def components(family: Family) -> list[Component]:
    """The independent parts of a family, each with only the classes that matter."""
    left = not_contained(family.every)
    parts: list[tuple[int, list[Candidate]]] = []
    for candidate in left:
        mask, members = candidate.mask, [candidate]
        apart = []
        for other_mask, others in parts:
            if other_mask & mask:
                mask |= other_mask
                members = others + members
            else:
                apart.append((other_mask, others))
        parts = [*apart, (mask, members)]
    found = [Component(family, members, mask) for mask, members in parts]
    for component in found:
        component.needs = [i for i in range(len(family.needs)) if family.bits(i) & component.everybody]
    return found
