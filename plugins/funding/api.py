"""Calls and projects for other systems: a service that watches funds puts calls in, a project's own system reports outcomes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, operation, page_of
from core.errors import DomainError
from core.i18n import gettext as _
from core.organisations.facts import normalise_website
from core.taxonomy.fields import MAX_GROUPS, unknown_group
from core.web.access import requires
from core.web.context import current_region
from plugins.funding.calls import queries as calls
from plugins.funding.calls import service as call_service
from plugins.funding.calls.models import TEXT_LENGTH, TITLE_LENGTH, FundingCall
from plugins.funding.fields import MOST, line
from plugins.funding.links import path
from plugins.funding.permissions import MANAGE_CALLS, MANAGE_PROJECTS, READ_CALLS, READ_PROJECTS
from plugins.funding.projects import queries as projects
from plugins.funding.projects import service as project_service
from plugins.funding.projects.models import BudgetKind, PackageStatus, Project, ProjectIndicator, ProjectStatus
from plugins.funding.projects.queries import FollowUp, Measured
from plugins.funding.views import MAX_ID

bp = Blueprint("funding_api", __name__)

MAX_WORDS = 20
Money = Annotated[int, Field(ge=0, le=MOST, description="SEK.")]
Name = Annotated[Line, Field(max_length=120, pattern=r"\S")]


class CallFacts(ApiModel):
    """What is said of a call."""

    title: Annotated[Line, Field(max_length=TITLE_LENGTH, pattern=r"\S")]
    funder: Name
    programme: Annotated[Line, Field(max_length=200)] = ""
    description: Annotated[str, Field(max_length=TEXT_LENGTH)] = ""
    eligible: Annotated[str, Field(max_length=2000, description="Who may apply.")] = ""
    opens_on: date | None = None
    closes_on: date
    amount_min: Money | None = None
    amount_max: Money | None = None
    co_financing: Annotated[float, Field(ge=0, le=100, description="The applicants' share of the costs, in per cent.")] | None = None
    url: Annotated[Line, Field(max_length=300)] = ""
    occupation_groups: list[str] = Field(default_factory=list, max_length=MAX_GROUPS, description="SSYK 2012, four digits.")
    words: list[Annotated[Line, Field(max_length=60)]] = Field(
        default_factory=list, max_length=MAX_WORDS, description="By which focus areas of the plan are found."
    )


class CallOut(CallFacts):
    """A call."""

    id: int
    external_id: str | None
    withdrawn_at: datetime | None
    page: str = Field(description="Where people read it.")


class CallQuery(PageQuery):
    """Which calls."""

    q: Annotated[Line, Field(max_length=100, description="Words to search for.")] = ""
    when: Annotated[Literal["", "open", "closed"], Field(description="Left out: open ones and those to come.")] = ""
    funder: Annotated[Line, Field(max_length=120)] = ""


class ProjectQuery(PageQuery):
    """Which projects."""

    ended: bool = False


class ProjectOut(ApiModel):
    """A project."""

    id: int
    title: str
    owner: str
    funder: str
    reference: str
    starts_on: date
    ends_on: date
    amount: int = Field(description="What is granted, SEK.")
    status: ProjectStatus
    page: str


class SpentOut(ApiModel):
    """A kind of cost."""

    kind: BudgetKind
    budget: int
    cost: int


class PackageOut(ApiModel):
    """A work package."""

    id: int
    title: str
    responsible: str
    starts_on: date
    ends_on: date
    status: PackageStatus


class OutcomeOut(ApiModel):
    """What an indicator was on a day."""

    measured_on: date
    value: float
    note: str


class IndicatorOut(ApiModel):
    """An indicator with all its outcomes, the oldest first."""

    id: int
    title: str
    unit: str
    target: float
    due_on: date
    outcomes: list[OutcomeOut]


class ProjectDetail(ProjectOut):
    """A project with its follow-up. Participants are not told."""

    purpose: str
    partners: int
    budget: int
    cost: int
    co_financing_money: int
    co_financing_time: int
    spent: list[SpentOut]
    packages: list[PackageOut]
    indicators: list[IndicatorOut]


class OutcomeIn(ApiModel):
    """What an indicator was on a day. The same day again takes the earlier one's place."""

    measured_on: date
    value: Annotated[float, Field(ge=-MOST, le=MOST)]
    note: Annotated[Line, Field(max_length=500)] = ""


@bp.get("/calls")
@requires(GET=READ_CALLS)
@operation("List calls", query=CallQuery, answer=Listing[CallOut])
def call_list(query: CallQuery) -> Listing[CallOut]:
    """The calls of the watch list, what closes first before the rest."""
    filters = calls.Filters(q=query.q.strip(), when=query.when, funder=query.funder.strip())
    page = calls.page(current_region(), filters, None, **page_of(query))
    return Listing[CallOut].of(page, [_call(each) for each in page.items])


