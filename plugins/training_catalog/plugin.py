"""The plugin's declaration and its part in the hooks."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import click

from core.i18n import lazy_gettext as _l
from core.plugins import (
    Area,
    CalendarItem,
    Card,
    Check,
    DataSet,
    Dataset,
    EducationFacts,
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
    Slot,
    Subscription,
    Supply,
    hookimpl,
)
from plugins.training_catalog.permissions import KEEP, MANAGE, PERMISSIONS, READ_GAP
from plugins.training_catalog.settings import CatalogueSettings


class TrainingCatalog(Plugin):
    """What education is offered, where it can be followed, and what it leads to."""

    name = "training_catalog"
    title = _l("Utbildningskatalog")
    description = _l("Visar vilka utbildningar som ges, var de kan följas och vilka yrken de leder till.")
    version = "0.1.0"
    settings = CatalogueSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.training_catalog import admin_views, api, views
        from plugins.training_catalog.exports import views as _exports  # noqa: F401
        from plugins.training_catalog.finding import views as _finding  # noqa: F401  # hangs its pages on the same blueprint
        from plugins.training_catalog.finding import watch_views as _watching  # noqa: F401
        from plugins.training_catalog.gap import views as _gap  # noqa: F401  # its pages hang on the same blueprint
        from plugins.training_catalog.imports import views as _imports  # noqa: F401
        from plugins.training_catalog.sources import views as _sources  # noqa: F401
        from plugins.training_catalog.upkeep import term_views as upkeep_terms  # noqa: F401  # they hang on the blueprint
        from plugins.training_catalog.upkeep import views as upkeep_views  # noqa: F401

        return [Mount(views.bp), Mount(admin_views.bp, Area.ADMIN), Mount(api.bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        return PERMISSIONS

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.training_catalog.exports.jobs import JOBS as EXPORTS
        from plugins.training_catalog.gap.jobs import JOBS as GAP
        from plugins.training_catalog.jobs import JOBS
        from plugins.training_catalog.upkeep.jobs import JOBS as UPKEEP

        return [*JOBS, *UPKEEP, *GAP, *EXPORTS]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.training_catalog.exports.jobs import SUBSCRIPTIONS as EXPORTS
        from plugins.training_catalog.finding.hooks import SUBSCRIPTIONS as FINDING
        from plugins.training_catalog.gap.jobs import SUBSCRIPTIONS as GAP

        return [*GAP, *EXPORTS, *FINDING]

    @hookimpl
    def region_enabled(self, region: Any) -> None:
        from plugins.training_catalog.finding.hooks import request_facts
        from plugins.training_catalog.gap.service import ask_again

        ask_again(region=region)
        request_facts(region)

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.training_catalog.events import CatalogueChanged, EventCancelled, EventResumed

        return [CatalogueChanged, EventCancelled, EventResumed]

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.training_catalog.finding.hooks import NOTICE_KINDS
        from plugins.training_catalog.sources.notices import KINDS as HARVESTS
        from plugins.training_catalog.upkeep.notices import KINDS

        return [*KINDS, *NOTICE_KINDS, *HARVESTS]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.training_catalog.finding.mails import TEMPLATES

        return TEMPLATES

    @hookimpl
    def register_commands(self) -> Sequence[click.Command]:
        from plugins.training_catalog.cli import commands

        return commands

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        return [
            NavItem(_l("Utbildningar"), "training_catalog.index", 20),
            NavItem(_l("Behov och utbud"), "training_catalog.gap", 31, READ_GAP),
            NavItem(_l("Våra utbildningar"), "training_catalog.own_list", 32, KEEP),
            NavItem(_l("Läs in utbildningar"), "training_catalog_admin.imports", 60, MANAGE, admin=True),
        ]

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.training_catalog import calendar

        return calendar.calendar_items(region, user)

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from plugins.training_catalog import public

        return public.dashboard_cards(region, user)

    @hookimpl
    def search(self, region: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.training_catalog import public

        return public.search(region, query, limit)

    @hookimpl
    def resolve_ref(self, region: Any, ref: str) -> Link | None:
        from plugins.training_catalog import public

        return public.resolve_ref(region, ref)

    @hookimpl
    def supply_for(self, region: Any, occupation_group: str, municipalities: Sequence[str]) -> Sequence[Supply]:
        from plugins.training_catalog.supply import supply_for

        return supply_for(region, occupation_group, municipalities)

    @hookimpl
    def slot_content(self, region: Any, user: Any, slot: str, subject: Any) -> Sequence[Slot]:
        from plugins.training_catalog.upkeep.needs import slot_content

        return slot_content(region, user, slot, subject)

    @hookimpl
    def education_facts(self, region: Any, ref: str) -> EducationFacts | None:
        from plugins.training_catalog.facts import education_facts

        return education_facts(region, ref)

    @hookimpl
    def region_checks(self, region: Any) -> Sequence[Check]:
        from plugins.training_catalog import public

        return public.region_checks(region)

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.training_catalog import public

        return public.report_sections(region, period)

    @hookimpl
    def open_data(self, region: Any) -> Sequence[Dataset]:
        from plugins.training_catalog import public

        return public.open_data(region)

    @hookimpl
    def seed_demo(self, region: Any, rng: Random) -> None:
        from plugins.training_catalog.demo import seed

        seed(region, rng)

    @hookimpl
    def guidance_sections(self, region: Any, municipality: str, occupation_group: str) -> Sequence[GuidanceSection]:
        from plugins.training_catalog.guidance import guidance_sections

        return guidance_sections(region, municipality, occupation_group)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.training_catalog import public

        return public.describe_log_entry(entry)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.training_catalog.stewardship import RETENTION

        return RETENTION

    @hookimpl
    def export_personal_data(self, user: Any) -> Sequence[DataSet]:
        from plugins.training_catalog import stewardship

        return stewardship.export_personal_data(user)

    @hookimpl
    def erase_personal_data(self, user: Any) -> None:
        from plugins.training_catalog import stewardship

        stewardship.erase_personal_data(user)


plugin = TrainingCatalog()
