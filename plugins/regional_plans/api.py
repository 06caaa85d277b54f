"""Plans and yearly reports for other systems; and an owner's system can say how an action goes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, current_principal, operation, page_of, require_principal
from core.errors import NotFound
from core.users.queries import may
from core.web.access import public, requires
from core.web.context import current_region
from plugins.regional_plans.actions import queries as actions
from plugins.regional_plans.actions.models import ActionStatus
from plugins.regional_plans.links import path
from plugins.regional_plans.permissions import READ, REPORT
from plugins.regional_plans.plans import queries as plans
from plugins.regional_plans.plans.models import Plan, PlanStatus
from plugins.regional_plans.plans.queries import WholeAction, WholePlan
from plugins.regional_plans.report import queries as reports
from plugins.regional_plans.report.models import AnnualReport
from plugins.regional_plans.status.models import STATUS_TEXT_LENGTH
from plugins.regional_plans.status.service import report as report_status
from plugins.regional_plans.views import MAX_ID

bp = Blueprint("regional_plans_api", __name__)


class PlanOut(ApiModel):
    """A plan."""

    id: int
    title: str
    first_year: int
    last_year: int
    status: PlanStatus
    adopted_on: date | None
    diary_number: str
    url: str


class IndicatorOut(ApiModel):
    """An indicator, with the outcome that was measured last."""

    id: int
    title: str
    unit: str
    baseline: float | None
    target: float
    due_on: date
    value: float | None
    measured_on: date | None


class ActionOut(ApiModel):
    """An action. Who answers for it by name is not told."""

    id: int
    number: str
    title: str
    description: str
    owner: str
    partners: list[str]
    funding: str
    amount: int | None
    starts_on: date
    ends_on: date
    status: ActionStatus
    status_at: datetime | None
    indicators: list[IndicatorOut]


class AreaOut(ApiModel):
    """A focus area with its actions."""

    id: int
    number: str
    title: str
    description: str
    occupation_groups: list[str]
    actions: list[ActionOut]


class PriorityOut(ApiModel):
    """A priority with its focus areas."""

    id: int
    number: str
    title: str
    goal: str
    areas: list[AreaOut]


class PlanDetail(PlanOut):
    """A plan with everything in it."""

    vision: str
    background: str
    priorities: list[PriorityOut]


class ReportOut(ApiModel):
    """An adopted yearly report."""

    id: int
    plan_id: int
    year: int
    title: str
    adopted_on: date | None
    adopted_by: str
    fingerprint: str
    url: str


class ReportDetail(ReportOut):
    """An adopted yearly report with its content: blocks of text and tables, as they were adopted."""

    content: dict[str, Any]


class StatusIn(ApiModel):
    """How an action goes."""

    status: Literal["on_track", "delayed", "stopped", "done"]
    text: Annotated[Line, Field(max_length=STATUS_TEXT_LENGTH, description="A line about why.")] = ""


class StatusOut(ApiModel):
    """What was said."""

    id: int
    action_id: int
    status: ActionStatus
    text: str
    reported_at: datetime


@bp.get("/plans")
@public("GET")
@operation("List plans", query=PageQuery, answer=Listing[PlanOut])
def plan_list(query: PageQuery) -> Listing[PlanOut]:
    """Plans that the board has approved, the latest first; for who may read them, drafts too."""
    region = current_region()
    page = plans.plans(region, public=not may(current_principal(), region, READ), **page_of(query))
    return Listing[PlanOut].of(page, [PlanOut(**_plan(each)) for each in page.items])


@bp.get(f"/plans/<int(max={MAX_ID}):plan_id>")
@public("GET")
@operation("Get a plan", answer=PlanDetail)
def plan(plan_id: int) -> PlanDetail:
    """A plan whole: priorities, focus areas, actions and indicators."""
    region = current_region()
    found = _readable(plan_id)
    return _whole(plans.whole(region, found.id))


@bp.post(f"/plans/<int(max={MAX_ID}):plan_id>/actions/<int(max={MAX_ID}):action_id>/status")
@requires(POST=REPORT)
@operation("Say how an action goes", body=StatusIn, answer=StatusOut, status=201)
def say_status(plan_id: int, action_id: int, body: StatusIn) -> tuple[StatusOut, dict[str, str]]:
    """A token of an organisation says it of its own actions, while the plan is in force."""
    region, caller = current_region(), require_principal()
    found = plans.plan(region, plan_id)
    action = actions.action(found, action_id, lock=True)
    if not actions.may_report(region, caller, action):
        raise NotFound(plans.missing())
    made = report_status(region=region, plan=found, action=action, status=ActionStatus(body.status), text=body.text)
    return StatusOut.model_validate(made), {}


@bp.get("/reports")
@public("GET")
@operation("List yearly reports", query=PageQuery, answer=Listing[ReportOut])
def report_list(query: PageQuery) -> Listing[ReportOut]:
    """The adopted reports, the latest year first."""
    page = reports.listing(current_region(), adopted_only=True, **page_of(query))
    return Listing[ReportOut].of(page, [ReportOut(**_report(row)) for row, _title in page.items])


@bp.get(f"/reports/<int(max={MAX_ID}):report_id>")
@public("GET")
@operation("Get a yearly report", answer=ReportDetail)
def annual_report(report_id: int) -> ReportDetail:
    """An adopted report, word for word."""
    found = reports.own_report(current_region(), report_id, adopted_only=True)
    return ReportDetail(**_report(found), content=found.content)


def _readable(plan_id: int) -> Plan:
    region = current_region()
    found = plans.plan(region, plan_id)
    if not found.is_public and not may(current_principal(), region, READ):
        raise NotFound(plans.missing())
    return found


def _plan(found: Plan) -> dict[str, Any]:
    names = ("id", "title", "first_year", "last_year", "status", "adopted_on", "diary_number")
    return {name: getattr(found, name) for name in names} | {"url": path("plan", current_region(), plan_id=found.id)}


def _report(found: AnnualReport) -> dict[str, Any]:
    names = ("id", "plan_id", "year", "title", "adopted_on", "adopted_by", "fingerprint")
    return {name: getattr(found, name) for name in names} | {"url": path("annual_report", current_region(), report_id=found.id)}


def _whole(tree: WholePlan) -> PlanDetail:
    priorities = [
        PriorityOut(
            id=priority.row.id,
            number=priority.number,
            title=priority.row.title,
            goal=priority.row.goal,
            areas=[
                AreaOut(
                    id=area.row.id,
                    number=area.number,
                    title=area.row.title,
                    description=area.row.description,
                    occupation_groups=[str(code) for code in area.row.occupation_groups],
                    actions=[_action(each) for each in area.actions],
                )
                for area in priority.areas
            ],
        )
        for priority in tree.priorities
    ]
    return PlanDetail(**_plan(tree.row), vision=tree.row.vision, background=tree.row.background, priorities=priorities)


def _action(action: WholeAction) -> ActionOut:
    names = ("id", "title", "description", "funding", "amount", "starts_on", "ends_on", "status", "status_at")
    return ActionOut(
        **{name: getattr(action.row, name) for name in names},
        number=action.number,
        owner=action.owner,
        partners=list(action.partners),
        indicators=[
            IndicatorOut(
                **{name: getattr(each.row, name) for name in ("id", "title", "unit", "baseline", "target", "due_on")},
                value=each.latest.value if each.latest else None,
                measured_on=each.latest.measured_on if each.latest else None,
            )
            for each in action.indicators
        ],
    )
