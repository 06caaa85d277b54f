"""Meetings and local solutions for other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from flask import Blueprint, url_for
from pydantic import Field

from core.api import ApiModel, Id, Line, Listing, PageQuery, operation, page_of, require_principal
from core.errors import DomainError, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.queries import of_region
from core.users.queries import organisations_where
from core.web.access import public, requires
from core.web.context import current_region
from plugins.meeting_places.links import path
from plugins.meeting_places.meetings import queries as meetings
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode, MeetingStatus
from plugins.meeting_places.permissions import SOLUTIONS
from plugins.meeting_places.solutions import queries, service
from plugins.meeting_places.solutions.models import SolutionStatus
from plugins.meeting_places.solutions.queries import Filters, Row
from plugins.meeting_places.views import MAX_ID

bp = Blueprint("meeting_places_api", __name__)


class MeetingOut(ApiModel):
    """A meeting that is open to all. Its joining link is for who is registered, and never here."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    mode: MeetingMode
    place: str
    municipality_code: str | None
    themes: list[str]
    cancelled: bool
    url: str


class SessionOut(ApiModel):
    """A part of a programme."""

    title: str
    description: str
    track: str
    room: str
    speakers: str
    starts_at: datetime
    ends_at: datetime


class LinkOut(ApiModel):
    """An address with its name."""

    title: str
    url: str


class MeetingDetail(MeetingOut):
    """A meeting with its programme, and its material afterwards."""

    description: str
    cancelled_reason: str
    certified_hours: float
    programme: list[SessionOut]
    materials: list[LinkOut]


class SolutionQuery(PageQuery):
    """Which solutions."""

    q: Annotated[Line, Field(max_length=100, description="Words to search for.")] = ""
    theme: Annotated[Line, Field(max_length=80)] = ""
    municipality: Annotated[str, Field(pattern="^([0-9]{4})?$", description="By Statistics Sweden's code.")] = ""


class SolutionFacts(ApiModel):
    """What is said of a local solution."""

    title: Annotated[Line, Field(max_length=150, pattern=r"\S")]
    what: Annotated[str, Field(max_length=4000, pattern=r"\S")]
    for_whom: Annotated[str, Field(max_length=1000)] = ""
    result: Annotated[str, Field(max_length=2000)] = ""
    cost: Annotated[str, Field(max_length=1000)] = ""


class SolutionIn(SolutionFacts):
    """A solution to show."""

    organisation_id: Annotated[Id, Field(description="May be left out when the token reaches one organisation.")] | None = None
    contact_name: Annotated[Line, Field(max_length=200)] = ""
    contact_email: Annotated[str, Field(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""
    submit: Annotated[bool, Field(description="Whether it is ready to be shown; otherwise it is a draft.")] = False


class SolutionOut(SolutionFacts):
    """A local solution. Whom to ask stands on its page."""

    id: int
    organisation: str
    municipality_code: str | None
    themes: list[str]
    used_by: int
    outdated: bool
    status: SolutionStatus
    url: str


@bp.get("/meetings")
@public("GET")
@operation("List meetings", query=PageQuery, answer=Listing[MeetingOut])
def meeting_list(query: PageQuery) -> Listing[MeetingOut]:
    """The meetings to come that are open to all, the soonest first."""
    page = meetings.coming(current_region(), None, **page_of(query))
    themes = meetings.themes_by_meeting(page.items)
    return Listing[MeetingOut].of(page, [MeetingOut(**_meeting(each, themes[each.id])) for each in page.items])


@bp.get(f"/meetings/<int(max={MAX_ID}):meeting_id>")
@public("GET")
@operation("Get a meeting", answer=MeetingDetail)
def one_meeting(meeting_id: int) -> MeetingDetail:
    """One meeting with its programme; also one that is cancelled, with the reason."""
    found = meetings.public_meeting(current_region(), meeting_id)
    if found.access != Access.OPEN:
        raise NotFound(queries.missing())
    return MeetingDetail(
        **_meeting(found, meetings.themes_by_meeting([found])[found.id]),
        description=found.description,
        cancelled_reason=found.cancelled_reason,
        certified_hours=found.certified_hours,
        programme=[SessionOut.model_validate(each) for each in meetings.programme(found)],
        materials=[LinkOut(title=each.get("title", ""), url=each["url"]) for each in found.materials],
    )


@bp.get("/solutions")
@public("GET")
@operation("List local solutions", query=SolutionQuery, answer=Listing[SolutionOut])
def solution_list(query: SolutionQuery) -> Listing[SolutionOut]:
    """The library, the latest first."""
    filters = Filters(q=query.q.strip(), theme=query.theme.strip(), municipality=query.municipality)
    page = queries.listing(current_region(), filters, **page_of(query))
    return Listing[SolutionOut].of(page, [_solution(row) for row in page.items])


@bp.get(f"/solutions/<int(max={MAX_ID}):solution_id>")
@public("GET")
@operation("Get a local solution", answer=SolutionOut)
def one_solution(solution_id: int) -> SolutionOut:
    """One solution; also one that was taken away."""
    return _solution(queries.rows(current_region(), [queries.published(solution_id)])[0])


@bp.post("/solutions")
@requires(POST=SOLUTIONS)
@operation("Show a local solution", body=SolutionIn, answer=SolutionOut, status=201)
def show_solution(body: SolutionIn) -> tuple[SolutionOut, dict[str, str]]:
    """Write a solution of one's organisation; the region looks at it before others see it, if its settings say so."""
    region = current_region()
    facts = body.model_dump(exclude={"organisation_id", "submit"})
    facts |= {"title": " ".join(body.title.split()), "contact_email": body.contact_email.lower()}
    made = service.make(region=region, organisation=_organisation(body.organisation_id), facts=facts)
    if body.submit:
        service.submit(region=region, solution=made)
    address = url_for("meeting_places_api.one_solution", solution_id=made.id, _external=True)
    return _solution(queries.rows(region, [made])[0]), {"Location": address}


def _organisation(chosen: int | None) -> Organisation:
    """The organisation that was named, or the only one that the token reaches."""
    region = current_region()
    reach = organisations_where(require_principal(), region, SOLUTIONS)
    if chosen is None and not reach.everywhere and len(reach.organisations) == 1:
        chosen = next(iter(reach.organisations))
    if chosen is not None and chosen in reach:
        try:
            return of_region(region, chosen)
        except NotFound:
            pass
    raise DomainError(_("Välj en organisation som du får skriva för."), field="organisation_id")


def _meeting(found: Meeting, themes: list[str]) -> dict[str, object]:
    same = ("id", "title", "starts_at", "ends_at", "mode", "place", "municipality_code")
    return {
        **{name: getattr(found, name) for name in same},
        "themes": themes,
        "cancelled": found.status == MeetingStatus.CANCELLED,
        "url": path("meeting", current_region(), meeting_id=found.id),
    }


def _solution(row: Row) -> SolutionOut:
    found = row.solution
    return SolutionOut(
        **{name: getattr(found, name) for name in (*SolutionFacts.model_fields, "id", "municipality_code", "status")},
        organisation=row.organisation,
        themes=list(row.themes),
        used_by=row.uses,
        outdated=row.is_old,
        url=path("solution", current_region(), solution_id=found.id),
    )
