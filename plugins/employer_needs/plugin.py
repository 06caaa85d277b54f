"""The plugin `employer_needs`: what it declares, and where each hook's work is done."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from core.events import Event
from core.i18n import lazy_gettext as _l
from core.plugins import (
    GuidanceSection,
    LetterOfIntent,
    Plugin,
    hookimpl,
)
from core.plugins.declarations import (
    Area,
    Blocker,
    CalendarItem,
    Card,
    Check,
    DataSet,
    Dataset,
    Job,
    Link,
    MailTemplate,
    Mount,
    NavItem,
    NoticeKind,
    Permission,
    PublicRecord,
    RecordType,
    SearchHit,
    Section,
    Subscription,
)
from core.regions.models import Region
from core.users.models import User
from plugins.employer_needs.settings import NeedsSettings

READERS = ("strategist", "education_coordinator")


class EmployerNeeds(Plugin):
    """Survey rounds, employers' answers, and the needs they hold."""

    name = "employer_needs"
    title = _l("Kompetensbehov")
    description = _l("Arbetsgivare berättar vilken kompetens de behöver, utan konto, och ser vad som händer med varje behov.")
    settings = NeedsSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.employer_needs import api
        from plugins.employer_needs.dashboards import api as figures_api  # noqa: F401  (binds its operations)
        from plugins.employer_needs.inviting import api as inviting_api  # noqa: F401  (binds its operations to the blueprint)
        from plugins.employer_needs.views import bp

        return [Mount(bp), Mount(api.bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        return [
            Permission("employer_needs.round.read", _l("Se omgångar och vilka som har svarat"), READERS, sensitive=True),
            Permission(
                "employer_needs.round.manage", _l("Skapa, öppna och stänga omgångar, bjuda in och påminna"), ("strategist",), sensitive=True
            ),
            Permission(
                "employer_needs.response.read", _l("Se behov och svar från arbetsgivare som låter sig namnges"), READERS, sensitive=True
            ),
            Permission("employer_needs.letter.read", _l("Se arbetsgivares avsiktsförklaringar"), READERS, sensitive=True),
            Permission("employer_needs.letter.manage", _l("Lägga in och återkalla avsiktsförklaringar"), ("strategist",), sensitive=True),
            Permission("employer_needs.response.read_all", _l("Se även svar som bara ska visas sammanräknade"), (), sensitive=True),
        ]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.employer_needs.jobs import JOBS

        return JOBS

    @hookimpl
    def register_events(self) -> Sequence[type[Event]]:
        from plugins.employer_needs.events import CommitmentMade, CommitmentWithdrawn, NeedPublished, NeedWithdrawn

        return [NeedPublished, NeedWithdrawn, CommitmentMade, CommitmentWithdrawn]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.employer_needs.subscriptions import SUBSCRIPTIONS

        return SUBSCRIPTIONS

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.employer_needs.mail_templates import TEMPLATES

        return TEMPLATES

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.employer_needs.notices import KINDS

        return KINDS

    @hookimpl
    def calendar_items(self, region: Region, user: User | None) -> Sequence[CalendarItem]:
        from plugins.employer_needs import notices

        return notices.calendar_items(region, user)

    @hookimpl
    def nav_items(self, region: Region, user: User | None) -> Sequence[NavItem]:
        from plugins.employer_needs.board import NAV

        return NAV

    @hookimpl
    def dashboard_cards(self, region: Region, user: User | None) -> Sequence[Card]:
        from plugins.employer_needs import board

        return board.cards(region, user)

    @hookimpl
    def search(self, region: Region, user: User | None, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.employer_needs import board

        return board.search(region, user, query, limit)

    @hookimpl
    def resolve_ref(self, region: Region, user: User | None, ref: str) -> Link | None:
        from plugins.employer_needs import board

        return board.resolve(region, user, ref)

    @hookimpl
    def letters_of_intent(self, region: Region, user: User | None, refs: Sequence[str]) -> Sequence[LetterOfIntent]:
        from plugins.employer_needs.commitments import shared

        return shared.letters(region, user, refs)

    @hookimpl
    def region_checks(self, region: Region) -> Sequence[Check]:
        from plugins.employer_needs import board

        return board.checks(region)

    @hookimpl
    def report_sections(self, region: Region, period: int) -> Sequence[Section]:
        from plugins.employer_needs import board

        return board.report(region, period)

    @hookimpl
    def open_data(self, region: Region) -> Sequence[Dataset]:
        from plugins.employer_needs.dashboards import exports

        return exports.open_data(region)

    @hookimpl
    def seed_demo(self, region: Region, rng: Random) -> None:
        from plugins.employer_needs import demo

        demo.seed(region, rng)

    @hookimpl
    def guidance_sections(self, region: Any, municipality: str, occupation_group: str) -> Sequence[GuidanceSection]:
        from plugins.employer_needs.guidance import guidance_sections

        return guidance_sections(region, municipality, occupation_group)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.employer_needs import log

        return log.describe(entry)

    @hookimpl
    def deletion_blockers(self, subject: str) -> Sequence[Blocker]:
        from plugins.employer_needs import stewardship

        return stewardship.blockers(subject)

    @hookimpl
    def export_personal_data(self, user: User, region: Region | None) -> Sequence[DataSet]:
        from plugins.employer_needs import stewardship

        return stewardship.export(user, region)

    @hookimpl
    def erase_personal_data(self, user: User) -> None:
        from plugins.employer_needs import stewardship

        stewardship.erase(user)

    @hookimpl
    def disclosable_records(self, region: Region, query: str, limit: int) -> Sequence[PublicRecord]:
        from plugins.employer_needs import disclosure

        return disclosure.find(region, query, limit)

    @hookimpl
    def record_text(self, region: Region, ref: str) -> PublicRecord | None:
        from plugins.employer_needs import disclosure

        return disclosure.whole(region, ref)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.employer_needs import stewardship

        return stewardship.RULES


plugin = EmployerNeeds()
