"""Series, programmes, invitations and participant lists, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.clock import SWEDEN
from core.mail.models import Mail
from core.organisations.models import Organisation, OrganisationKind
from core.regions.models import Region
from core.regions.queries import municipalities
from plugins.meeting_places.attendance import lists
from plugins.meeting_places.meetings import service as meetings
from plugins.meeting_places.meetings.models import Access, Meeting, MeetingMode
from plugins.meeting_places.registration import service as registration
from plugins.meeting_places.registration.links import invitation_token
from plugins.meeting_places.registration.models import MeetingInvitation, Registration
from plugins.meeting_places.series import service as series
from plugins.meeting_places.series.models import MeetingPlace

from .made import a_meeting, a_theme


def facts(region: Region, name: str = "Demo Person", **more: Any) -> dict[str, Any]:
    """What a form would say of somebody who registers."""
    return {
        "name": name,
        "organisation_name": "Exempelkommunen",
        "organisation_kind": OrganisationKind.MUNICIPALITY,
        "municipality_code": municipalities(region)[0].code,
        "role": "teacher",
        "mode": MeetingMode.DIGITAL,
        "sessions": [],
        "needs": "",
        **more,
    }


def a_series(region: Region, owner: Organisation, title: str = "Lärande nära", **parts: Any) -> MeetingPlace:
    """A published series."""
    made = series.make(region=region, organisation=owner, title=title, aim="Vi lär av varandra.", **parts)
    return series.publish(region=region, series=made)


def a_list(region: Region, meeting: Meeting, *rows: str, heading: str = "Namn;E-post;Join time;Leave time") -> Any:
    """A participant list, read but not applied."""
    content = "\n".join((heading, *rows)).encode()
    return lists.read(region=region, meeting=meeting, name="lista.csv", content=content)


def times(meeting: Meeting, start: int, stop: int) -> str:
    """Two cells: some minutes after the meeting began, and some more."""
    moments = (meeting.starts_at + timedelta(minutes=each) for each in (start, stop))
    return ";".join(each.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M:%S") for each in moments)


def objects(region: Region, owner: Organisation, held: Meeting, person: Registration, token: str) -> dict[str, dict[str, Any]]:
    """By endpoint, what its address needs."""
    from sqlalchemy import select

    from core.db import db

    theme = a_theme(region, "Handledning")
    place = a_series(region, owner, themes=[theme.id], counties=["03"])
    held.organisation_id, held.certified_hours, held.check_in_code = owner.id, 2.0, "ABC234"
    coming = a_meeting(region, "Kommande möte", organisation_id=owner.id, series_id=place.id, access=Access.INVITED)
    draft = a_meeting(region, "Planerat möte", organisation_id=owner.id, status="draft", published_at=None)
    part_facts = {"title": "Inledning", "starts_at": draft.starts_at, "ends_at": draft.ends_at}
    part = meetings.save_part(region=region, meeting=draft, part=None, facts=part_facts)
    registration.invite(region=region, meeting=coming, addresses=["inbjuden@test.samkraft.example"])
    invited = db.session.execute(select(MeetingInvitation).where(MeetingInvitation.meeting_id == coming.id)).scalars().one()
    read = a_list(
        region, held, f"Demo Person;{person.email};{times(held, 0, 60)}", f"Okänd;okand@test.samkraft.example;{times(held, 0, 60)}"
    )
    of_held = ("participants", "participants_file", "needs", "attendance", "new_attendance_list", "check_in", "check_in_code")
    of_draft = ("manage_meeting", "edit_meeting", "publish_meeting", "meeting_materials", "new_part", "register")
    mine = ("my_registration", "change_registration", "registration_calendar", "certificate_file")
    return {
        **{f"meeting_places.{page}": {"meeting_id": held.id} for page in of_held},
        "meeting_places.participants_file": {"meeting_id": held.id, "form": "csv"},
        **{f"meeting_places.{page}": {"meeting_id": draft.id} for page in of_draft},
        "meeting_places.register": {"meeting_id": coming.id},
        "meeting_places.invitations": {"meeting_id": coming.id},
        "meeting_places.cancel_meeting": {"meeting_id": coming.id},
        **{f"meeting_places.{page}": {"token": token} for page in mine},
        "meeting_places.register_invited": {"token": invitation_token(invited)},
        **{f"meeting_places.{page}": {"meeting_id": draft.id, "part_id": part.id} for page in ("edit_part", "remove_part")},
        "meeting_places.attendance_list": {"meeting_id": held.id, "list_id": read.id},
        "meeting_places.series": {"series_id": place.id},
        "meeting_places.edit_series": {"series_id": place.id},
        "meeting_places.edit_theme": {"theme_id": theme.id},
    }


def subjects() -> list[str]:
    """The subjects of all mails, in their order."""
    from sqlalchemy import select

    from core.db import db

    return list(db.session.execute(select(Mail.subject).order_by(Mail.id)).scalars())
