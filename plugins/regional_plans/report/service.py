"""Beginning a yearly report, writing in it, and adopting it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.documents import Document, as_data
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import speaking
from core.regions.models import Region
from core.web.format import format_date
from plugins.regional_plans.board.queries import fingerprint
from plugins.regional_plans.plan_document import TONGUE
from plugins.regional_plans.plans.models import Plan
from plugins.regional_plans.report import queries
from plugins.regional_plans.report.basis import gather
from plugins.regional_plans.report.compose import compose
from plugins.regional_plans.report.models import TITLE_LENGTH, AnnualReport, ReportStatus


def begin(*, region: Region, plan: Plan, year: int) -> AnnualReport:
    """Begin the report of a year of a plan.

    Raises:
        DomainError: when the plan does not hold for that year, the year has not begun, or there is a report of it.
    """
    if not plan.is_public:
        raise DomainError(_("Planen är inte beslutad än. Årsrapporten skrivs om en plan som gäller."), field="year")
    if not plan.first_year <= year <= plan.last_year:
        raise DomainError(_("Planen gäller %(first)s–%(last)s.", first=plan.first_year, last=plan.last_year), field="year")
    if year > today().year:
        raise DomainError(_("Året har inte börjat än."), field="year")
    there = select(AnnualReport.id).where(AnnualReport.plan_id == plan.id, AnnualReport.year == year)
    if db.session.execute(there).first() is not None:
        raise DomainError(_("Det finns redan en årsrapport för %(year)s. Öppna den i stället.", year=year), field="year")
    title = _("Årsrapport %(year)s: %(plan)s", year=year, plan=plan.title)[:TITLE_LENGTH]
    made = AnnualReport(region_id=region.id, plan_id=plan.id, year=year, title=title)
    db.session.add(made)
    db.session.flush()
    record("regional_plans.report.begun", region=region, subject=made.ref, title=made.title)
    return made


def write(*, region: Region, report: AnnualReport, title: str, introduction: str, summaries: Mapping[str, str]) -> AnnualReport:
    """Write the title, the introduction, and a summary for each chapter.

    Raises:
        Conflict: when it is adopted.
    """
    _changeable(report)
    report.title, report.introduction = title, introduction
    report.summaries = {**report.summaries, **summaries}
    record("regional_plans.report.written", region=region, subject=report.ref, title=report.title)
    db.session.flush()
    return report


def document(region: Region, report: AnnualReport, *, made_at: datetime | None = None) -> Document:
    """How a report that is not adopted reads now."""
    with speaking(TONGUE):
        lead = _("%(region)s. Rapport om %(year)s till den som har beslutat planen.", region=region.name, year=report.year)
        if report.adopted_on is not None:
            lead = _(
                "%(region)s. Antagen av %(who)s den %(day)s.", region=region.name, who=report.adopted_by, day=format_date(report.adopted_on)
            )
    basis = gather(region, report.plan_id, report.year)
    return compose(
        region,
        basis,
        title=report.title,
        introduction=report.introduction,
        summaries=report.summaries,
        lead=lead,
        made_at=made_at,
    )


def adopt(*, region: Region, report_id: int, facts: Mapping[str, Any], at: datetime | None = None) -> AnnualReport:
    """Freeze the report as it reads now. From then on it never changes, whatever happens to the plan, and everybody may read it.

    Args:
        facts: `adopted_on`, `adopted_by`.

    Raises:
        DomainError: when the day has not been yet, or the year is not over.
        Conflict: when it is adopted already.
    """
    report = queries.own_report(region, report_id, lock=True)
    _changeable(report)
    if facts["adopted_on"] > today():
        raise DomainError(_("Dagen har inte varit än. Skriv vilken dag rapporten antogs."), field="adopted_on")
    report.adopted_on, report.adopted_by = facts["adopted_on"], facts["adopted_by"]
    report.content = as_data(document(region, report, made_at=at))
    report.fingerprint = fingerprint(report.content)
    report.status, report.adopted_at = ReportStatus.ADOPTED, at or utcnow()
    db.session.flush()
    record("regional_plans.report.adopted", region=region, subject=report.ref, title=report.title, fingerprint=report.fingerprint[:16])
    return report


def remove(*, region: Region, report: AnnualReport) -> None:
    """Throw away a draft.

    Raises:
        Conflict: when it is adopted: it is a public record then.
    """
    _changeable(report)
    record("regional_plans.report.removed", region=region, subject=report.ref, title=report.title)
    db.session.delete(report)
    db.session.flush()


def _changeable(report: AnnualReport) -> None:
    if report.status is ReportStatus.ADOPTED:
        raise Conflict(_("Rapporten är antagen och kan inte ändras."))
