"""Every rule, one after the other. A rule that is broken gives sentences; a result without sentences may be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from plugins.internships.matching.instance import NONE, Instance
from plugins.internships.matching.result import Breaks, Result
from plugins.internships.matching.verifier import certificate
from plugins.internships.matching.verifier.blocking import Blocking, blocking
from plugins.internships.matching.verifier.world import World

MAX_FAULTS = 200
STABLE = ("stable", "stable_but_minimums", "nearly_stable")


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
        self.found: list[Fault] = []

    def faults(self) -> list[Fault]:
        if self.result.instance and self.instance.digest and self.result.instance != self.instance.digest:
            self._say("instance", "the whole", "the result was made for another file")
        world = self._world()
        if world is not None:
            self._limits(world)
            self._minimums(world)
            self._pairs(world)
            self._totals(world)
            self._guarantee(world, blocking(world))
            self._certificate(world)
        return self.found

    def _say(self, rule: str, where: str, said: str) -> None:
        if len(self.found) < MAX_FAULTS:
            self.found.append(Fault(rule, where, said))

    def _world(self) -> World | None:
        """Who sits where, by the file: only places that are listed, and that rank the applicant."""
        instance, said = self.instance, self.result.assignments
        numbers = {one: number for number, one in enumerate(instance.places)}
        known = set(instance.applicants)
        for one in said:
            if one not in known:
                self._say("eligible", f"applicant {one}", "there is no such applicant")
        edge = np.full(len(instance.applicants), NONE, dtype=np.int64)
        place, start = instance.place.tolist(), instance.start.tolist()
        for applicant, one in enumerate(instance.applicants):
            if one not in said:
                self._say("complete", f"applicant {one}", "the result says nothing of this applicant")
                continue
            at = said[one]
            if at is None:
                continue
            if at not in numbers:
                self._say("eligible", f"applicant {one}", f"there is no place {at}")
                continue
            try:
                edge[applicant] = place.index(numbers[at], start[applicant], start[applicant + 1])
            except ValueError:
                self._say("eligible", f"applicant {one}", f"the applicant and the place {at} do not both accept each other")
        for applicant, fixed in instance.fixed.items():
            if edge[applicant] != fixed:
                there = instance.places[place[fixed]]
                self._say("fixed", f"applicant {instance.applicants[applicant]}", f"was placed at {there} beforehand")
        closed = np.zeros(len(instance.places), dtype=np.bool_)
        for one in self.result.closed:
            if one not in numbers:
                self._say("closed", f"place {one}", "there is no such place")
            else:
                closed[numbers[one]] = True
        return World(instance, edge, closed)

    def _limits(self, world: World) -> None:
        instance = self.instance
        for number in np.flatnonzero(world.taken > instance.capacity).tolist():
            self._say(
                "capacity", f"place {instance.places[number]}", f"{world.taken[number]} applicants, {instance.capacity[number]} seats"
            )
        for cap in instance.caps:
            count = int(world.taken[list(cap.places)].sum())
            if count > cap.maximum:
                self._say("cap", cap.name, f"{count} applicants, at most {cap.maximum}")

    def _minimums(self, world: World) -> None:
        instance = self.instance
        for number in np.flatnonzero(world.closed & (world.taken > 0)).tolist():
            self._say("closed", f"place {instance.places[number]}", f"it is closed, but has {world.taken[number]} applicants")
        for number in np.flatnonzero(~world.closed & (world.taken < instance.minimum)).tolist():
            said = f"{world.taken[number]} applicants; it opens with at least {instance.minimum[number]}"
            self._say("minimum", f"place {instance.places[number]}", said)
        for number in np.flatnonzero(world.closed & (instance.minimum == 0)).tolist():
            self._say("closed", f"place {instance.places[number]}", "it has no minimum, so there is no reason to close it")

    def _pairs(self, world: World) -> None:
        names = self.instance.applicants
        for couple in self.instance.couples:
            now = (int(world.edge[couple.first]), int(world.edge[couple.second]))
            if now != (NONE, NONE) and not any(now in group for group in couple.groups):
                self._say(
                    "pair", f"applicants {names[couple.first]} and {names[couple.second]}", "they are not in a joint choice of theirs"
                )

    def _totals(self, world: World) -> None:
        placed = len(world.seated)
        if self.result.placed != placed:
            self._say("totals", "placed", f"it says {self.result.placed}, but {placed} are placed")
        size = self.result.size
        if size is not None and size.bound < placed:
            self._say("totals", "size.bound", f"the bound {size.bound} is less than the {placed} placed")
        if size is not None and size.proof in ("certificate", "two_solvers") and size.bound != placed:
            self._say("totals", "size.proof", "it says proved, but the bound is not reached")
        if size is not None and size.proof == "certificate" and self.result.certificate is None:
            self._say("certificate", "the whole", "it says proved by a certificate, but there is none")

    def _guarantee(self, world: World, found: Blocking) -> None:
        said, result = self.result.breaks, self.result
        counted = Breaks(blocking=len(found.singles), blocking_pairs=len(found.pairs), closed_but_wanted=len(found.closed))
        if said is not None and said != counted:
            self._say("guarantee", "breaks", f"it says {_words(said)}; there are {_words(counted)}")
        if (result.guarantee in STABLE) != (result.policy == "stable"):
            self._say("guarantee", "the whole", f"{result.guarantee} is no promise of the policy {result.policy}")
        if result.guarantee == "stable" or (result.guarantee == "stable_but_minimums" and counted.guarantee == "nearly_stable"):
            for sentence in self._sentences(found, closed=result.guarantee == "stable"):
                self._say("blocking", *sentence)
        elif result.guarantee in STABLE and said is None:
            self._say("guarantee", "breaks", f"{result.guarantee} must say how many break it")

    def _sentences(self, found: Blocking, *, closed: bool) -> Iterator[tuple[str, str]]:
        instance = self.instance
        places = instance.places
        for edge in found.singles[:MAX_FAULTS]:
            yield (
                f"applicant {instance.applicants[instance.owner[edge]]}, place {places[instance.place[edge]]}",
                "they would both rather have each other",
            )
        for number, joint in found.pairs[:MAX_FAULTS]:
            couple = instance.couples[number]
            names = " and ".join(instance.applicants[one] for one in (couple.first, couple.second))
            there = " and ".join("nothing" if edge == NONE else places[instance.place[edge]] for edge in joint)
            yield f"applicants {names}, places {there}", "they would all rather have each other"
        for place in found.closed if closed else []:
            yield f"place {places[place]}", "it is closed, but enough applicants to open it would rather have it"

    def _certificate(self, world: World) -> None:
        given = self.result.certificate
        if given is None:
            if self.result.guarantee == "most_placed" and (self.result.size is None or self.result.size.proof == "none"):
                self._say("certificate", "the whole", "most_placed must be proved")
            return None
        try:
            most = certificate.bound(self.instance, given)
        except ValueError as error:
            return self._say("certificate", "prices", str(error))
        worth = certificate.worths(self.instance, list(given.worth))
        value = sum(worth[edge] for edge in world.edge[world.seated].tolist())
        if value != most:
            self._say("certificate", "prices", "they do not prove that nothing is better")
        return None


def _words(breaks: Breaks) -> str:
    return f"{breaks.blocking} blocking, {breaks.blocking_pairs} blocking pairs, {breaks.closed_but_wanted} closed but wanted"
