"""Why a need fits a profile, in rules that can be read.

The same occupation group; a title that organisations agreed is a role of that group; or a group that may join, with enough shared skills.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from plugins.demand_pooling.solving.instance import Accepts, Instance, Need, Profile

Why = Literal["same_group", "agreed_title", "substitutable", "same_family"]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A need fits a profile: why, and which of the profile's skills it shares."""

    profile: str
    why: Why
    shared: tuple[str, ...]


class Fit:
    """Which profiles each occupation group can join. Made once per instance."""

    def __init__(self, instance: Instance) -> None:
        self._by_group: Mapping[str, list[tuple[Profile, Accepts | None]]] = defaultdict(list)
        for profile in instance.profiles:
            self._by_group[profile.group].append((profile, None))
            for accepted in profile.accepts:
                if accepted.group != profile.group:
                    self._by_group[accepted.group].append((profile, accepted))

    def profiles(self, need: Need) -> list[Likeness]:
        """Every profile that the need fits."""
        found = []
        own = set(need.skills)
        for profile, accepted in self._by_group.get(need.agreed, ()) if need.agreed and need.agreed != need.group else ():
            if accepted is None:
                found.append(Likeness(profile.id, "agreed_title", tuple(skill for skill in profile.skills if skill in own)))
        there = {likeness.profile for likeness in found}
        for profile, accepted in self._by_group.get(need.group, ()):
            if profile.id in there:
                continue
            shared = tuple(skill for skill in profile.skills if skill in own)
            if accepted is None:
                found.append(Likeness(profile.id, "same_group", shared))
            elif len(shared) >= accepted.shared_skills:
                found.append(Likeness(profile.id, accepted.why, shared))
        return found

    def families(self, needs: Sequence[Need]) -> dict[str, int]:
        """Groups that can meet in some profile have the same number: nothing ever joins two families."""
        groups = dict.fromkeys(group for need in needs for group in (need.group, need.agreed) if group)
        parent: dict[str, str] = {}

        def root(one: str) -> str:
            while parent.setdefault(one, one) != one:
                parent[one] = parent[parent[one]]
                one = parent[one]
            return one

        for group in groups:
            for profile, _accepted in self._by_group.get(group, ()):
                parent[root(group)] = root(f"\0{profile.id}")
        for need in needs:
            if need.agreed:
                parent[root(need.group)] = root(need.agreed)
        numbers: dict[str, int] = {}
        return {group: numbers.setdefault(root(group), len(numbers)) for group in groups}
