"""Reads on yearly reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from core.db import Page, db, get, paginate
from core.errors import NotFound
from core.regions.models import Region
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.plans.queries import missing
from plugins.regional_plans.report.models import AnnualReport, ReportStatus


def own_report(region: Region, report_id: int, *, adopted_only: bool = False, lock: bool = False) -> AnnualReport:
    """A report of the region.

    Raises:
        NotFound: when it is another region's, or not adopted and only such are wanted.
    """
    found = get(AnnualReport, report_id, lock=lock)
    if found.region_id != region.id or (adopted_only and found.status is not ReportStatus.ADOPTED):
        raise NotFound(missing())
    return found


def listing(region: Region, *, adopted_only: bool, number: int = 1, size: int = 30) -> Page[Any]:
    """Reports with the name of their plan, the latest year first."""
    wanted: Any = select(AnnualReport, Plan.title).join(Plan, Plan.id == AnnualReport.plan_id).where(AnnualReport.region_id == region.id)
    if adopted_only:
        wanted = wanted.where(AnnualReport.status == ReportStatus.ADOPTED)
    found: Page[Any] = paginate(wanted.order_by(AnnualReport.year.desc(), AnnualReport.id.desc()), number=number, size=size, scalars=False)
    return found


def of_plan(plan_id: int, *, adopted_only: bool) -> Sequence[AnnualReport]:
    """The reports of one plan, the latest year first."""
    wanted = select(AnnualReport).where(AnnualReport.plan_id == plan_id)
    if adopted_only:
        wanted = wanted.where(AnnualReport.status == ReportStatus.ADOPTED)
    return db.session.execute(wanted.order_by(AnnualReport.year.desc())).scalars().all()
