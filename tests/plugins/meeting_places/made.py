"""Rows for the tests of meeting places."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.db import db, sort_key, utcnow
from core.organisations.models import Organisation
from core.organisations.service import register_organisation
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.meeting_places.attendance.models import Attendance, Source
from plugins.meeting_places.meetings.models import Meeting, MeetingStatus
from plugins.meeting_places.registration.keys import person_key
from plugins.meeting_places.registration.links import new_link
from plugins.meeting_places.registration.models import Registration
from plugins.meeting_places.series.models import Theme
from plugins.meeting_places.solutions import service as solutions
from plugins.meeting_places.solutions.models import Solution


def a_theme(region: Region, name: str = "Språkstöd") -> Theme:
    """A theme."""
    made = Theme(region_id=region.id, name=name, sort_key=sort_key(name))
    db.session.add(made)
    db.session.flush()
    return made


def an_organisation(region: Region, name: str = "Exempelkommunen") -> Organisation:
    """An organisation in the region's first municipality."""
    return register_organisation(name=name, region=region, municipality_code=municipalities(region)[0].code)


def a_meeting(region: Region, title: str = "Lärande på distans", *, days: int = 7, **facts: Any) -> Meeting:
    """A published digital meeting of two hours, some days from now."""
    starts = utcnow().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    values: dict[str, Any] = {
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "status": MeetingStatus.PUBLISHED,
        "published_at": utcnow(),
        **facts,
    }
    made = Meeting(region_id=region.id, title=title, sort_key=sort_key(title), **values)
    db.session.add(made)
    db.session.flush()
    return made


def somebody(meeting: Meeting, email: str = "demo.person@test.samkraft.example", **facts: Any) -> tuple[Registration, str]:
    """Somebody registered, and the token of their link."""
    made = Registration(
        region_id=meeting.region_id, meeting_id=meeting.id, email=email, person_key=person_key(email), **({"name": "Demo Person"} | facts)
    )
    token = new_link(made)
    db.session.add(made)
    db.session.flush()
    return made, token


def was_there(registration: Registration, hours: float = 2.0) -> Attendance:
    """The person was at the meeting."""
    made = Attendance(
        region_id=registration.region_id, registration_id=registration.id, source=Source.ORGANISER, hours=hours, confirmed_at=utcnow()
    )
    db.session.add(made)
    db.session.flush()
    return made


def facts_of_solution(**facts: Any) -> dict[str, Any]:
    """What a form would say of a solution."""
    return {
        "title": "Handledare på distans",
        "what": "En handledare följer fyra elever på var sin ort.",
        "for_whom": "Små arbetsplatser",
        "contact_name": "Demo Kontakt",
        "contact_email": "kontakt@test.samkraft.example",
        **facts,
    }


def a_solution(region: Region, owner: Organisation | None = None, *, published: bool = True, **facts: Any) -> Solution:
    """A published solution."""
    organisation = owner or an_organisation(region)
    made = solutions.make(region=region, organisation=organisation, facts=facts_of_solution(**facts))
    return solutions.publish(region=region, solution=made) if published else made
