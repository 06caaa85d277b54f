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
    FocusArea,
    Job,
    Link,
    MailTemplate,
    Mount,
    NavItem,
    Permission,
    Plugin,
    RecordType,
    SearchHit,
    hookimpl,
)
from plugins.regional_plans.settings import PlanSettings


class RegionalPlans(Plugin):
    """A joint plan, owned by many, followed up without chasing anybody."""

    name = "regional_plans"
    title = _l("Plan för kompetensförsörjning")
    description = _l("Den gemensamma planen: mål, insatser, ägare, möten, nämndens beslut och årsrapporten.")
    version = "0.1.0"
    settings = PlanSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.regional_plans.pages import api_bp, bp

        return [Mount(bp), Mount(api_bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.regional_plans.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.regional_plans.events import StatusReported

        return [StatusReported]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.regional_plans.meetings.mail_templates import TEMPLATES as MEETINGS
        from plugins.regional_plans.referral.mail_templates import TEMPLATES as REFERRAL
        from plugins.regional_plans.status.mail_templates import TEMPLATES as STATUS

        return [*REFERRAL, *MEETINGS, *STATUS]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.regional_plans.referral.jobs import JOBS as REFERRAL
        from plugins.regional_plans.status.jobs import JOBS as STATUS

        return [*REFERRAL, *STATUS]

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from plugins.regional_plans import telling
        from plugins.regional_plans.meetings import telling as meetings

        return [*meetings.dashboard_cards(region, user), *telling.dashboard_cards(region, user)]

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.regional_plans import telling
        from plugins.regional_plans.meetings import telling as meetings

        return [*meetings.calendar_items(region, user), *telling.calendar_items(region, user)]

    @hookimpl
    def open_data(self, region: Any) -> Sequence[Dataset]:
        from plugins.regional_plans import telling

        return telling.open_data(region)

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        return [NavItem(_l("Plan för kompetensförsörjning"), "regional_plans.plans", 50)]

    @hookimpl
    def search(self, region: Any, user: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.regional_plans import public, telling

        return [*public.search(region, user, query, limit), *telling.search(region, user, query, limit)][:limit]

    @hookimpl
    def resolve_ref(self, region: Any, user: Any, ref: str) -> Link | None:
        from plugins.regional_plans import public, telling
        from plugins.regional_plans.meetings import telling as meetings

        return public.resolve_ref(region, user, ref) or meetings.resolve_ref(region, user, ref) or telling.resolve_ref(region, user, ref)

    @hookimpl
    def focus_areas(self, region: Any) -> Sequence[FocusArea]:
        from plugins.regional_plans import public

        return public.focus_areas(region)

    @hookimpl
    def region_checks(self, region: Any) -> Sequence[Check]:
        from plugins.regional_plans import public

        return public.region_checks(region)

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.regional_plans import demo

        demo.seed(region)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.regional_plans import log

        return log.describe(entry)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.regional_plans.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = RegionalPlans()
