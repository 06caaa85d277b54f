"""The verifier: says of any result which rules it breaks. It shares only the formats with the solver, and decides everything anew.

A rule that is broken gives a sentence of its own; a result without sentences may be published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.demand_pooling.solving.instance import Centre, Instance, Need, Profile
from plugins.demand_pooling.solving.result import Member, PlannedClass, Result

MAX_FAULTS = 200
TOLERANCE_KM = 0.05


@dataclass(frozen=True)
class Fault:
    """A broken rule: its name, where, and a sentence."""

    rule: str
    where: str
    said: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where}: {self.said}"


def verify(instance: Instance, result: Result) -> list[Fault]:
    """Every rule that the result breaks, at most `MAX_FAULTS`."""
    return _Check(instance, result).faults()[:MAX_FAULTS]


class _Check:
    def __init__(self, instance: Instance, result: Result) -> None:
        self.instance, self.result = instance, result
        self.needs: Mapping[str, Need] = {need.id: need for need in instance.needs}
        self.centres: Mapping[str, Centre] = {centre.id: centre for centre in instance.centres}
        self.profiles: Mapping[str, Profile] = {profile.id: profile for profile in instance.profiles}
        self.found: list[Fault] = []

    def faults(self) -> list[Fault]:
        if self.result.instance != self.instance.digest():
            self._say("instance", "the whole", "the result was made for another instance")
        for number, planned in enumerate(self.result.classes, 1):
            self._class(f"class {number}", planned)
        self._once()
        self._seats()
        self._totals()
        return self.found

    def _say(self, rule: str, where: str, said: str) -> None:
        if len(self.found) < MAX_FAULTS:
            self.found.append(Fault(rule, where, said))

    def _class(self, where: str, planned: PlannedClass) -> None:
        profile, form = self.profiles.get(planned.profile), self.instance.class_forms.get(planned.form)
        if profile is None:
            return self._say("profile", where, f"there is no profile {planned.profile}")
        if form is None:
            return self._say("form", where, f"no class may be held in the form {planned.form}")
        if planned.period not in self.instance.periods:
            self._say("period", where, f"there is no period {planned.period}")
        allowed = self._allowed_centres(where, planned)
        self._size(where, planned)
        if sorted(planned.centres) != sorted({m.centre for m in planned.members if m.centre is not None and m.people}):
            self._say("centres", where, "its list of centres is not where its people are")
        for member in planned.members:
            self._member(f"{where}, need {member.need}", planned, profile, allowed, member)
        return None

    def _allowed_centres(self, where: str, planned: PlannedClass) -> set[str]:
        form = self.instance.class_forms[planned.form]
        if not form.place:
            if planned.hub is not None:
                self._say("hub", where, "a class by distance has no hub")
            return set()
        hub = self.centres.get(planned.hub or "")
        if hub is None:
            self._say("hub", where, f"there is no centre {planned.hub}")
            return set()
        around = {hub.id, *(hub.network if form.network else ())}
        return {one for one in around if self.centres[one].receives}

    def _size(self, where: str, planned: PlannedClass) -> None:
        school_form = self.instance.school_forms.get(planned.level)
        if school_form is None:
            return self._say("level", where, f"no threshold is given for the level {planned.level}")
        if planned.groups < 1:
            return self._say("threshold", where, "it has no group")
        if planned.people < school_form.min * planned.groups:
            self._say("threshold", where, f"{planned.people} people in {planned.groups} groups; each takes at least {school_form.min}")
        if planned.people > school_form.max * planned.groups:
            self._say("capacity", where, f"{planned.people} people in {planned.groups} groups; each takes at most {school_form.max}")
        return None

    def _member(self, where: str, planned: PlannedClass, profile: Profile, allowed: set[str], member: Member) -> None:
        need = self.needs.get(member.need)
        if need is None:
            return self._say("need", where, "there is no such need")
        if member.people < 1:
            self._say("people", where, "it counts nobody")
        if need.level != planned.level:
            self._say("level", where, f"it asks for the level {need.level}, the class has {planned.level}")
        if not self._fits(need, profile):
            self._say("profile", where, f"its occupation group {need.group} does not fit the profile {profile.id}")
        if need.periods and planned.period not in need.periods:
            self._say("period", where, f"it cannot start in {planned.period}")
        if member.centre is None:
            self._at_home(where, planned, need, member)
        else:
            self._at_centre(where, planned, need, allowed, member)
        return None

    def _fits(self, need: Need, profile: Profile) -> bool:
        if profile.group in (need.group, need.agreed):
            return True
        shared = sum(1 for skill in set(need.skills) if skill in profile.skills)
        return any(one.group == need.group and shared >= one.shared_skills for one in profile.accepts)

    def _at_home(self, where: str, planned: PlannedClass, need: Need, member: Member) -> None:
        form = self.instance.class_forms[planned.form]
        if not form.home:
            self._say("reach", where, f"nobody can follow a class in the form {planned.form} from home")
        if need.forms and "distance" not in need.forms:
            self._say("reach", where, "it does not accept distance")
        if need.sessions_max is not None and need.sessions_max < form.sessions:
            self._say("reach", where, f"it accepts {need.sessions_max} sessions, the class has {form.sessions}")
        if member.km:
            self._say("travel", where, "those at home do not travel")

    def _at_centre(self, where: str, planned: PlannedClass, need: Need, allowed: set[str], member: Member) -> None:
        if need.forms and planned.form not in need.forms:
            self._say("reach", where, f"it does not accept the form {planned.form}")
        if member.centre not in allowed:
            return self._say("reach", where, f"the class is not received at {member.centre}")
        km = self.instance.travel.get(need.place, {}).get(member.centre or "")
        limit = self.instance.travel_km if need.travel_km is None else need.travel_km
        if km is None:
            return self._say("reach", where, f"the way from {need.place} to {member.centre} is not known")
        if km > limit:
            self._say("reach", where, f"it is {km:g} km to {member.centre}, the limit is {limit:g}")
        if abs(km - member.km) > TOLERANCE_KM:
            self._say("travel", where, f"it says {member.km:g} km, it is {km:g}")
        return None

    def _once(self) -> None:
        classes: Counter[str] = Counter()
        people: Counter[str] = Counter()
        for planned in self.result.classes:
            for member in planned.members:
                classes[member.need] += 1
                people[member.need] += member.people
        for need_id, times in classes.items():
            if times > 1:
                self._say("once", f"need {need_id}", f"it stands {times} times in the plan")
            if need_id in self.needs and people[need_id] > self.needs[need_id].people:
                self._say("once", f"need {need_id}", f"{people[need_id]} of its {self.needs[need_id].people} people are placed")

    def _seats(self) -> None:
        used: Counter[tuple[str, str]] = Counter()
        for planned in self.result.classes:
            for member in planned.members:
                if member.centre is not None:
                    used[member.centre, planned.period] += member.people
        for (centre_id, period), count in sorted(used.items()):
            centre = self.centres.get(centre_id)
            if centre is not None and count > centre.seats:
                self._say("seats", f"centre {centre_id}, {period}", f"{count} people, {centre.seats} seats")

    def _totals(self) -> None:
        result = self.result
        people = sum(planned.people for planned in result.classes)
        groups = sum(planned.groups for planned in result.classes)
        travel = sum(planned.travel for planned in result.classes)
        if people != result.people:
            self._say("totals", "people", f"it says {result.people}, the classes hold {people}")
        if groups != result.groups:
            self._say("totals", "groups", f"it says {result.groups}, there are {groups}")
        if abs(travel - result.travel_km) > 1 + travel * 1e-6:
            self._say("totals", "travel_km", f"it says {result.travel_km:g}, it is {travel:g}")
        if result.bound < people:
            self._say("totals", "bound", f"the bound {result.bound} is less than the {people} people served")
        if result.certainty == "proven" and result.bound != people:
            self._say("totals", "certainty", "it says proven, but the bound is not reached")
        self._left_out()

    def _left_out(self) -> None:
        served: Counter[str] = Counter()
        for planned in self.result.classes:
            for member in planned.members:
                served[member.need] += member.people
        left = {need.id: need.people - served[need.id] for need in self.instance.needs if need.people > served[need.id]}
        told: Counter[str] = Counter()
        for one in self.result.left_out:
            told[one.need] += one.people
        for need_id in sorted({*left, *told}):
            if left.get(need_id, 0) != told[need_id]:
                self._say("left_out", f"need {need_id}", f"{left.get(need_id, 0)} people are left out, the result says {told[need_id]}")
