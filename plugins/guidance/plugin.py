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
    Mount,
    NavItem,
    NoticeKind,
    Permission,
    Plugin,
    RecordType,
    SearchHit,
    Section,
    Subscription,
    hookimpl,
)
from plugins.guidance.settings import GuidanceSettings


class Guidance(Plugin):
    """For everyone who guides: what is needed here, and the ways to it."""

    name = "guidance"
    title = _l("Vägledning")
    description = _l("Visar för varje yrke och kommun vad som behövs och vilka vägar som leder dit.")
    version = "0.1.0"
    uses = (
        "employer_needs",
        "demand_pooling",
        "training_catalog",
        "distance_learning",
        "internships",
        "role_standards",
        "meeting_places",
    )
    settings = GuidanceSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.guidance.modules import api
        from plugins.guidance.parts import bp

        return [Mount(bp), Mount(api.bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.guidance.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.guidance.events import VisitBooked

        return [VisitBooked]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.guidance.workspace.jobs import JOBS

        return JOBS

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.guidance.modules.confirming import SUBSCRIPTIONS

        return SUBSCRIPTIONS

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.guidance.visits.telling import KINDS

        return KINDS

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.guidance.modules import public as modules
        from plugins.guidance.visits import telling

        return [*telling.calendar_items(region, user), *modules.calendar_items(region, user)]

    @hookimpl
    def register_imports(self) -> Sequence[Any]:
        from plugins.guidance.prospects.imports import PROSPECT_IMPORT

        return [PROSPECT_IMPORT]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.guidance.permissions import EDIT, LEARN, MODULES, PROFILE, PROSPECTS, WORKSPACE

        return [
            NavItem(_l("Vägledning"), "guidance.start", 15),
            NavItem(_l("Studiebesök"), "guidance.visits", 16),
            NavItem(_l("Mina listor"), "guidance.shortlists", 17, WORKSPACE),
            NavItem(_l("Kompetensutveckling"), "guidance.modules", 18, LEARN),
            NavItem(_l("Arbetsgivarprofiler"), "guidance.own_employers", 70, PROFILE),
            NavItem(_l("Vägledningens texter"), "guidance.texts", 71, EDIT),
            NavItem(_l("Prognoser"), "guidance.prospects", 72, PROSPECTS),
            NavItem(_l("Vägledningens moduler"), "guidance.kept_modules", 73, MODULES),
            NavItem(_l("Behov och checklistor"), "guidance.adapted_editing", 73, EDIT),
        ]

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from plugins.guidance import public
        from plugins.guidance.modules import public as modules

        return [*public.dashboard_cards(), *modules.dashboard_cards(region, user)]

    @hookimpl
    def search(self, region: Any, user: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.guidance import public
        from plugins.guidance.modules import public as modules

        return [*public.search(region, query, limit), *modules.search(region, user, query, limit)]

    @hookimpl
    def resolve_ref(self, region: Any, user: Any, ref: str) -> Link | None:
        from plugins.guidance.modules import public as modules

        return modules.resolve_ref(region, user, ref)

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.guidance.modules import figures

        return figures.report_sections(region, period)

    @hookimpl
    def open_data(self, region: Any) -> Sequence[Dataset]:
        from plugins.guidance.modules import figures

        return figures.open_data(region)

    @hookimpl
    def guidance_sections(self, region: Any, municipality: str, occupation_group: str) -> Sequence[GuidanceSection]:
        from plugins.guidance.employers import guidance as employers
        from plugins.guidance.prospects import guidance as prospects

        forecasts = prospects.guidance_sections(region, municipality, occupation_group)
        return [*forecasts, *employers.guidance_sections(region, municipality, occupation_group)]

    @hookimpl
    def region_checks(self, region: Any) -> Sequence[Check]:
        from plugins.guidance import public

        return public.region_checks(region)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.guidance import log

        return log.describe(entry)

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.guidance import demo

        demo.seed(region)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.guidance.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = Guidance()
