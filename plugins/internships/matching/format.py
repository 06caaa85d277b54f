"""The file format samkraft-match/1, read and checked. Documented in docs/reference/matching-format.md.

Every fault is told with its place in the file, such as `applicants[3].preferences[0][1]`; nothing is guessed or mended in silence.
"""

from __future__ import annotations

import hashlib
from array import array
from typing import Any

import numpy as np

from plugins.internships.matching.format_pairs import PairReader
from plugins.internships.matching.instance import NONE, Cap, Couple, Instance, Ints, Refusal
from plugins.internships.matching.reading import BadFile, Faults, kind

FORMAT = "samkraft-match/1"
MAX_APPLICANTS, MAX_PLACES, MAX_CAPS, MAX_LIST = 2_000_000, 500_000, 100_000, 5_000
MAX_KM = 3000
TOP = frozenset({"format", "note", "applicants", "places", "caps"})
APPLICANT = frozenset({"id", "preferences", "pair", "home", "travel", "travel_limit", "excluded", "fixed"})
PLACE = frozenset({"id", "capacity", "minimum", "ranking", "town"})
CAP = frozenset({"name", "places", "maximum"})
NOT_RANKED, TOO_FAR = "not_ranked", "travel"


def parse(data: Any, content: bytes = b"") -> Instance:
    """An instance from what JSON holds.

    Args:
        content: The file's bytes, for its digest.

    Raises:
        BadFile: with a sentence per fault.
    """
    if not isinstance(data, dict):
        raise BadFile([f"the whole: must be an object, not {kind(data)}"])
    if data.get("format") != FORMAT:
        raise BadFile([f'format: must be "{FORMAT}"'])
    return _Parsing(data).instance(hashlib.sha256(content).hexdigest() if content else "")


