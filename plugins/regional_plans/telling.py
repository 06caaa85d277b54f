"""What other pages show of the papers of plans: search hits, links, days in the calendar, open data, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.clock import today
from core.db import db, one_or_none
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import CalendarItem, Card, Dataset, Link, SearchHit
from core.users.queries import may
from plugins.regional_plans.board.models import BoardCase, CaseStatus
from plugins.regional_plans.board.queries import waiting
from plugins.regional_plans.links import path
from plugins.regional_plans.permissions import BOARD, MANAGE, READ
from plugins.regional_plans.plans.queries import in_force, whole
from plugins.regional_plans.referral.models import Referral
from plugins.regional_plans.referral.queries import counts, open_referrals
from plugins.regional_plans.report.models import AnnualReport, ReportStatus
from plugins.regional_plans.scope import plan_scope

if TYPE_CHECKING:
    from core.regions.models import Region
    from core.users.models import User

HEADER = (
    "action_id", "number", "priority", "focus_area", "action", "owner", "partners", "starts_on", "ends_on", "status", "status_at",
    "amount_sek", "indicators",
)  # fmt: skip


def search(region: Region, user: User | None, query: str, limit: int) -> list[SearchHit]:
    """Adopted reports for everybody; cases, by name or diary number, and referrals for the plan's own people."""
    words = query.split()[:5]
    if not words:
        return []
    hits: list[SearchHit] = []
    with plan_scope(region):
        reports = select(AnnualReport).where(AnnualReport.region_id == region.id, AnnualReport.status == ReportStatus.ADOPTED)
        for word in words:
            reports = reports.where(AnnualReport.title.icontains(word, autoescape=True))
        for row in db.session.execute(reports.order_by(AnnualReport.year.desc()).limit(limit)).scalars():
            hits.append(SearchHit(row.title, path("annual_report", region, report_id=row.id), _("Årsrapport"), score=0.6))
        if not may(user, region, READ):
            return hits
        cases = select(BoardCase).where(BoardCase.region_id == region.id)
        referrals = select(Referral).where(Referral.region_id == region.id)
        for word in words:
            named = BoardCase.title.icontains(word, autoescape=True) | BoardCase.diary_number.icontains(word, autoescape=True)
            cases, referrals = cases.where(named), referrals.where(Referral.title.icontains(word, autoescape=True))
        for case in db.session.execute(cases.order_by(BoardCase.id.desc()).limit(limit)).scalars():
            hits.append(SearchHit(case.title, path("board_case", region, case_id=case.id), _("Nämndärende"), case.diary_number))
        for each in db.session.execute(referrals.order_by(Referral.id.desc()).limit(limit)).scalars():
            hits.append(SearchHit(each.title, path("referral", region, referral_id=each.id), _("Remiss")))
    return hits[:limit]


def resolve_ref(region: Region, user: User | None, ref: str) -> Link | None:
    """The link behind a ref of a case, a referral or a report, for who may read it."""
    kind, number = [*ref.split(":", 2), "", ""][1:3]
    if kind not in ("board_case", "referral", "report") or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    reads = may(user, region, READ)
    with plan_scope(region):
        if kind == "report":
            report = one_or_none(AnnualReport, int(number))
            if report is None or report.region_id != region.id or not (reads or report.status is ReportStatus.ADOPTED):
                return None
            return Link(report.title, path("annual_report", region, report_id=report.id), _("Årsrapport"))
        if not reads:
            return None
        if kind == "board_case":
            case = one_or_none(BoardCase, int(number))
            if case is not None and case.region_id == region.id:
                return Link(case.title, path("board_case", region, case_id=case.id), _("Nämndärende"))
            return None
        found = one_or_none(Referral, int(number))
        if found is None or found.region_id != region.id:
            return None
        return Link(found.title, path("referral", region, referral_id=found.id), _("Remiss"))


def calendar_items(region: Region, user: User | None) -> list[CalendarItem]:
    """For the plan's own people: the last days of referrals, and the board's meetings with cases about plans."""
    if user is None or not may(user, region, READ):
        return []
    with plan_scope(region):
        items = [
            CalendarItem(
                uid=f"regional_plans:referral:{each.id}:answer_by",
                summary=_("Sista dagen för remissen %(title)s", title=each.title),
                start=each.answer_by,
                updated=each.updated_at,
                url=path("referral", region, referral_id=each.id),
            )
            for each in open_referrals(region)
        ]
        for case in waiting(region):
            if case.meets_on is not None:
                items.append(
                    CalendarItem(
                        uid=f"regional_plans:board_case:{case.id}:meets_on",
                        summary=_("%(board)s: %(title)s", board=case.board, title=case.title),
                        start=case.meets_on,
                        updated=case.updated_at,
                        url=path("board_case", region, case_id=case.id),
                    )
                )
    return items


def dashboard_cards(region: Region, user: User | None) -> list[Card]:
    """What waits for who manages plans: remarks to meet, referrals whose day has passed, cases that the board has met about."""
    if user is None:
        return []
    manages, boards = may(user, region, MANAGE), may(user, region, BOARD)
    todo: list[tuple[str, str]] = []
    with plan_scope(region):
        for each in open_referrals(region)[:5] if manages else ():
            found = counts(each)
            if each.answer_by < today():
                todo.append((_("Avsluta remissen %(title)s", title=each.title), path("referral", region, referral_id=each.id)))
            elif found.unmet:
                text = _("Bemöt synpunkterna på %(title)s", title=each.title)
                todo.append((text, path("remarks", region, referral_id=each.id)))
        for case in waiting(region)[:5] if boards else ():
            if case.status is CaseStatus.SENT and case.meets_on is not None and case.meets_on < today():
                text = _("Registrera nämndens beslut om %(title)s", title=case.title)
                todo.append((text, path("board_case", region, case_id=case.id)))
    return [Card(_l("Planen behöver dig"), "regional_plans/cards/papers.html", {"todo": todo}, weight=44, kind="todo")] if todo else []


def open_data(region: Region) -> list[Dataset]:
    """The actions of the plan in force: an approved plan is public, and names organisations, never persons."""

    def rows() -> Sequence[Sequence[object]]:
        with plan_scope(region):
            plan = in_force(region)
            if plan is None:
                return []
            tree = whole(region, plan.id)
            return [
                (
                    action.row.id, action.number, priority.row.title, area.row.title, action.row.title, action.owner,
                    "; ".join(action.partners), action.row.starts_on.isoformat(), action.row.ends_on.isoformat(), action.row.status.value,
                    action.row.status_at.date().isoformat() if action.row.status_at else "", action.row.amount, len(action.indicators),
                )
                for priority in tree.priorities for area in priority.areas for action in area.actions
            ]  # fmt: skip

    about = _l("Insatserna i den plan för kompetensförsörjning som gäller: ansvariga, tid och läge.")
    return [Dataset("plan-actions", _l("Insatser i planen för kompetensförsörjning"), about, HEADER, rows, theme="GOVE")]
