"""Evaluations after half the time and at the end, by the student and by the workplace. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from plugins.internships.after.cases import Case
from plugins.internships.after.models import Evaluation, EvaluationSide, Phase, Side
from plugins.internships.rounds.models import PlacementStatus

if TYPE_CHECKING:
    from core.regions.models import Region

LENGTH = 4000
OPEN = (PlacementStatus.ACCEPTED, PlacementStatus.UNDER_WAY, PlacementStatus.COMPLETED, PlacementStatus.INTERRUPTED)


def side_of(side: Side) -> EvaluationSide | None:
    """As whom a link evaluates: the employer's answers in the supervisor's place. The school reads."""
    return {
        Side.STUDENT: EvaluationSide.STUDENT,
        Side.SUPERVISOR: EvaluationSide.SUPERVISOR,
        Side.EMPLOYER: EvaluationSide.SUPERVISOR,
    }.get(side)


def questions(case: Case, phase: Phase, side: EvaluationSide) -> list[dict[str, str]]:
    """What the kind asks."""
    found: list[dict[str, str]] = case.kind.evaluations.get(phase.value, {}).get(side.value, [])
    return found


def opens_on(case: Case, phase: Phase) -> date:
    """The day from which it can be answered: half the time, or the last week."""
    begins, ends = case.period.starts_on, case.contract.ended_on or case.period.ends_on
    return begins + (ends - begins) / 2 if phase is Phase.MID else max(begins, ends - (ends - begins) / 4)


def all_of(case: Case) -> dict[tuple[Phase, EvaluationSide], Evaluation]:
    """What has been answered."""
    wanted = select(Evaluation).where(Evaluation.placement_id == case.placement.id)
    return {(row.phase, row.side): row for row in db.session.execute(wanted.order_by(Evaluation.id)).scalars()}


def answer(*, region: Region, case: Case, phase: Phase, side: Side, answers: Mapping[int, str]) -> Evaluation:
    """Answer, or answer anew until the links end.

    Raises:
        DomainError: when nothing is asked of this side, or nothing is answered.
        Conflict: when it is too early, or the placement did not come to be.
    """
    who = side_of(side)
    asked = questions(case, phase, who) if who is not None else []
    if who is None or not asked:
        raise DomainError(_("Det finns inga frågor till dig här."))
    if case.placement.status not in OPEN or today() < opens_on(case, phase):
        raise Conflict(_("Utvärderingen är inte öppen än."))
    given: dict[str, Any] = {
        str(number): text.strip()[:LENGTH] for number, text in answers.items() if 0 <= number < len(asked) and text.strip()
    }
    if not given:
        raise DomainError(_("Svara på minst en fråga."), field="answer_0")
    row = all_of(case).get((phase, who))
    if row is None:
        row = Evaluation(region_id=region.id, placement_id=case.placement.id, phase=phase, side=who)
        db.session.add(row)
    row.answers = given
    db.session.flush()
    record("internships.evaluation.answered", region=region, subject=case.placement.ref, phase=phase.value, side=who.value)
    return row
