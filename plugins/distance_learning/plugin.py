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
    Slot,
    StudyPlace,
    Subscription,
    hookimpl,
)
from plugins.distance_learning.settings import DistanceSettings


class DistanceLearning(Plugin):
    """Learning centres, the courses that can be followed there, and those who do."""

    name = "distance_learning"
    title = _l("Lärcentrum och distansstudier")
    description = _l("Visar regionens lärcentrum och vilka kurser man kan läsa där, nära hemmet.")
    version = "0.1.0"
    uses = ("training_catalog", "demand_pooling", "employer_needs")
    settings = DistanceSettings

    @hookimpl
    def register_blueprints(self) -> Sequence[Mount]:
        from plugins.distance_learning.api import bp as api
        from plugins.distance_learning.pages import bp, cohort_api

        return [Mount(bp), Mount(api, Area.API), Mount(cohort_api.bp, Area.API)]

    @hookimpl
    def register_permissions(self) -> Sequence[Permission]:
        from plugins.distance_learning.permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def register_events(self) -> Sequence[type[Any]]:
        from plugins.distance_learning.cohorts.events import CohortChanged
        from plugins.distance_learning.events import CentrePublished, CoursePublished, CourseWithdrawn

        return [CentrePublished, CoursePublished, CourseWithdrawn, CohortChanged]

    @hookimpl
    def register_jobs(self) -> Sequence[Job]:
        from plugins.distance_learning.cohorts.jobs import JOBS as COHORTS
        from plugins.distance_learning.visiting.jobs import JOBS as VISITS

        return [*COHORTS, *VISITS]

    @hookimpl
    def register_subscriptions(self) -> Sequence[Subscription]:
        from plugins.distance_learning.cohorts.jobs import SUBSCRIPTIONS as COHORTS
        from plugins.distance_learning.replay import SUBSCRIPTIONS as REPLAY

        return [*COHORTS, *REPLAY]

    @hookimpl
    def register_mail_templates(self) -> Sequence[MailTemplate]:
        from plugins.distance_learning.cohorts.mail_templates import TEMPLATES as COHORTS
        from plugins.distance_learning.visiting.mail_templates import TEMPLATES as VISITS

        return [*COHORTS, *VISITS]

    @hookimpl
    def register_notice_kinds(self) -> Sequence[NoticeKind]:
        from plugins.distance_learning.cohorts.notices import KINDS as COHORTS
        from plugins.distance_learning.visiting.notices import KINDS as VISITS

        return [*COHORTS, *VISITS]

    @hookimpl
    def guidance_sections(self, region: Any, municipality: str, occupation_group: str) -> Sequence[GuidanceSection]:
        from plugins.distance_learning.guidance import guidance_sections

        return guidance_sections(region, municipality, occupation_group)

    @hookimpl
    def describe_log_entry(self, entry: Any) -> str | None:
        from plugins.distance_learning import log
        from plugins.distance_learning.cohorts import words as cohorts
        from plugins.distance_learning.visiting import words as visits

        return log.describe(entry) or cohorts.describe(entry.action, entry.detail) or visits.describe(entry.action)

    @hookimpl
    def region_enabled(self, region: Any) -> None:
        from plugins.distance_learning.cohorts.pledges import request_facts

        request_facts(region)

    @hookimpl
    def calendar_items(self, region: Any, user: Any) -> Sequence[CalendarItem]:
        from plugins.distance_learning import public
        from plugins.distance_learning.visiting.calendar import calendar_items

        return [*public.calendar_items(region, user), *calendar_items(region, user)]

    @hookimpl
    def nav_items(self) -> Sequence[NavItem]:
        from plugins.distance_learning.permissions import DECIDE, EXAMS, MANAGE, SUPPORT

        return [
            NavItem(_l("Läs på lärcentrum"), "distance_learning.courses", 25),
            NavItem(_l("Mitt lärcentrum"), "distance_learning.manage", 26, MANAGE),
            NavItem(_l("Studiegrupper"), "distance_learning.cohorts", 27, DECIDE),
            NavItem(_l("Boka på lärcentrum"), "distance_learning.book", 27),
            NavItem(_l("Bokningar att sköta"), "distance_learning.exam_board", 82, EXAMS),
            NavItem(_l("Stöd till studerande"), "distance_learning.support_board", 84, SUPPORT),
        ]

    @hookimpl
    def dashboard_cards(self, region: Any, user: Any) -> Sequence[Card]:
        from plugins.distance_learning import public

        return public.dashboard_cards(region, user)

    @hookimpl
    def slot_content(self, region: Any, user: Any, slot: str, subject: Any) -> Sequence[Slot]:
        from plugins.distance_learning import slots

        return slots.slot_content(region, user, slot, subject)

    @hookimpl
    def study_places(self, region: Any) -> Sequence[StudyPlace]:
        from plugins.distance_learning import public

        return public.study_places(region)

    @hookimpl
    def search(self, region: Any, query: str, limit: int) -> Sequence[SearchHit]:
        from plugins.distance_learning import public

        return public.search(region, query, limit)

    @hookimpl
    def resolve_ref(self, region: Any, user: Any, ref: str) -> Link | None:
        from plugins.distance_learning import public

        return public.resolve_ref(region, user, ref)

    @hookimpl
    def region_checks(self, region: Any) -> Sequence[Check]:
        from plugins.distance_learning import public

        return public.region_checks(region)

    @hookimpl
    def report_sections(self, region: Any, period: int) -> Sequence[Section]:
        from plugins.distance_learning import public
        from plugins.distance_learning.statistics import tables

        return [*public.report_sections(region, period), *tables.report_sections(region, period)]

    @hookimpl
    def open_data(self, region: Any) -> Sequence[Dataset]:
        from plugins.distance_learning import public
        from plugins.distance_learning.statistics import tables

        return [*public.open_data(region), *tables.open_data(region)]

    @hookimpl
    def seed_demo(self, region: Any) -> None:
        from plugins.distance_learning import demo
        from plugins.distance_learning.cohorts import demo as cohorts
        from plugins.distance_learning.visiting import demo as visits

        demo.seed(region)
        visits.make(region)
        cohorts.seed(region)

    @hookimpl
    def retention_rules(self) -> Sequence[RecordType]:
        from plugins.distance_learning.stewardship import RECORD_TYPES

        return RECORD_TYPES


plugin = DistanceLearning()
