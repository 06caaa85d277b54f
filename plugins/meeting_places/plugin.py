"""The plugin's declaration and its part in the hooks. Imports within the hooks keep the start quick and free of circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.i18n import lazy_gettext as _l
from core.plugins import (
    Job,
    MailTemplate,
    Mount,
    NavItem,
    NoticeKind,
    Permission,
    Plugin,
    RecordType,
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
        from plugins.meeting_places.pages import bp

        return [Mount(bp)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.meeting_places.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.meeting_places.feedback.jobs import JOBS as FEEDBACK
        from plugins.meeting_places.solutions.jobs import JOBS as SOLUTIONS

        return [*FEEDBACK, *SOLUTIONS]

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.meeting_places.exchange.notices import KINDS as EXCHANGE
        from plugins.meeting_places.solutions.notices import KINDS as SOLUTIONS

        return [*EXCHANGE, *SOLUTIONS]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.meeting_places.exchange.mails import TEMPLATES as EXCHANGE
        from plugins.meeting_places.feedback.mails import TEMPLATES as FEEDBACK
        from plugins.meeting_places.solutions.mails import TEMPLATES as SOLUTIONS

        return [*EXCHANGE, *FEEDBACK, *SOLUTIONS]

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.meeting_places import log

        return log.describe(entry)

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        return [
            NavItem(_l("Möten"), "meeting_places.meetings", 50),
            NavItem(_l("Lokala lösningar"), "meeting_places.solutions", 51),
        ]

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.meeting_places.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = MeetingPlaces()
