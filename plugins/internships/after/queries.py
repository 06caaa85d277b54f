"""Reads on what follows a placement: for its page, for the student's own, and for the links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.clock import today
from core.errors import NotFound
from plugins.internships.after import attendance, evaluations, words
from plugins.internships.after.attendance import Week
from plugins.internships.after.cases import Case, case_of
from plugins.internships.after.models import SIGNERS, Evaluation, EvaluationSide, Phase, PlacementTask, Side
from plugins.internships.after.tasks import tasks_of
from plugins.internships.rounds.models import Placement


@dataclass(frozen=True)
class Asked:
    """An evaluation of one side: what is asked, and what was answered."""

    phase: Phase
    side: EvaluationSide
    questions: Sequence[Mapping[str, str]]
    row: Evaluation | None
    is_open: bool

    @property
    def title(self) -> Any:
        """When it is made."""
        return words.PHASES[self.phase]

    @property
    def who(self) -> Any:
        """Who answers."""
        return words.SIDES[Side(self.side.value)]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Questions and answers."""
        given = self.row.answers if self.row else {}
        return [(words.question(dict(each)), given.get(str(number), "")) for number, each in enumerate(self.questions)]


@dataclass(frozen=True)
class After:
    """What follows a placement, for a page. Give it to the templates as `after`."""

    case: Case
    tasks: Sequence[PlacementTask]
    weeks: Sequence[Week]
    evaluations: Sequence[Asked]

    @property
    def has_agreement(self) -> bool:
        """Whether there is an agreement to sign."""
        return bool(self.case.contract.content)

    @property
    def signed(self) -> list[tuple[Side, Any, Mapping[str, str] | None]]:
        """The sides that sign, what they are called, and their signatures."""
        return [(side, words.SIDES[side], self.case.contract.signatures.get(side.value)) for side in SIGNERS]

    @property
    def done(self) -> int:
        """How many lines of the check-list are done."""
        return sum(task.done_at is not None for task in self.tasks)

    @property
    def unconfirmed(self) -> int:
        """How many written weeks nobody has confirmed."""
        return sum(week.row is not None and not week.is_confirmed for week in self.weeks)

    @property
    def has_begun(self) -> bool:
        """Whether the first day has come."""
        return self.case.period.starts_on <= today()

    def evaluations_of(self, side: Side) -> list[Asked]:
        """What one side is asked."""
        who = evaluations.side_of(side)
        return [each for each in self.evaluations if each.side == who]


def for_placement(placement: Placement) -> After | None:
    """Everything that stands on a placement's page about what follows it; None until it is accepted."""
    try:
        return of_case(case_of(placement.id))
    except NotFound:
        return None


def of_case(case: Case) -> After:
    """The same, of a case."""
    answered = evaluations.all_of(case)
    asked = []
    for phase in Phase:
        is_open = case.placement.status in evaluations.OPEN and today() >= evaluations.opens_on(case, phase)
        for side in EvaluationSide:
            questions = evaluations.questions(case, phase, side)
            if questions:
                asked.append(Asked(phase, side, questions, answered.get((phase, side)), is_open))
    return After(case, tasks_of(case), attendance.weeks_of(case), asked)
