"""The part of the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from flask import Blueprint, url_for
from pydantic import Field

from core.api import ApiModel, Line, Listing, PageQuery, check_version, operation, page_of
from core.db import db, get
from core.web.access import public, requires
from core.web.context import current_region
from tests.fixture_plugins.meetings import queries, service
from tests.fixture_plugins.meetings.models import Meeting

bp = Blueprint("meetings_api", __name__)
BOOK = "meetings.meeting.book"


class MeetingIn(ApiModel):
    """A meeting to be booked."""

    title: Annotated[Line, Field(min_length=1, max_length=120)]
    seats: Annotated[int, Field(ge=1, le=1000)] = 10
    starts_at: datetime | None = None


class MeetingChange(ApiModel):
    """What is to be changed."""

    title: Annotated[Line, Field(min_length=1, max_length=120)] | None = None
    seats: Annotated[int, Field(ge=1, le=1000)] | None = None


class MeetingOut(ApiModel):
    """A meeting."""

    id: int
    title: str
    seats: int
    version: int


@bp.get("/meetings")
@public("GET")
@operation("List meetings", query=PageQuery, answer=Listing[MeetingOut])
def listing(query: PageQuery) -> Listing[MeetingOut]:
    """The list, for machines."""
    page = queries.meetings(**page_of(query))
    return Listing[MeetingOut].of(page, [MeetingOut.model_validate(row) for row in page.items])


@bp.post("/meetings")
@requires(POST=BOOK)
@operation("Book a meeting", body=MeetingIn, answer=MeetingOut, status=201)
def book(body: MeetingIn) -> tuple[MeetingOut, dict[str, str]]:
    """Book a meeting."""
    made = service.book_meeting(region=current_region(), title=body.title, seats=body.seats)
    return MeetingOut.model_validate(made), {"Location": url_for("meetings_api.one", meeting_id=made.id, _external=True)}


@bp.get("/meetings/<int:meeting_id>")
@requires(GET="meetings.meeting.read")
@operation("Get a meeting", answer=MeetingOut)
def one(meeting_id: int) -> MeetingOut:
    """One meeting."""
    return MeetingOut.model_validate(get(Meeting, meeting_id))


@bp.patch("/meetings/<int:meeting_id>")
@requires(PATCH=BOOK)
@operation("Change a meeting", body=MeetingChange, answer=MeetingOut, conditional=True)
def change(meeting_id: int, body: MeetingChange) -> MeetingOut:
    """Change what is given."""
    meeting = get(Meeting, meeting_id, lock=True)
    check_version(meeting.version)
    for name, value in body.model_dump(exclude_unset=True).items():
        if value is not None:
            setattr(meeting, name, value)
    db.session.flush()
    return MeetingOut.model_validate(meeting)


@bp.delete("/meetings/<int:meeting_id>")
@requires(DELETE=BOOK)
@operation("Cancel a meeting", status=204, conditional=True)
def cancel(meeting_id: int) -> None:
    """Cancel a meeting."""
    meeting = get(Meeting, meeting_id, lock=True)
    check_version(meeting.version)
    db.session.delete(meeting)
