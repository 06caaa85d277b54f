"""The catalogue as open data: what the pages show to everybody."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field
from werkzeug.datastructures import MultiDict

from core.api import ApiModel, Id, Line, Listing, PageQuery, operation, page_of
from core.clock import today
from core.web.access import public
from plugins.training_catalog import queries
from plugins.training_catalog.course import Occasion, course, occasions
from plugins.training_catalog.dates import NO_DATE
from plugins.training_catalog.filters import parse
from plugins.training_catalog.occasion_list import Choice, occasion_page, titles

bp = Blueprint("training_catalog_api", __name__)
SchoolForm = Annotated[str, Field(max_length=10, pattern="^[A-Za-z0-9]*$")]


class EducationQuery(PageQuery):
    """What to look for."""

    q: Annotated[Line, Field(max_length=200, description="Words to search for.")] = ""
    form: list[SchoolForm] = Field(default_factory=list, max_length=20, description="School forms, by code.")
    place: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Municipality where it is held.")] = ""
    group: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Occupation group (SSYK 2012) it leads to.")] = ""
    distance: Literal["", "only", "no-sessions", "on-site"] = ""
    open: Annotated[bool, Field(description="Only what can be applied for now.")] = False
    sort: Literal["", "start", "deadline", "title"] = ""


class EducationEventQuery(PageQuery):
    """Which occasions."""

    education: Annotated[Id, Field(description="Only those of one education, by its id.")] | None = None
    start_from: Annotated[date, Field(description="Only those that start on this day or later.")] | None = None
    start_to: Annotated[date, Field(description="Only those that start on this day or earlier.")] | None = None
    distance: Annotated[bool, Field(description="By distance, or not.")] | None = None
    municipality: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Municipality where it is held.")] = ""


class EducationOut(ApiModel):
    """An education in the list."""

    id: int
    title: str
    school_form: str
    providers: str
    places: str
    distance: bool
    occasions: int
    next_start: date | None
    next_deadline: date | None


class OccasionOut(ApiModel):
    """When and where an education is given."""

    id: int
    start: date | None
    end: date | None
    provider: str
    places: list[str]
    distance: bool
    pace: float | None
    application_first: date | None
    application_last: date | None
    application_url: str
    cancelled: bool


class EducationEventOut(OccasionOut):
    """An occasion, with the education that is given."""

    education_id: int | None
    education: str


class EducationDetail(ApiModel):
    """An education with its occasions to come and the occupation groups it leads to."""

    id: int
    title: str
    description: str
    school_form: str
    level: str
    credits: float | None
    credits_unit: str
    url: str
    occupation_groups: list[str]
    occasions: list[OccasionOut]


def _date(value: date | None) -> date | None:
    return None if value is None or value == NO_DATE else value


@bp.get("/educations")
@public("GET")
@operation("Search educations", query=EducationQuery, answer=Listing[EducationOut])
def educations(query: EducationQuery) -> Listing[EducationOut]:
    """Educations to come, narrowed by what is asked for."""
    pairs: list[tuple[str, Any]] = [("q", query.q), ("place", query.place), ("group", query.group), ("distance", query.distance)]
    pairs += [("sort", query.sort), ("open", "1" if query.open else ""), *(("form", form) for form in query.form)]
    page = queries.listing(parse(MultiDict(pairs)), queries.overview(), today=today(), **page_of(query))
    items = [
        EducationOut(
            id=row.id,
            title=row.title,
            school_form=row.school_form,
            providers=row.provider_names,
            places=row.place_names,
            distance=row.has_distance,
            occasions=row.event_count,
            next_start=_date(row.start),
            next_deadline=_date(row.deadline),
        )
        for row in page.items
    ]
    return Listing[EducationOut].of(page, items)


@bp.get("/educations/<int:info_id>")
@public("GET")
@operation("Get an education", answer=EducationDetail)
def education(info_id: int) -> EducationDetail:
    """One education with its occasions to come."""
    found = course(info_id)
    info = found.info
    return EducationDetail(
        id=info.id,
        title=info.title,
        description=info.description,
        school_form=info.school_form,
        level=info.level,
        credits=info.credits,
        credits_unit=info.credits_unit,
        url=info.url,
        occupation_groups=[lead.code for lead in found.leads],
        occasions=[_occasion(one) for one in found.occasions],
    )


@bp.get("/events")
@public("GET")
@operation("List education events", query=EducationEventQuery, answer=Listing[EducationEventOut])
def events(query: EducationEventQuery) -> Listing[EducationEventOut]:
    """Occasions to come, of all educations or one.

    Soonest first. Those without a set start come last, and are left out when a start is asked for.
    """
    choice = Choice(query.education, query.start_from, query.start_to, query.distance, query.municipality)
    page = occasion_page(choice, **page_of(query))
    names = titles({event.info_id for event in page.items if event.info_id})
    items = [
        EducationEventOut(**_occasion(one).model_dump(), education_id=one.event.info_id, education=names.get(one.event.info_id or 0, ""))
        for one in occasions(page.items)
    ]
    return Listing[EducationEventOut].of(page, items)


def _occasion(one: Occasion) -> OccasionOut:
    event = one.event
    return OccasionOut(
        id=event.id,
        start=event.start,
        end=event.end,
        provider=one.provider,
        places=[place.name for place in one.places],
        distance=event.is_distance,
        pace=event.pace,
        application_first=event.application_first,
        application_last=event.application_last,
        application_url=event.application_url,
        cancelled=event.is_cancelled,
    )
