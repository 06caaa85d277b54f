"""The plugin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import click

from core.db import all_regions, atomic, db
from core.plugins import (
    Area,
    Blocker,
    Card,
    Check,
    DataSet,
    Job,
    Link,
    Mount,
    NavItem,
    Permission,
    Plugin,
    RecordType,
    SearchHit,
    Subscription,
    hookimpl,
)
from tests.fixture_plugins.meetings.settings import MeetingSettings


class Meetings(Plugin):
    """Meetings."""

    name = "meetings"
    title = "Möten"
    description = "Bokar möten."
    version = "1.2.0"
    settings = MeetingSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from tests.fixture_plugins.meetings import api, views

        return [Mount(views.bp), Mount(views.admin, Area.ADMIN), Mount(api.bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        return [
            Permission("meetings.meeting.read", "Läsa möten", ("strategist", "guidance_counsellor")),
            Permission("meetings.meeting.book", "Boka möten", ("strategist",)),
        ]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from tests.fixture_plugins.meetings.service import tidy_titles

        return [Job("meetings.tidy_titles", tidy_titles, every=timedelta(hours=1))]

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from tests.fixture_plugins.meetings.events import MeetingBooked

        return [MeetingBooked]

    @hookimpl
    def register_commands(self) -> Sequence[click.Command]:
        return [click.Command("count", callback=lambda: click.echo("0"))]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        return []

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        return [
            NavItem("Möten", "meetings.index", 20),
            NavItem("Boka möte", "meetings.new", 30, "meetings.meeting.book"),
            NavItem("Alla möten", "meetings_admin.overview", 40, "meetings.meeting.book", admin=True),
        ]

    @hookimpl
    def dashboard_cards(self) -> Sequence[Card]:
        from tests.fixture_plugins.meetings.queries import meetings

        return [Card("Möten", "meetings/card.html", {"total": meetings().total}, audience="public")]

    @hookimpl
    def search(self, region: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from flask import url_for
        from sqlalchemy import select

        from tests.fixture_plugins.meetings.models import Meeting

        rows = db.session.execute(select(Meeting).where(Meeting.title.contains(query, autoescape=True)).limit(limit)).scalars()
        return [SearchHit(m.title, url_for("meetings.detail", region=region.slug, meeting_id=m.id), "Möte") for m in rows]

    @hookimpl
    def resolve_ref(self, region: Any, ref: str) -> Link | None:
        from flask import url_for

        from core.db import one_or_none
        from tests.fixture_plugins.meetings.models import Meeting

        kind, _, key = ref.partition(":")[2].partition(":")
        found = one_or_none(Meeting, int(key)) if kind == "meeting" and key.isdigit() else None
        return Link(found.title, url_for("meetings.detail", region=region.slug, meeting_id=found.id)) if found else None

    @hookimpl
    def region_checks(self) -> Sequence[Check]:
        return [Check("Rum är inlagda", False, "Lägg in rum i inställningarna.")]

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        return "Bokade ett möte" if entry.action == "meetings.meeting.booked" else None

    @hookimpl
    def deletion_blockers(self, subject: str) -> Sequence[Blocker]:
        from sqlalchemy import select

        from tests.fixture_plugins.meetings.models import Meeting

        if not subject.startswith("core:user:"):
            return []
        booked = db.session.execute(select(Meeting.id).where(Meeting.booked_by_id == int(subject.rpartition(":")[2]))).scalars().all()
        return [Blocker(f"Har bokat {len(booked)} möten")] if booked else []

    @hookimpl
    def export_personal_data(self, user: Any) -> Sequence[DataSet]:
        from sqlalchemy import or_, select

        from tests.fixture_plugins.meetings.models import Meeting

        with all_regions("a person's data in every region"):
            own = or_(Meeting.booked_by_id == user.id, Meeting.contact_email == user.email)
            rows = db.session.execute(select(Meeting.title, Meeting.seats).where(own).order_by(Meeting.id)).all()
        return [DataSet("meetings_meeting", ("title", "seats"), [tuple(r) for r in rows])]

    @hookimpl
    def erase_personal_data(self, user: Any) -> None:
        from sqlalchemy import select

        from tests.fixture_plugins.meetings.models import Meeting

        with atomic(), all_regions("a person's data in every region"):
            for meeting in db.session.execute(select(Meeting).where(Meeting.booked_by_id == user.id)).scalars():
                meeting.booked_by_id = None
            for meeting in db.session.execute(select(Meeting).where(Meeting.contact_email == user.email)).scalars():
                meeting.contact_email = ""

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        return [RecordType("meetings.meeting", "Möten", 2)]


plugin = Meetings()
