"""The plugin's declaration and its part in the hooks. Imports within the hooks keep the start quick and free of circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.i18n import lazy_gettext as _l
from core.plugins import (
    Area,
    CalendarItem,
    DataSet,
    Job,
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
from plugins.funding.settings import FundingSettings


class Funding(Plugin):
    """From a call to a project that is followed up and reported to the funder."""

    name = "funding"
    title = _l("Utlysningar och projekt")
    description = _l("Bevakar utlysningar, samlar parter till ansökningar och följer upp projekt.")
    version = "0.1.0"
    uses = ("regional_plans",)
    settings = FundingSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.funding.api import bp as api_bp
        from plugins.funding.pages import bp

        return [Mount(bp), Mount(api_bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.funding.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.funding.events import DecisionMade

        return [DecisionMade]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.funding.calls.jobs import JOBS as CALLS
        from plugins.funding.ideas.jobs import JOBS as IDEAS
        from plugins.funding.monthly.jobs import JOBS as MONTHS
        from plugins.funding.registration.jobs import JOBS as REGISTRATIONS

        return [*CALLS, *IDEAS, *MONTHS, *REGISTRATIONS]

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.funding.calls.jobs import KINDS as CALLS
        from plugins.funding.monthly.jobs import KINDS as MONTHS

        return [*CALLS, *MONTHS]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.funding.attendance.mails import TEMPLATES as ATTENDANCE
        from plugins.funding.ideas.mails import TEMPLATES as IDEAS
        from plugins.funding.registration.mails import TEMPLATES as REGISTRATIONS

        return [*IDEAS, *ATTENDANCE, *REGISTRATIONS]

    @hookimpl
    def register_imports(self) -> Sequence[Any]:
        from plugins.funding.calls.imports import CALLS
        from plugins.funding.participants.imports import PARTICIPANTS

        return [CALLS, PARTICIPANTS]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.funding.permissions import READ_CALLS, READ_PROJECTS

        return [
            NavItem(_l("Utlysningar"), "funding.calls", 55, READ_CALLS),
            NavItem(_l("Projektidéer"), "funding.ideas", 56, READ_PROJECTS),
            NavItem(_l("Projekt"), "funding.projects", 57, READ_PROJECTS),
        ]

    @hookimpl
    def search(self, region: Any, user: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.funding import public

        return public.search(region, user, query, limit)

    @hookimpl
    def resolve_ref(self, region: Any, user: Any, ref: str) -> Link | None:
        from plugins.funding import public

        return public.resolve_ref(region, user, ref)

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.funding import public

        return public.calendar_items(region, user)

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.funding import public

        return public.report_sections(region, period)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.funding import log

        return log.describe(entry)

    @hookimpl
    def export_personal_data(self, user: Any, region: Any) -> Sequence[DataSet]:
        from plugins.funding import stewardship

        return stewardship.export(user, region)

    @hookimpl
    def erase_personal_data(self, user: Any) -> None:
        from plugins.funding import stewardship

        stewardship.erase(user)

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.funding import demo

        demo.seed(region)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.funding.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = Funding()
