"""The plugin's declaration and its part in the hooks. Imports within the hooks keep the start quick and free of circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.i18n import lazy_gettext as _l
from core.plugins import (
    Area,
    CalendarItem,
    Card,
    Check,
    Dataset,
    GuidanceSection,
    Job,
    LearningOccasion,
    Link,
    MailTemplate,
    Mount,
    NavItem,
    NoticeKind,
    Permission,
    Plugin,
    RecordType,
    SearchHit,
    Section,
    hookimpl,
)
from plugins.meeting_places.settings import MeetingSettings


class MeetingPlaces(Plugin):
    """Where those who work with competence meet, learn and show each other what works."""

    name = "meeting_places"
    title = _l("Mötesplatser")
    description = _l("Ordnar digitala lärkonferenser över organisationer och län, och samlar lokala lösningar.")
    version = "0.1.0"
    settings = MeetingSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.meeting_places.api import bp as api
        from plugins.meeting_places.pages import bp

        return [Mount(bp), Mount(api, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.meeting_places.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.meeting_places.events import AttendanceConfirmed

        return [AttendanceConfirmed]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.meeting_places.attendance.jobs import JOBS as ATTENDANCE
        from plugins.meeting_places.feedback.jobs import JOBS as FEEDBACK
        from plugins.meeting_places.registration.jobs import JOBS as REGISTRATION
        from plugins.meeting_places.solutions.jobs import JOBS as SOLUTIONS

        return [*REGISTRATION, *ATTENDANCE, *FEEDBACK, *SOLUTIONS]

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.meeting_places.exchange.notices import KINDS as EXCHANGE
        from plugins.meeting_places.solutions.notices import KINDS as SOLUTIONS

        return [*EXCHANGE, *SOLUTIONS]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.meeting_places.exchange.mails import TEMPLATES as EXCHANGE
        from plugins.meeting_places.feedback.mails import TEMPLATES as FEEDBACK
        from plugins.meeting_places.registration.mails import TEMPLATES as REGISTRATION
        from plugins.meeting_places.solutions.mails import TEMPLATES as SOLUTIONS

        return [*REGISTRATION, *EXCHANGE, *FEEDBACK, *SOLUTIONS]

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.meeting_places import log

        return log.describe(entry)

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.meeting_places.permissions import MANAGE, STATISTICS

        return [
            NavItem(_l("Möten"), "meeting_places.meetings", 50),
            NavItem(_l("Ordna möten"), "meeting_places.manage", 50, MANAGE),
            NavItem(_l("Lokala lösningar"), "meeting_places.solutions", 51),
            NavItem(_l("Mötenas deltagare"), "meeting_places.statistics", 52, STATISTICS),
        ]

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from plugins.meeting_places.meetings import public as meetings
        from plugins.meeting_places.solutions import public as solutions

        return [*meetings.cards(region, user), *solutions.cards(region, user)]

    @hookimpl
    def search(self, region: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.meeting_places.meetings import public as meetings
        from plugins.meeting_places.solutions import public as solutions

        return [*meetings.search(region, query, limit), *solutions.search(region, query, limit)]

    @hookimpl
    def resolve_ref(self, region: Any, user: Any, ref: str) -> Link | None:
        from plugins.meeting_places.meetings import public as meetings
        from plugins.meeting_places.solutions import public as solutions

        return solutions.resolve_ref(region, ref) or meetings.resolve_ref(region, ref)

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.meeting_places.meetings import public as meetings

        return meetings.calendar_items(region, user)

    @hookimpl
    def learning_occasions(self, region: Any) -> Sequence[LearningOccasion]:
        from plugins.meeting_places.meetings import public as meetings

        return meetings.learning_occasions(region)

    @hookimpl
    def guidance_sections(self, region: Any, municipality: str) -> Sequence[GuidanceSection]:
        from plugins.meeting_places.meetings import public as meetings

        return meetings.guidance_sections(region, municipality)

    @hookimpl
    def region_checks(self, region: Any) -> Sequence[Check]:
        from plugins.meeting_places.meetings import public as meetings

        return meetings.region_checks(region)

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.meeting_places import demo

        demo.seed(region)

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.meeting_places.statistics import tables

        return tables.report_sections(region, period)

    @hookimpl
    def open_data(self, region: Any) -> Sequence[Dataset]:
        from plugins.meeting_places.solutions import public as solutions
        from plugins.meeting_places.statistics import tables

        return [*tables.open_data(region), *solutions.open_data(region)]

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.meeting_places.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = MeetingPlaces()