class _Parsing:
    def __init__(self, data: dict[str, Any]) -> None:
        self.faults = Faults()
        self.faults.known(data, TOP, "")
        self.people = self.faults.records(data, "applicants", MAX_APPLICANTS)
        self.offers = self.faults.records(data, "places", MAX_PLACES)
        self.limits = self.faults.records(data, "caps", MAX_CAPS)
        self.applicants = self.faults.ids(self.people, "applicants")
        self.places = self.faults.ids(self.offers, "places")
        self.number_of = {one: number for number, one in enumerate(self.applicants)}
        self.place_of = {one: number for number, one in enumerate(self.places)}
        self.place, self.tier, self.grade, self.start = array("q"), array("q"), array("q"), array("q", [0])
        self.near, self.travel = array("q"), array("q")
        self.refused: list[Refusal] = []
        self.fixed: dict[int, int] = {}
        self.couples: list[Couple] = []

    def instance(self, digest: str) -> Instance:
        """Everything, checked."""
        capacity, minimum = self._sizes()
        self.ranks = [self._ranking(number, offer) for number, offer in enumerate(self.offers)]
        self.towns = [offer.get("town") for offer in self.offers]
        caps = [self._cap(number, limit) for number, limit in enumerate(self.limits)]
        pairs = PairReader(self.faults, self.people, self.number_of, self.place_of, self.ranks)
        for number, person in enumerate(self.people):
            self._applicant(number, person, pairs)
            self.start.append(len(self.place))
        self.faults.stop()
        self._check_fixed(capacity, minimum, caps)
        self.faults.stop()
        told = any("home" in person for person in self.people), any("travel" in person for person in self.people)
        return Instance(
            applicants=self.applicants,
            places=self.places,
            capacity=_ints(capacity),
            minimum=_ints(minimum),
            start=_ints(self.start),
            place=_ints(self.place),
            tier=_ints(self.tier),
            grade=_ints(self.grade),
            caps=caps,
            couples=pairs.couples(_ints(self.start), _ints(self.place)),
            home=_ints(self.near) if told[0] else None,
            travel=_ints(self.travel) if told[1] else None,
            refused=self.refused,
            fixed=self.fixed,
            digest=digest,
        )

    def _sizes(self) -> tuple[list[int], list[int]]:
        capacity, minimum = [], []
        for number, offer in enumerate(self.offers):
            where = f"places[{number}]"
            self.faults.known(offer, PLACE, where)
            seats = self.faults.number(offer.get("capacity"), f"{where}.capacity")
            least = self.faults.number(offer.get("minimum", 0), f"{where}.minimum")
            if least > seats:
                self.faults.add(f"{where}.minimum", f"{least} is more than the capacity {seats}, so the place could never open")
            capacity.append(seats)
            minimum.append(least)
        return capacity, minimum

    def _ranking(self, number: int, offer: dict[str, Any]) -> dict[int, int] | None:
        """Grade by applicant; None when the place is indifferent among those who rank it."""
        groups = offer.get("ranking")
        if groups is None:
            return None
        where = f"places[{number}].ranking"
        found: dict[int, int] = {}
        for grade, group in enumerate(self.faults.items(groups, where, MAX_APPLICANTS)):
            for at, one in enumerate(self.faults.items(group, f"{where}[{grade}]", MAX_APPLICANTS)):
                known = self.number_of.get(one) if isinstance(one, str) else None
                if known is None:
                    self.faults.add(f"{where}[{grade}][{at}]", f'there is no applicant "{one}"')
                elif known in found:
                    self.faults.add(f"{where}[{grade}][{at}]", f'"{one}" is listed twice')
                else:
                    found[known] = grade
        return found

    def _cap(self, number: int, limit: dict[str, Any]) -> Cap:
        where = f"caps[{number}]"
        self.faults.known(limit, CAP, where)
        found: set[int] = set()
        for at, one in enumerate(self.faults.items(limit.get("places"), f"{where}.places", MAX_PLACES)):
            known = self.place_of.get(one) if isinstance(one, str) else None
            if known is None:
                self.faults.add(f"{where}.places[{at}]", f'there is no place "{one}"')
            elif known in found:
                self.faults.add(f"{where}.places[{at}]", f'"{one}" is listed twice')
            else:
                found.add(known)
        name = limit.get("name", f"caps[{number}]")
        self.faults.identity(name, f"{where}.name")
        return Cap(str(name), tuple(sorted(found)), self.faults.number(limit.get("maximum"), f"{where}.maximum"))

    def _applicant(self, number: int, person: dict[str, Any], pairs: PairReader) -> None:
        where = f"applicants[{number}]"
        self.faults.known(person, APPLICANT, where)
        if person.get("pair") is not None:
            for named in ("fixed", "excluded"):
                if person.get(named):
                    self.faults.add(
                        f"{where}.{named}", "cannot be said of one of a pair; leave out the joint choices that are not possible"
                    )
            for tier, place in pairs.places_of(number):
                self._edge(number, place, tier, pairs.grade(number, place), person)
            return
        excluded, kilometres = self._by_place(person, "excluded", where), self._by_place(person, "travel", where)
        wishes = self._wishes(person, where)
        if person.get("fixed") is not None:
            self._fix(number, person["fixed"], where, wishes, person)
            return
        limit = person.get("travel_limit")
        if limit is not None and not _is_km(limit):
            self.faults.add(f"{where}.travel_limit", f"must be kilometres from 0 to {MAX_KM}")
            limit = None
        for place, tier in wishes.items():
            ranks = self.ranks[place]
            grade = 0 if ranks is None else ranks.get(number)
            if place in excluded:
                self.refused.append(Refusal(number, place, tier, str(excluded[place])))
            elif limit is not None and kilometres.get(place, 0) > limit:
                self.refused.append(Refusal(number, place, tier, TOO_FAR))
            elif grade is None:
                self.refused.append(Refusal(number, place, tier, NOT_RANKED))
            else:
                self._edge(number, place, tier, grade, person, kilometres.get(place, 0))

    def _edge(self, number: int, place: int, tier: int, grade: int, person: dict[str, Any], km: float = 0) -> None:
        self.place.append(place)
        self.tier.append(tier)
        self.grade.append(grade)
        home = person.get("home")
        self.near.append(int(home is not None and home == self.towns[place]))
        self.travel.append(round(10 * km))

    def _wishes(self, person: dict[str, Any], where: str) -> dict[int, int]:
        """Tier by place, in order."""
        found: dict[int, int] = {}
        tier = 0
        for at, group in enumerate(self.faults.items(person.get("preferences"), f"{where}.preferences", MAX_LIST)):
            if not isinstance(group, list):
                self.faults.add(f"{where}.preferences[{at}]", f"must be a list of places that are equally good, not {kind(group)}")
                continue
            for within, one in enumerate(self.faults.items(group, f"{where}.preferences[{at}]", MAX_LIST)):
                place = self.place_of.get(one) if isinstance(one, str) else None
                if place is None:
                    self.faults.add(f"{where}.preferences[{at}][{within}]", _no_place(one))
                elif place in found:
                    self.faults.add(f"{where}.preferences[{at}][{within}]", f'"{one}" is listed twice')
                else:
                    found[place] = tier
            tier += 1
        return found

    def _by_place(self, person: dict[str, Any], key: str, where: str) -> dict[int, Any]:
        value = person.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.faults.add(f"{where}.{key}", f"must be an object with a value per place, not {kind(value)}")
            return {}
        found: dict[int, Any] = {}
        for one, said in value.items():
            if one not in self.place_of:
                self.faults.add(f"{where}.{key}", f'there is no place "{one}"')
            elif (key == "travel" and not _is_km(said)) or (key == "excluded" and (not isinstance(said, str) or not 0 < len(said) <= 100)):
                self.faults.add(f"{where}.{key}.{one}", "must be kilometres" if key == "travel" else "must be a reason in a few words")
            else:
                found[self.place_of[one]] = said
        return found

    def _fix(self, number: int, fixed: Any, where: str, wishes: dict[int, int], person: dict[str, Any]) -> None:
        place = self.place_of.get(fixed) if isinstance(fixed, str) else None
        if place is None:
            return self.faults.add(f"{where}.fixed", _no_place(fixed))
        self.fixed[number] = len(self.place)
        return self._edge(number, place, wishes.get(place, 0), NONE, person)

    def _check_fixed(self, capacity: list[int], minimum: list[int], caps: list[Cap]) -> None:
        """Those who are placed beforehand must fit; they come before everybody at their place, which is open whatever its minimum."""
        if not self.fixed:
            return
        taken = [0] * len(self.places)
        for edge in self.fixed.values():
            taken[self.place[edge]] += 1
        for place, count in enumerate(taken):
            if count > capacity[place]:
                self.faults.add(f"places[{place}]", f"{count} applicants are fixed there, but it takes {capacity[place]}")
            if count:
                minimum[place] = 0
        for cap in caps:
            if sum(taken[place] for place in cap.places) > cap.maximum:
                self.faults.add(cap.name, f"more applicants are fixed there than its maximum {cap.maximum}")
        for edge, place in enumerate(self.place):
            if taken[place]:
                self.grade[edge] += 1


def _is_km(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MAX_KM


def _no_place(one: Any) -> str:
    return f'there is no place "{one}"' if isinstance(one, str) else f"must be the id of a place, not {kind(one)}"


def _ints(values: array[int] | list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
