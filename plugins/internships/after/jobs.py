"""What happens by itself: placements begin on their first day, those who have not signed are reminded, evaluations are asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.plugins.declarations import Job
from plugins.internships.after import ending, evaluations, mails, service
from plugins.internships.after.cases import LIVE, Case, case_of
from plugins.internships.after.models import Contract, EvaluationSide, Phase, Side
from plugins.internships.periods.models import PlacementPeriod
from plugins.internships.rounds.models import Placement

if TYPE_CHECKING:
    from core.regions.models import Region

AHEAD = timedelta(days=30)  # before the start, one is reminded to sign


def follow_placements(region: Region) -> None:
    """Each morning. Each placement is a transaction of its own: run again, it goes on where it stopped, and mails nobody twice."""
    wanted = (
        select(Placement.id)
        .join(Contract, Contract.placement_id == Placement.id)
        .join(PlacementPeriod, PlacementPeriod.id == Placement.period_id)
        .where(Placement.region_id == region.id, Placement.status.in_(LIVE), PlacementPeriod.starts_on <= today() + AHEAD)
    )
    for placement_id in db.session.execute(wanted.order_by(Placement.id)).scalars().all():
        with atomic():
            follow(region, case_of(placement_id, lock=True))


def follow(region: Region, case: Case) -> None:
    """What is due for one placement today."""
    ending.start(region=region, case=case)
    since = case.contract.reminded_on or case.contract.created_at.date()
    if service.unsigned(case) and today() <= case.period.ends_on and today() - since >= service.REMIND_EVERY:
        service.remind(region=region, case=case)
    answered = evaluations.all_of(case)
    for phase in Phase:
        if phase.value in case.contract.asked or today() < evaluations.opens_on(case, phase):
            continue
        case.contract.asked = [*case.contract.asked, phase.value]
        for side, who in ((Side.STUDENT, EvaluationSide.STUDENT), (_workplace(case), EvaluationSide.SUPERVISOR)):
            if evaluations.questions(case, phase, who) and (phase, who) not in answered:
                mails.ask_evaluation(region, case, side, phase)
    db.session.flush()


def _workplace(case: Case) -> Side:
    """Who answers for the workplace: the supervisor, or whom the offer names."""
    return Side.SUPERVISOR if Side.SUPERVISOR.value in case.contract.seeds and case.supervisor and case.supervisor.email else Side.EMPLOYER


JOBS = [Job("internships.follow_placements", follow_placements, every="20 6 * * *", timeout=900, atomic=False)]
