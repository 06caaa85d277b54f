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
    Subscription,
    TitleHit,
    hookimpl,
)
from plugins.role_standards.settings import RoleSettings


class RoleStandards(Plugin):
    """Roles with the same name and the same requirements in many organisations."""

    name = "role_standards"
    title = _l("Gemensamma yrkesroller")
    description = _l("Organisationerna kommer överens om vad en roll heter och kräver, och följer hur den införs.")
    version = "0.1.0"
    settings = RoleSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.role_standards.pages import api, bp

        return [Mount(bp), Mount(api.bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.role_standards.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.role_standards.events import TitlesAgreed

        return [TitlesAgreed]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.role_standards.standards.telling import SUBSCRIPTIONS

        return SUBSCRIPTIONS

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.role_standards.referral.jobs import JOBS as REFERRAL
        from plugins.role_standards.watching.jobs import JOBS as WATCHING

        return [*REFERRAL, *WATCHING]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.role_standards.referral.mail_templates import TEMPLATES

        return TEMPLATES

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.role_standards.referral.notices import KINDS as REFERRAL
        from plugins.role_standards.watching.notices import KINDS as WATCHING

        return [*REFERRAL, *WATCHING]

    @hookimpl
    def register_imports(self) -> Sequence[Any]:
        from plugins.role_standards.titles.imports import TITLE_IMPORT

        return [TITLE_IMPORT]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.role_standards.permissions import ANSWER

        return [
            NavItem(_l("Gemensamma yrkesroller"), "role_standards.standards", 46),
            NavItem(_l("Remisser till er"), "role_standards.own_referrals", 47, ANSWER),
        ]

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from plugins.role_standards import public

        return public.dashboard_cards(region, user)

    @hookimpl
    def search(self, region: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.role_standards import public

        return public.search(region, query, limit)

    @hookimpl
    def resolve_ref(self, region: Any, user: Any, ref: str) -> Link | None:
        from plugins.role_standards import public

        return public.resolve_ref(region, user, ref)

    @hookimpl
    def title_hits(self, region: Any, query: str, limit: int) -> Sequence[TitleHit]:
        from plugins.role_standards.titles.finding import title_hits

        return title_hits(region, query, limit)

    @hookimpl
    def guidance_sections(self, region: Any, municipality: str, occupation_group: str) -> Sequence[GuidanceSection]:
        from plugins.role_standards.guidance import guidance_sections

        return guidance_sections(region, municipality, occupation_group)

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.role_standards import public

        return public.calendar_items(region, user)

    @hookimpl
    def region_checks(self, region: Any) -> Sequence[Check]:
        from plugins.role_standards import public

        return public.region_checks(region)

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.role_standards import figures

        return figures.report_sections(region, period)

    @hookimpl
    def open_data(self, region: Any) -> Sequence[Dataset]:
        from plugins.role_standards import figures

        return figures.open_data(region)

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.role_standards import demo

        demo.seed(region)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.role_standards import log

        return log.describe(entry)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.role_standards.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = RoleStandards()
