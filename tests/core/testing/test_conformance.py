"""The conformance suite itself: whole plugins pass it, and it finds what it says it finds."""

from __future__ import annotations

from typing import Any

from core.db import db
from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.factories import Factory
from tests.fixture_plugins.meetings import service
from tests.fixture_plugins.meetings.models import Guest, Meeting


class TestMeetings(PluginConformance):
    """A plugin with everything."""

    plugin = "meetings"
    exempt = {"meetings.broken": "fails on purpose"}
    lists = ("meetings.index", "meetings_admin.overview", "meetings_api.listing")
    no_personal_data = {}

    def objects(self, make: Factory, region: Region) -> dict[str, dict[str, Any]]:
        meeting = service.book_meeting(region=region, title="Möte A")
        return {endpoint: {"meeting_id": meeting.id} for endpoint in ("meetings.detail", "meetings.edit")}

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            meeting = service.book_meeting(region=region, title=f"Möte {number}")
            db.session.add(Guest(region_id=region.id, meeting_id=meeting.id, name="Gäst"))

    def about(self, make: Factory, region: Region, user: Any) -> None:
        db.session.add(Meeting(region_id=region.id, title="x", booked_by_id=user.id, contact_email=user.email))


class TestMinutes(PluginConformance):
    plugin = "minutes"


class TestArchive(PluginConformance):
    plugin = "archive"
