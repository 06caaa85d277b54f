"""Pairs in the file: two applicants who name each other and list the same joint choices, each from their own side.

Two ways of writing are read. A choice is `[own place, the other's place]`, and the other lists it mirrored; or the groups of both are
equally long lists of places, of which those at the same position go together. `null` is "not placed" in both.
"""

from __future__ import annotations

from typing import Any

from plugins.internships.matching.instance import NONE, Couple, Ints
from plugins.internships.matching.reading import Faults, kind

Joint = tuple[int, int]
MAX_JOINT = 2_000


class PairReader:
    """Reads the pairs of a file.

    Args:
        ranks: Per place, grade by applicant; None when it is indifferent.
    """

    def __init__(
        self,
        faults: Faults,
        people: list[dict[str, Any]],
        number_of: dict[str, int],
        place_of: dict[str, int],
        ranks: list[dict[int, int] | None],
    ) -> None:
        self.faults, self.people, self.number_of, self.place_of, self.ranks = faults, people, number_of, place_of, ranks
        self.joint: dict[int, list[list[Joint]]] = {}
        self.partner: dict[int, int] = {}
        for number, person in enumerate(people):
            if person.get("pair") is not None:
                self._partner(number, person["pair"])
        for first, second in self.partner.items():
            if first < second and self.partner.get(second) == first:
                self._choices(first, second)

    def _partner(self, number: int, named: Any) -> None:
        where = f"applicants[{number}].pair"
        other = self.number_of.get(named) if isinstance(named, str) else None
        if other is None:
            return self.faults.add(where, f'there is no applicant "{named}"')
        if other == number:
            return self.faults.add(where, "names the applicant itself")
        back = self.people[other].get("pair")
        if back != self.people[number].get("id"):
            said = "nobody" if back is None else f'"{back}"'
            return self.faults.add(where, f'"{named}" does not name this applicant in return, but {said}')
        self.partner[number] = other
        return None

    def _choices(self, first: int, second: int) -> None:
        one, two = self._groups(first), self._groups(second)
        where = f"applicants[{second}].preferences"
        if len(one) != len(two):
            said = f"has {len(two)} groups, but the other of the pair (applicants[{first}]) has {len(one)}"
            return self.faults.add(where, said)
        groups: list[list[Joint]] = []
        for at, (mine, theirs) in enumerate(zip(one, two, strict=True)):
            if len(mine) != len(theirs):
                self.faults.add(f"{where}[{at}]", f"has {len(theirs)} choices, but applicants[{first}].preferences[{at}] has {len(mine)}")
                continue
            both = self._together(mine, theirs)
            if both is None:
                self.faults.add(
                    f"{where}[{at}]", f"does not hold the choices of applicants[{first}].preferences[{at}], from the other side"
                )
                continue
            groups.append(both)
        seen: set[Joint] = set()
        for at, group in enumerate(groups):
            for joint in group:
                if joint in seen:
                    self.faults.add(f"applicants[{first}].preferences[{at}]", "holds a joint choice that is listed twice")
                seen.add(joint)
        self.joint[first] = [[j for j in group if self._accepted(first, j[0]) and self._accepted(second, j[1])] for group in groups]
        return None

    def _together(self, mine: list[Any], theirs: list[Any]) -> list[Joint] | None:
        """The joint choices of a group; None when the two sides do not say the same."""
        if all(isinstance(one, tuple) for one in [*mine, *theirs]):
            return mine if sorted(mine) == sorted((b, a) for a, b in theirs) else None
        if any(isinstance(one, tuple) for one in [*mine, *theirs]):
            return None
        return list(zip(mine, theirs, strict=True))

    def _groups(self, number: int) -> list[list[int | Joint]]:
        where = f"applicants[{number}].preferences"
        found: list[list[int | Joint]] = []
        count = 0
        for at, group in enumerate(self.faults.items(self.people[number].get("preferences"), where, MAX_JOINT)):
            read: list[int | Joint] = []
            for within, choice in enumerate(self.faults.items(group, f"{where}[{at}]", MAX_JOINT)):
                here = f"{where}[{at}][{within}]"
                if not isinstance(choice, list):
                    read.append(self._place(choice, here))
                elif len(choice) != 2:
                    self.faults.add(here, f"must name two places, the own and the other's, not {len(choice)}")
                else:
                    read.append((self._place(choice[0], f"{here}[0]"), self._place(choice[1], f"{here}[1]")))
            count += len(read)
            found.append(read)
        if count > MAX_JOINT:
            self.faults.add(where, f"has {count} joint choices; at most {MAX_JOINT}")
            return []
        return found

    def _place(self, one: Any, where: str) -> int:
        if one is None:
            return NONE
        if not isinstance(one, str):
            self.faults.add(where, f"must be the id of a place or null, not {kind(one)}")
        elif one not in self.place_of:
            self.faults.add(where, f'there is no place "{one}"')
        else:
            return self.place_of[one]
        return NONE

    def _accepted(self, number: int, place: int) -> bool:
        return place == NONE or self.ranks[place] is None or number in (self.ranks[place] or {})

    def grade(self, number: int, place: int) -> int:
        """The place's ranking group for one of a pair."""
        ranks = self.ranks[place]
        return 0 if ranks is None else ranks[number]

    def places_of(self, number: int) -> list[tuple[int, int]]:
        """The preference group and the place, of each place that stands in a joint choice; each place once."""
        other = self.partner.get(number)
        if other is None:
            return []
        side = 0 if number < other else 1
        found: dict[int, int] = {}
        for tier, group in enumerate(self.joint.get(min(number, other), [])):
            for joint in group:
                if joint[side] != NONE:
                    found.setdefault(joint[side], tier)
        return [(tier, place) for place, tier in found.items()]

    def couples(self, start: Ints, place: Ints) -> list[Couple]:
        """The pairs, with edges instead of places."""

        def edge(number: int, at: int) -> int:
            if at == NONE:
                return NONE
            begin, end = int(start[number]), int(start[number + 1])
            return begin + int(place[begin:end].tolist().index(at))

        return [
            Couple(
                first,
                self.partner[first],
                tuple(
                    tuple((edge(first, a), edge(self.partner[first], b)) for a, b in group if (a, b) != (NONE, NONE)) for group in groups
                ),
            )
            for first, groups in sorted(self.joint.items())
        ]
