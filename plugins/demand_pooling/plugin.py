"""The plugin's declaration and its part in the hooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.plugins import (
    Area,
    Blocker,
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
    PublicRecord,
    RecordType,
    SearchHit,
    Section,
    Slot,
    Subscription,
    hookimpl,
)
from plugins.demand_pooling.settings import PoolingSettings


class DemandPooling(Plugin):
    """Adds up employers' needs over municipal borders until they make a class."""

    name = "demand_pooling"
    title = _l("Behovskluster")
    description = _l("Lägger ihop arbetsgivares behov över kommungränserna och visar när de räcker till en klass.")
    version = "0.1.0"
    uses = ("employer_needs", "training_catalog", "role_standards")
    settings = PoolingSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.demand_pooling.dossier.api import bp as dossier_api
        from plugins.demand_pooling.dossier.pages import bp as dossiers
        from plugins.demand_pooling.evidence.views import bp as evidence
        from plugins.demand_pooling.pages import api_bp, bp

        return [Mount(bp), Mount(dossiers), Mount(evidence), Mount(api_bp, Area.API), Mount(dossier_api, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.demand_pooling.dossier.permissions import PERMISSIONS as DOSSIER
        from plugins.demand_pooling.permissions import PERMISSIONS

        return [*PERMISSIONS, *DOSSIER]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.demand_pooling.jobs import JOBS

        return JOBS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.demand_pooling.events import ClusterProgressed, ClusterUpdated, SupplyFound

        return [ClusterProgressed, ClusterUpdated, SupplyFound]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.demand_pooling.jobs import SUBSCRIPTIONS

        return SUBSCRIPTIONS

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.demand_pooling.dossier.notices import KINDS as DOSSIER
        from plugins.demand_pooling.notices import KINDS

        return [*KINDS, *DOSSIER]

    @hookimpl
    def register_imports(self) -> Sequence[Any]:
        from plugins.demand_pooling.evidence.imports import KINDS

        return KINDS

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.demand_pooling.providers.mail_templates import TEMPLATES

        return TEMPLATES

    @hookimpl
    def register_commands(self) -> Sequence[click.Command]:
        from plugins.demand_pooling.cli import commands

        return commands

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.demand_pooling.permissions import OFFER, READ

        return [
            NavItem(_l("Behovskluster"), "demand_pooling.clusters", 30, READ),
            NavItem(_l("Förfrågningar till oss"), "demand_pooling.asked_list", 31, OFFER),
        ]

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from plugins.demand_pooling import cards

        return cards.dashboard_cards(region, user)

    @hookimpl
    def slot_content(self, region: Any, slot: str, subject: Any) -> Sequence[Slot]:
        from plugins.demand_pooling import cards

        return cards.slot_content(region, slot, subject)

    @hookimpl
    def search(self, region: Any, user: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.demand_pooling import cards

        return cards.search(region, user, query, limit)

    @hookimpl
    def resolve_ref(self, region: Any, user: Any, ref: str) -> Link | None:
        from plugins.demand_pooling import cards

        return cards.resolve_ref(region, user, ref)

    @hookimpl
    def region_checks(self, region: Any) -> Sequence[Check]:
        from plugins.demand_pooling.reports import region_checks

        return region_checks(region)

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.demand_pooling.reports import report_sections

        return report_sections(region, period)

    @hookimpl
    def open_data(self, region: Any) -> Sequence[Dataset]:
        from plugins.demand_pooling.cards import open_data_rows

        return [
            Dataset(
                "pooled-demand",
                _l("Arbetsgivares sammanlagda kompetensbehov per yrkesgrupp"),
                _l("Personer som arbetsgivare behöver, per yrkesgrupp (SSYK 2012). Minst tre arbetsgivare i varje yrkesgrupp."),
                ("ssyk", "occupation_group", "people", "employers", "municipalities", "enough_for_a_class", "as_of"),
                lambda: open_data_rows(region),
            )
        ]

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.demand_pooling.stewardship import RECORD_TYPES

        return RECORD_TYPES

    @hookimpl
    def deletion_blockers(self, subject: str) -> Sequence[Blocker]:
        from plugins.demand_pooling.providers import stewardship

        return stewardship.blockers(subject)

    @hookimpl
    def disclosable_records(self, region: Any, query: str, limit: int) -> Sequence[PublicRecord]:
        from plugins.demand_pooling.providers import stewardship

        return stewardship.find(region, query, limit)

    @hookimpl
    def record_text(self, region: Any, ref: str) -> PublicRecord | None:
        from plugins.demand_pooling.providers import stewardship

        return stewardship.whole(region, ref)

    @hookimpl
    def guidance_sections(self, region: Any, occupation_group: str) -> Sequence[GuidanceSection]:
        from plugins.demand_pooling.guidance import guidance_sections

        return guidance_sections(region, occupation_group)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.demand_pooling.dossier import words as dossier_words
        from plugins.demand_pooling.runs import words as plan_words
        from plugins.demand_pooling.work import words

        sentences = {
            "demand_pooling.cluster.viable": lambda: _(
                "Klustret räcker till en klass: %(n)s personer", n=entry.detail.get("headcount", "")
            ),
            "demand_pooling.cluster.short": lambda: _(
                "Klustret räcker inte längre till en klass: %(n)s personer", n=entry.detail.get("headcount", "")
            ),
            "demand_pooling.cluster.closed": lambda: _("Klustret upplöstes"),
            "demand_pooling.clusters.recalculated": lambda: _("Bad om att alla kluster räknas om"),
        }
        return (
            str(sentences[entry.action]())
            if entry.action in sentences
            else words.describe(entry.action, entry.detail)
            or plan_words.describe(entry.action, entry.detail)
            or dossier_words.describe(entry.action, entry.detail)
        )

    @hookimpl
    def region_enabled(self, region: Any) -> None:
        from plugins.demand_pooling.service import request_facts

        request_facts(region=region)

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.demand_pooling.dossier.demo import ask
        from plugins.demand_pooling.jobs import recluster
        from plugins.demand_pooling.providers.demo import ask as ask_providers
        from plugins.demand_pooling.runs.demo import prepare
        from plugins.demand_pooling.service import ALL_GROUPS

        recluster(region, groups=[ALL_GROUPS])
        prepare(region)
        ask(region)
        ask_providers(region)


plugin = DemandPooling()
