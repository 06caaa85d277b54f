"""The demo's papers are made by the services, and tell of the times that they are about."""

from __future__ import annotations

from datetime import date, timedelta

from core.clock import today
from core.db import atomic
from core.documents import from_data, render_pdf
from core.testing.factories import Factory
from plugins.regional_plans import demo_papers
from plugins.regional_plans.plans.models import PlanStatus
from plugins.regional_plans.referral import queries
from plugins.regional_plans.report.models import ReportStatus

from .made_papers import a_draft


def test_a_plan_goes_from_draft_to_an_adopted_report(make: Factory) -> None:
    region = make.region(plugins=["regional_plans"])
    year = today().year - 1
    with make.inside(region, "regional_plans"), atomic():
        plan = a_draft(region, first_year=year, last_year=year + 2)
        approved = demo_papers.approve(region, plan, decided_on=date(year, 1, 15))
        assert (plan.status, plan.adopted_on, approved.sent_at) == (PlanStatus.IN_FORCE, date(year, 1, 15), approved.sent_at)
        (row,) = queries.listing(region).items
        assert (row.referral.answer_by, row.asked, row.answered) == (date(year, 1, 15) - timedelta(days=50), 1, 1)
        before = plan.version
        amended = demo_papers.amend(region, plan, decided_on=date(year, 6, 10))
        assert (plan.status, plan.version > before, amended.decided_on) == (PlanStatus.IN_FORCE, True, date(year, 6, 10))
        report = demo_papers.report(region, plan, year=year, adopted_on=date(year + 1, 2, 20))
        assert (report.status, report.adopted_on) == (ReportStatus.ADOPTED, min(date(year + 1, 2, 20), today()))
    text = "\n".join(from_data(report.content).texts())
    for words in ("Ändring 1: Prioritering 1: Vård och omsorg (mål)", "§ 58", "Planen var på remiss till 1 organisation"):
        assert words in text
    assert render_pdf(from_data(report.content))[:5] == b"%PDF-"