@bp.get(f"/calls/<int(max={MAX_ID}):call_id>")
@requires(GET=READ_CALLS)
@operation("Get a call", answer=CallOut)
def one_call(call_id: int) -> CallOut:
    """One call; also one that is closed or withdrawn."""
    return _call(calls.call(call_id))


@bp.put("/calls/by-number/<string(maxlength=100):external_id>")
@requires(PUT=MANAGE_CALLS)
@operation("Add a call, or bring it up to date", body=CallFacts, answer=CallOut)
def put_call(external_id: str, body: CallFacts) -> CallOut:
    """A call by the number that its source has for it.

    The same number again brings the call up to date, so a service can send all of its calls every night. Who watches a call is told anew
    when its last day moves.
    """
    region, number = current_region(), line(external_id)
    if not number:
        raise DomainError(_("Skriv källans nummer på utlysningen."), field="external_id")
    found = calls.by_external_id(region, number)
    facts = body.model_dump() | {name: line(getattr(body, name)) for name in ("title", "funder", "programme")}
    facts |= {"url": normalise_website(body.url, field="url"), "occupation_groups": _groups(body.occupation_groups)}
    facts |= {"words": list(dict.fromkeys(line(word) for word in body.words if word.strip())), "external_id": number}
    return _call(call_service.save_call(region=region, call=found, facts=facts))


@bp.get("/projects")
@requires(GET=READ_PROJECTS)
@operation("List projects", query=ProjectQuery, answer=Listing[ProjectOut])
def project_list(query: ProjectQuery) -> Listing[ProjectOut]:
    """Projects by name; those that have ended apart."""
    page = projects.projects(current_region(), ended=query.ended, **page_of(query))
    return Listing[ProjectOut].of(page, [ProjectOut(**_project(row.project, row.owner)) for row in page.items])


@bp.get(f"/projects/<int(max={MAX_ID}):project_id>")
@requires(GET=READ_PROJECTS)
@operation("Get a project", answer=ProjectDetail)
def one_project(project_id: int) -> ProjectDetail:
    """A project with budget, costs, work packages and indicators."""
    return _detail(projects.follow_up(current_region(), project_id))


@bp.post(f"/projects/<int(max={MAX_ID}):project_id>/indicators/<int(max={MAX_ID}):indicator_id>/outcomes")
@requires(POST=MANAGE_PROJECTS)
@operation("Report the outcome of an indicator", body=OutcomeIn, answer=OutcomeOut, status=201)
def report_outcome(project_id: int, indicator_id: int, body: OutcomeIn) -> tuple[OutcomeOut, dict[str, str]]:
    """What was measured on a day."""
    region = current_region()
    found = projects.project(region, project_id, lock=True)
    indicator = projects.part(ProjectIndicator, found, indicator_id, lock=True)
    made = project_service.measure(region=region, project=found, indicator=indicator, **body.model_dump())
    return OutcomeOut.model_validate(made), {}


def _groups(codes: list[str]) -> list[str]:
    wanted = list(dict.fromkeys(codes))
    if fault := unknown_group(wanted):
        raise DomainError(fault, field="occupation_groups")
    return wanted


def _call(found: FundingCall) -> CallOut:
    names = (*CallFacts.model_fields, "id", "external_id", "withdrawn_at")
    return CallOut(**{name: getattr(found, name) for name in names}, page=path("call", current_region(), call_id=found.id))


def _project(found: Project, owner: str) -> dict[str, Any]:
    names = ("id", "title", "funder", "reference", "starts_on", "ends_on", "amount", "status")
    address = path("project", current_region(), project_id=found.id)
    return {name: getattr(found, name) for name in names} | {"owner": owner, "page": address}


def _detail(whole: FollowUp) -> ProjectDetail:
    money, time = whole.co_financing
    return ProjectDetail(
        **_project(whole.project, whole.owner),
        purpose=whole.project.purpose,
        partners=len(whole.partners),
        budget=whole.budget,
        cost=whole.cost,
        co_financing_money=money,
        co_financing_time=time,
        spent=[SpentOut(kind=each.kind, budget=each.budget, cost=each.cost) for each in whole.spent],
        packages=[PackageOut.model_validate(each) for each in whole.packages],
        indicators=[_indicator(each) for each in whole.indicators],
    )


def _indicator(measured: Measured) -> IndicatorOut:
    names = ("id", "title", "unit", "target", "due_on")
    outcomes = [OutcomeOut.model_validate(each) for each in measured.outcomes]
    return IndicatorOut(**{name: getattr(measured.row, name) for name in names}, outcomes=outcomes)
