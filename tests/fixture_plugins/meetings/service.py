"""What can be done with meetings. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select

from core.audit.service import record
from core.db import db, sort_key
from core.errors import DomainError
from core.events import emit
from core.i18n import gettext as _
from core.plugins.settings import settings_for
from core.regions.models import Region
from core.users.models import User
from tests.fixture_plugins.meetings.events import MeetingBooked
from tests.fixture_plugins.meetings.models import Meeting
from tests.fixture_plugins.meetings.settings import MeetingSettings


def book_meeting(*, region: Region, title: str, seats: int = 10, by: User | None = None) -> Meeting:
    """Book a meeting.

    Raises:
        DomainError: when it has more seats than the region allows.
    """
    most = settings_for(region, "meetings", MeetingSettings).most_seats
    if seats > most:
        raise DomainError(_("Välj högst %(n)s platser.", n=most), field="seats")
    meeting = Meeting(region_id=region.id, title=title, sort_key=sort_key(title), seats=seats, booked_by_id=by.id if by else None)
    db.session.add(meeting)
    db.session.flush()
    emit(MeetingBooked(meeting_id=meeting.id, title=title, seats=seats), region=region)
    record("meetings.meeting.booked", region=region, subject=f"meetings:meeting:{meeting.id}")
    return meeting


def tidy_titles(region: Region) -> None:
    """Take away spaces around titles."""
    for meeting in db.session.execute(select(Meeting)).scalars():
        meeting.title = meeting.title.strip()
