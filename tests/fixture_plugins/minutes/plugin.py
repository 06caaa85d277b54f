"""The plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from core.db import db
from core.plugins import Blocker, DataSet, Mount, Plugin, RecordType, Slot, Subscription, hookimpl


class Booked(BaseModel):
    """What the minutes need to know of a booked meeting."""

    model_config = ConfigDict(extra="ignore", strict=True)

    meeting_id: int
    title: str


def note_meeting(region: Any, booked: Booked) -> None:
    """Begin the minutes; once per meeting."""
    from tests.fixture_plugins.minutes.models import Note

    known = select(Note).where(Note.region_id == region.id, Note.meeting_id == booked.meeting_id)
    if db.session.execute(known).scalar_one_or_none() is None:
        db.session.add(Note(region_id=region.id, meeting_id=booked.meeting_id, text=f"Protokoll: {booked.title}"))


class Minutes(Plugin):
    """Minutes of meetings."""

    name = "minutes"
    title = "Protokoll"
    description = "Skriver protokoll."
    requires = ("meetings",)

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from tests.fixture_plugins.minutes.views import bp

        return [Mount(bp)]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        return [Subscription("meetings.meeting_booked.v1", Booked, note_meeting, "minutes.note_meeting")]

    @hookimpl
    def slot_content(self, slot: str, subject: Any) -> Sequence[Slot]:
        from tests.fixture_plugins.minutes.models import Note

        if slot != "meetings.meeting.below":
            return []
        notes = db.session.execute(select(Note).order_by(Note.id)).scalars().all()
        return [Slot("minutes/note.html", {"subject": subject, "notes": [n.text for n in notes]})]

    @hookimpl
    def region_enabled(self, region: Any) -> None:
        from tests.fixture_plugins.minutes.models import Note

        db.session.add(Note(region_id=region.id, meeting_id=0, text="Protokollboken öppnad"))
        db.session.flush()

    @hookimpl
    def deletion_blockers(self) -> Sequence[Blocker]:
        return []

    @hookimpl
    def export_personal_data(self) -> Sequence[DataSet]:
        return []

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        return []


plugin = Minutes()
