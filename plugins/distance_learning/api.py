"""Centres and courses for other systems: what the pages show to everybody."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, operation, page_of
from core.clock import today
from core.db import Page
from core.web.access import public
from core.web.context import current_region
from plugins.distance_learning.centres.models import LearningCentre
from plugins.distance_learning.centres.queries import equipment_of, published_centre, published_centres, rooms_of
from plugins.distance_learning.links import centre_path, course_path
from plugins.distance_learning.publishing import queries
from plugins.distance_learning.publishing.listing import Filters, listing
from plugins.distance_learning.publishing.models import DistanceCourse, Receiving

bp = Blueprint("distance_learning_api", __name__)
Code = Annotated[str, Field(pattern="^([0-9]{4})?$", description="A municipality, by its code.")]


class CentreQuery(PageQuery):
    """Which centres."""

    municipality: Code = ""


class CourseQuery(PageQuery):
    """Which courses."""

    q: Annotated[Line, Field(max_length=100, description="Words to search for.")] = ""
    home: Annotated[str, Field(pattern="^([0-9]{4})?$", description="Only at centres near this municipality, nearest first.")] = ""
    open: Annotated[bool, Field(description="Only what can be applied for now.")] = False


class CentreOut(ApiModel):
    """A learning centre."""

    id: int
    slug: str
    name: str
    municipality_code: str
    address: str
    seats: int
    receives_courses: bool
    exams: bool
    url: str


class Hours(ApiModel):
    """Hours of a weekday, 0 is Monday, in Swedish time."""

    day: int
    opens: str
    closes: str


class Closed(ApiModel):
    """Days off, both included."""

    first: date
    last: date
    reason: str


class RoomOut(ApiModel):
    """A room."""

    name: str
    kind: str
    seats: int
    accessible: bool


class EquipmentOut(ApiModel):
    """Equipment."""

    name: str
    amount: int
    bookable: bool


class CentreDetail(CentreOut):
    """A learning centre with its hours, rooms and equipment."""

    description: str
    support: str
    accessibility: str
    email: str
    phone: str
    website: str
    latitude: float | None
    longitude: float | None
    opening_hours: list[Hours]
    closures: list[Closed]
    rooms: list[RoomOut]
    equipment: list[EquipmentOut]


class PlaceOut(ApiModel):
    """A centre where a course can be followed. No seats: the centre has not said how many it takes."""

    centre_id: int
    name: str
    municipality_code: str
    seats: int
    sessions: int


class CourseOut(ApiModel):
    """A course that can be followed at learning centres."""

    id: int
    title: str
    provider: str
    school_form: str
    level: str
    start: date | None
    end: date | None
    apply_by: date | None
    pace: float | None
    credits: float | None
    credits_unit: str
    sessions: int
    exams: int
    threshold: int
    seats: int
    withdrawn: bool
    url: str
    centres: list[PlaceOut]


class CourseDetail(CourseOut):
    """A course with what is said of it."""

    description: str
    occupation_groups: list[str]
    catalogue_ref: str
    withdrawn_reason: str


@bp.get("/centres")
@public("GET")
@operation("List learning centres", query=CentreQuery, answer=Listing[CentreOut])
def centres(query: CentreQuery) -> Listing[CentreOut]:
    """The region's published learning centres, by name."""
    region = current_region()
    found = published_centres(region, query.municipality)
    number, size = page_of(query)["number"], page_of(query)["size"]
    shown = found[(number - 1) * size : number * size]
    return Listing[CentreOut].of(Page(items=shown, total=len(found), number=number, size=size), [CentreOut(**_centre(c)) for c in shown])


@bp.get("/centres/<slug>")
@public("GET")
@operation("Get a learning centre", answer=CentreDetail)
def centre(slug: str) -> CentreDetail:
    """One learning centre, by its name in the address."""
    found = published_centre(current_region(), slug[:80])
    return CentreDetail(
        **_centre(found),
        description=found.description,
        support=found.support_text,
        accessibility=found.accessibility_text,
        email=found.email,
        phone=found.phone,
        website=found.url,
        latitude=found.latitude,
        longitude=found.longitude,
        opening_hours=[Hours(day=row["day"], opens=row["opens"], closes=row["closes"]) for row in found.opening_hours],
        closures=[Closed(first=row["first"], last=row["last"], reason=row.get("reason", "")) for row in found.closures],
        rooms=[RoomOut(name=r.name, kind=r.kind, seats=r.seats, accessible=r.is_accessible) for r in rooms_of(found)],
        equipment=[EquipmentOut(name=e.name, amount=e.amount, bookable=e.is_bookable) for e in equipment_of(found)],
    )


@bp.get("/courses")
@public("GET")
@operation("List courses at learning centres", query=CourseQuery, answer=Listing[CourseOut])
def courses(query: CourseQuery) -> Listing[CourseOut]:
    """The courses to come that can be followed at a learning centre."""
    region = current_region()
    found = listing(region, Filters(q=query.q.strip(), home=query.home, open=query.open), today(), **page_of(query))
    places = queries.receiving_by_course(region.id, [row.course.id for row in found.items])
    return Listing[CourseOut].of(found, [CourseOut(**_course(row.course, places.get(row.course.id, ()))) for row in found.items])


@bp.get("/courses/<int:course_id>")
@public("GET")
@operation("Get a course at learning centres", answer=CourseDetail)
def course(course_id: int) -> CourseDetail:
    """One course; also one that has been withdrawn, with the reason."""
    found = queries.published_course(current_region(), course_id)
    return CourseDetail(
        **_course(found, queries.receiving_of(found)),
        description=found.description,
        occupation_groups=list(found.occupation_groups),
        catalogue_ref=found.catalogue_ref,
        withdrawn_reason=found.withdrawn_reason,
    )


def _centre(found: LearningCentre) -> dict[str, Any]:
    return {
        "id": found.id,
        "slug": found.slug,
        "name": found.name,
        "municipality_code": found.municipality_code,
        "address": ", ".join(part for part in (found.street_address, f"{found.postal_code} {found.town}".strip()) if part),
        "seats": found.seats,
        "receives_courses": found.receives,
        "exams": found.invigilates,
        "url": centre_path(current_region(), found.slug),
    }


def _course(found: DistanceCourse, places: Any) -> dict[str, Any]:
    said: list[tuple[Receiving, LearningCentre]] = list(places)
    taken = [(c, {"seats": r.seats, "sessions": r.sessions}) for r, c in said]
    same = ("id", "title", "school_form", "level", "apply_by", "pace", "credits", "credits_unit", "sessions", "exams", "threshold", "seats")
    return {
        **{name: getattr(found, name) for name in same},
        "provider": found.provider_name,
        "start": found.starts_on,
        "end": found.ends_on,
        "withdrawn": found.status == "withdrawn",
        "url": course_path(current_region(), found.id),
        "centres": [PlaceOut(centre_id=c.id, name=c.name, municipality_code=c.municipality_code, **one) for c, one in taken],
    }
