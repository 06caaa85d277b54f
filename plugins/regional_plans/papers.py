"""What has been made of a plan: referrals, board cases, yearly reports. For the plan's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.regions.models import Region
from core.users.models import User
from core.users.queries import may
from plugins.regional_plans.board.models import BoardCase
from plugins.regional_plans.permissions import BOARD, MANAGE, READ
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.referral.models import Referral
from plugins.regional_plans.report import queries as reports
from plugins.regional_plans.report.models import AnnualReport

DRAFTS = (PlanStatus.DRAFT, PlanStatus.REFERRAL, PlanStatus.BOARD)


@dataclass(frozen=True)
class Papers:
    """The papers of a plan that a visitor may read, and what the visitor may begin."""

    referrals: Sequence[Referral]
    cases: Sequence[BoardCase]
    reports: Sequence[AnnualReport]
    may_refer: bool
    may_board: bool
    may_report: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.referrals or self.cases or self.reports or self.may_refer or self.may_board or self.may_report)


def of_plan(region: Region, user: User | None, plan: Plan) -> Papers:
    """In three questions at most."""
    reads, boards = may(user, region, READ), may(user, region, BOARD)
    referrals: Sequence[Referral] = ()
    cases: Sequence[BoardCase] = ()
    if reads:
        of_it = select(Referral).where(Referral.plan_id == plan.id).order_by(Referral.answer_by, Referral.id)
        referrals = db.session.execute(of_it).scalars().all()
        about = select(BoardCase).where(BoardCase.plan_id == plan.id).order_by(BoardCase.meets_on, BoardCase.id)
        cases = db.session.execute(about).scalars().all()
    return Papers(
        referrals=referrals,
        cases=cases,
        reports=reports.of_plan(plan.id, adopted_only=not reads),
        may_refer=may(user, region, MANAGE) and plan.status in DRAFTS,
        may_board=boards and plan.status is not PlanStatus.CLOSED,
        may_report=boards and plan.is_public,
    )
