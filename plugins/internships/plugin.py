"""The plugin's declaration and its part in the hooks. Imports within the hooks keep the start quick and free of circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from core.i18n import lazy_gettext as _l
from core.plugins import (
    Area,
    CalendarItem,
    GuidanceSection,
    Job,
    MailTemplate,
    Mount,
    NavItem,
    NoticeKind,
    Permission,
    Plugin,
    RecordType,
    Section,
    Subscription,
    hookimpl,
)
from plugins.internships.settings import InternshipSettings


class Internships(Plugin):
    """A fair place near home, and the reason why."""

    name = "internships"
    title = _l("Praktikplatser")
    description = _l("Fördelar VFU-, LIA-, APL- och praoplatser rättvist och visar varför.")
    version = "0.1.0"
    uses = ("employer_needs", "distance_learning", "demand_pooling")
    settings = InternshipSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.internships.pages import api_bp, bp

        return [Mount(bp), Mount(api_bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.internships.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.internships.events import Matched, OfferChanged, PlacementCompleted

        return [Matched, OfferChanged, PlacementCompleted]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.internships.offers.jobs import SUBSCRIPTIONS

        return SUBSCRIPTIONS

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.internships.after.jobs import JOBS as AFTER
        from plugins.internships.agreements.jobs import JOBS as AGREEMENTS
        from plugins.internships.applicants.jobs import JOBS as APPLICANTS
        from plugins.internships.placements.jobs import JOBS as PLACEMENTS
        from plugins.internships.requests.jobs import JOBS as REQUESTS
        from plugins.internships.rounds.jobs import JOBS as ROUNDS

        return [*PLACEMENTS, *ROUNDS, *AFTER, *REQUESTS, *AGREEMENTS, *APPLICANTS]

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.internships.agreements.telling import KINDS as AGREEMENTS
        from plugins.internships.applicants.self_found_telling import KINDS as OWN_PLACES
        from plugins.internships.placements.notices import KINDS as PLACEMENTS
        from plugins.internships.requests.telling import KINDS as REQUESTS

        return [*PLACEMENTS, *REQUESTS, *AGREEMENTS, *OWN_PLACES]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.internships.after.mail_templates import TEMPLATES as AFTER
        from plugins.internships.applicants.mail_templates import TEMPLATES as APPLICANTS
        from plugins.internships.offers.mail_templates import TEMPLATES
        from plugins.internships.placements.mail_templates import TEMPLATES as PLACEMENTS
        from plugins.internships.requests.mail_templates import TEMPLATES as REQUESTS

        return [*APPLICANTS, *TEMPLATES, *PLACEMENTS, *AFTER, *REQUESTS]

    @hookimpl
    def register_imports(self) -> Sequence[Any]:
        from plugins.internships.applicants.imports import IMPORT
        from plugins.internships.offers.imports import OFFERS

        return [OFFERS, IMPORT]

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.internships.after import calendar
        from plugins.internships.agreements import telling

        return [*calendar.items(region, user), *telling.calendar_items(region, user)]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.internships.permissions import AGREEMENTS, ANSWER, APPLICANTS, COORDINATE, PLACES

        return [
            NavItem(_l("Våra praktikplatser"), "internships.places", 40, PLACES),
            NavItem(_l("Praktikperioder"), "internships.periods", 41, COORDINATE),
            NavItem(_l("Sökande"), "internships.applicants", 42, APPLICANTS),
            NavItem(_l("Beställningar av platser"), "internships.orders", 44, APPLICANTS),
            NavItem(_l("Beställningar till oss"), "internships.requests", 45, ANSWER),
            NavItem(_l("Samverkansavtal"), "internships.agreements", 46, AGREEMENTS),
            NavItem(_l("Placeringar"), "internships.placements", 43, APPLICANTS),
        ]

    @hookimpl
    def region_enabled(self, region: Any) -> None:
        from plugins.internships.kinds.ready_made import add_missing
        from plugins.internships.offers.promises import request_facts

        add_missing(region)
        request_facts(region)

    @hookimpl
    def guidance_sections(self, region: Any, municipality: str, occupation_group: str) -> Sequence[GuidanceSection]:
        from plugins.internships.guidance import guidance_sections

        return guidance_sections(region, municipality, occupation_group)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.internships import log

        return log.describe(entry)

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.internships import demo

        demo.seed(region)

    @hookimpl
    def register_commands(self) -> Sequence[click.Command]:
        from plugins.internships.matching.cli import commands

        return commands

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.internships.reports import report_sections

        return report_sections(region, period)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.internships.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = Internships()
