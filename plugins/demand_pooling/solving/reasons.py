"""Why a need is not in the plan, and what would bring it in: one reason per need, with the figures behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from plugins.demand_pooling.solving.candidates import Family, Spots
from plugins.demand_pooling.solving.housing import Housed
from plugins.demand_pooling.solving.instance import DISTANCE, Instance, Need
from plugins.demand_pooling.solving.result import LeftOut
from plugins.demand_pooling.solving.similarity import Fit

Facts = dict[str, str | int | float]
CHANGES = ("travel", "period", "distance", "form", "sessions")  # the easiest first


def left_out(instance: Instance, spots: Spots, fit: Fit, families: Sequence[Family], made: Sequence[Housed]) -> list[LeftOut]:
    """Every need that is not wholly in the plan."""
    own: dict[int, list[tuple[int, Housed]]] = defaultdict(list)
    asked = _Asked(instance, spots, fit)
    for number, housed in enumerate(sorted(made, key=_order), 1):
        own[id(housed.family)].append((number, housed))
    said: list[LeftOut] = []
    for family in families:
        served: dict[int, int] = defaultdict(int)
        for _number, housed in own[id(family)]:
            for member, seat in housed.members.items():
                served[member] += seat.people
        for index, need in enumerate(family.needs):
            left = need.people - served[index]
            if left:
                reason, facts = asked.reason(family, index, served[index], own[id(family)])
                said.append(LeftOut(need=need.id, people=left, reason=reason, facts=facts))
    return said


def _order(housed: Housed) -> tuple[int, str, str, str, str]:
    """As the classes stand in the result, so that a class's number is the same."""
    c = housed.candidate
    return -housed.people, c.profile, c.level, c.period, c.hub or ""


class _Asked:
    """One instance that is asked about. Counts per family are made once."""

    def __init__(self, instance: Instance, spots: Spots, fit: Fit) -> None:
        self.instance, self.spots, self.fit = instance, spots, fit
        self._counts: dict[int, dict[tuple[object, ...], int]] = {}

    def reason(self, family: Family, index: int, served: int, classes: Sequence[tuple[int, Housed]]) -> tuple[str, Facts]:
        """Why a need of a family is not wholly in the plan, with figures."""
        need = family.needs[index]
        if served:
            return "class_full", {"served": served}
        likenesses = self.fit.profiles(need)
        if not likenesses:
            return "no_profile", {"group": need.group}
        if not self.spots.of(need):
            return self._no_reach(need)
        bit = 1 << family.first[index]
        could = [housed for _n, housed in classes if housed.candidate.mask & bit]
        if could:
            return "no_room", {"classes": len(could)}
        profiles = [likeness.profile for likeness in likenesses]
        facts = self._change(need, profiles, classes)
        viable = [c for c in family.every if c.mask & bit]
        if viable:
            best = max(viable, key=lambda c: c.mask.bit_count())
            return "others_serve_more", {**facts, "people": best.mask.bit_count(), "threshold": family.smallest, "hub": best.hub or ""}
        people = self._most_together(family, need, profiles)
        return "too_few", {**facts, "people": people, "threshold": family.smallest, "missing": max(1, family.smallest - people)}

    def _no_reach(self, need: Need) -> tuple[str, Facts]:
        limit = self.instance.limit(need)
        ways = self.instance.travel.get(need.place, {})
        if need.forms and not set(need.forms) & set(self.instance.class_forms):
            return "no_form", {"forms": ", ".join(need.forms)}
        receiving = {c.id: c.seats for c in self.instance.centres if c.receives}
        if any(km <= limit and one in receiving for one, km in ways.items()):
            if not self.spots.near(need):
                return "no_seats", {"limit": limit}
            return "no_form", {"forms": ", ".join(need.forms)}
        nearest = min(((km, one) for one, km in ways.items() if receiving.get(one)), default=None)
        return "no_reach", {"limit": limit, **({"nearest": nearest[1], "km": nearest[0]} if nearest else {})}

    def _most_together(self, family: Family, need: Need, profiles: Sequence[str]) -> int:
        """The most that could meet with a need, anywhere and in any of its periods."""
        if id(family) not in self._counts:
            counts: dict[tuple[object, ...], int] = defaultdict(int)
            for one in family.needs:
                for likeness in self.fit.profiles(one):
                    for spot in self.spots.of(one):
                        for period in one.periods or self.instance.periods:
                            counts[likeness.profile, spot, period] += one.people
            self._counts[id(family)] = counts
        counts = self._counts[id(family)]
        periods = need.periods or self.instance.periods
        return max(counts[profile, spot, period] for profile in profiles for spot in self.spots.of(need) for period in periods)

    def _change(self, need: Need, profiles: Sequence[str], classes: Sequence[tuple[int, Housed]]) -> Facts:
        """The smallest single change that would let the need into a class of the plan that has room."""
        found: list[tuple[int, float, int, Facts]] = []
        for number, housed in classes:
            if housed.candidate.profile not in profiles or housed.room < 1:
                continue
            change = self._one_change(need, housed)
            if change is not None:
                what, km = change
                facts: Facts = {"would": what, "class": number}
                if what == "travel":
                    facts["to_km"] = km
                if what == "period":
                    facts["period"] = housed.candidate.period
                found.append((CHANGES.index(what), km, number, facts))
        return min(found, key=lambda one: one[:3])[3] if found else {}

    def _one_change(self, need: Need, housed: Housed) -> tuple[str, float] | None:
        candidate = housed.candidate
        rule = self.instance.class_forms[candidate.form]
        in_period = not need.periods or candidate.period in need.periods
        accepts = not need.forms or candidate.form in need.forms
        ways = self.instance.travel.get(need.place, {})
        received = [ways[one] for one in self.spots.received_at(candidate.form, candidate.hub) if one in ways]
        nearest = min(received, default=None)
        near = nearest is not None and nearest <= self.instance.limit(need)
        if not in_period:
            return ("period", 0.0) if (accepts and near) or self.spots.at_home(need, candidate.form) else None
        if accepts and nearest is not None and not near:
            return "travel", nearest
        if rule.home and (not need.forms or DISTANCE in need.forms):
            return "sessions", 0.0
        if rule.home and (need.sessions_max is None or need.sessions_max >= rule.sessions):
            return "distance", 0.0
        return ("form", 0.0) if near and not accepts else None
