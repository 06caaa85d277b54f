"""What the rules ask of a dossier, computed. No database, no HTML: facts in, a judgement out.

The steering group: förordningen (2009:130) om yrkeshögskolan, 4 kap. 3 and 4 §§ in the wording of SFS 2013:873. Working life is
represented, and most of the members speak for it; there is at least one student, and the leader of the education; for a qualified
degree also at least one from the school system and one from a university.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plugins.demand_pooling.dossier.models import Role

MOST_LETTERS = 25  # Myndigheten för yrkeshögskolan takes so many reference persons
POINTS_PER_WEEK = 5
LEAST_POINTS = {"yh": 200, "qualified": 400}
LEAST_LIA_POINTS = {"qualified": 100}
STEERING_SOURCE = "Förordning (2009:130) om yrkeshögskolan, 4 kap. 3 och 4 §§ (lydelse enligt SFS 2013:873)"
# Amounts that are promised for a year count as half in each of its two terms.
PER_TERM = {"per termin": 1.0, "per år": 0.5}


@dataclass(frozen=True)
class Steering:
    """A proposed steering group against the ordinance.

    Args:
        lacking: Roles that it must have and does not.
    """

    members: int
    working_life: int
    lacking: tuple[Role, ...]

    @property
    def majority(self) -> bool:
        """Whether most of the members speak for working life."""
        return self.working_life * 2 > self.members

    @property
    def needed(self) -> int:
        """How many more from working life make a majority, the lacking roles counted in."""
        others = self.members - self.working_life + sum(role is not Role.WORKING_LIFE for role in self.lacking)
        return max(0, others + 1 - self.working_life)

    @property
    def complete(self) -> bool:
        """Whether nothing is lacking."""
        return self.majority and not self.lacking


def steering(roles: Iterable[Role], *, qualified: bool) -> Steering:
    """Judge a proposed group by its members' roles."""
    counted = Counter(roles)
    must = [Role.WORKING_LIFE, Role.STUDENT, Role.EDUCATION_LEADER, *([Role.SCHOOL, Role.UNIVERSITY] if qualified else [])]
    return Steering(counted.total(), counted[Role.WORKING_LIFE], tuple(role for role in must if not counted[role]))


@dataclass(frozen=True)
class Placements:
    """Placements against what the students need.

    Args:
        students: Per start.
        weeks: Weeks of placement per student in all.
        periods: How many periods they are taken in.
        promised: Places per term that are promised in letters.
        offered: Places that employers have said in their needs, without a letter.
    """

    students: int
    weeks: int
    periods: int
    promised: int
    offered: int

    @property
    def known(self) -> bool:
        """Whether there is anything to compare with."""
        return self.students > 0 and self.weeks > 0 and self.periods > 0

    @property
    def student_weeks(self) -> int:
        """Weeks of placement for all students of a start."""
        return self.students * self.weeks

    @property
    def missing(self) -> int:
        """Places per period that nobody has promised."""
        return max(0, self.students - self.promised)

    @property
    def enough(self) -> bool:
        """Whether every student of a start has a promised place in each period."""
        return self.known and self.missing == 0


def placements(*, students: int, weeks: int, periods: int, promised: Sequence[tuple[int, str]], offered: int) -> Placements:
    """Compare. `promised` is pairs of amount and period; what is promised per year is worth half as much in a term, rounded down in sum."""
    per_term = int(sum(amount * PER_TERM.get(period, 1.0) for amount, period in promised))
    return Placements(students, weeks, periods, per_term, offered)


def points_lacking(exam: str, points: int, lia_weeks: int) -> tuple[int, int]:
    """How many points, and how many points of placement, are lacking for the exam. Five points are one week of full time."""
    return max(0, LEAST_POINTS.get(exam, 0) - points), max(0, LEAST_LIA_POINTS.get(exam, 0) - lia_weeks * POINTS_PER_WEEK)
