"""The hooks. Few, typed, each with an in-tree user. `docs/reference/hooks.md` is tested against this file.

pluggy passes only the arguments that an implementation names. Callers never call pluggy directly but the façade in
`core/plugins/hooks.py`, which checks returned types, isolates a failing plugin and sorts by weight.
Hook wrappers and `tryfirst`/`trylast` are refused: order never comes from registration.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

import click
import pluggy

from core.plugins import declarations as d

if TYPE_CHECKING:
    from core.events.event import Event
    from core.imports.kind import ImportKind
    from core.plugins.education import EducationFacts
    from core.plugins.guidance import GuidanceSection
    from core.plugins.letters import LetterOfIntent
    from core.plugins.occasions import LearningOccasion
    from core.plugins.plans import FocusArea
    from core.plugins.titles import TitleHit
    from core.regions.models import Region
    from core.users.models import User

PROJECT = "samkraft"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


# At boot: every loaded plugin; an error stops the start (or quarantines a third-party plugin in production).
class BootSpecs:
    @hookspec
    def register_blueprints(self) -> Sequence[d.Mount]:  # type: ignore[empty-body]
        """Blueprints and the area each belongs to. Core computes the prefix and puts the gate before every view."""

    @hookspec
    def register_permissions(self) -> Sequence[d.Permission]:  # type: ignore[empty-body]
        """Every permission that the plugin's views and services ask for."""

    @hookspec
    def register_jobs(self) -> Sequence[d.Job]:  # type: ignore[empty-body]
        """Jobs by name. Only registered names can ever run."""

    @hookspec
    def register_events(self) -> Sequence[type[Event]]:  # type: ignore[empty-body]
        """The events that the plugin emits."""

    @hookspec
    def register_subscriptions(self) -> Sequence[d.Subscription]:  # type: ignore[empty-body]
        """Handlers for events, its own or others'."""

    @hookspec
    def register_notice_kinds(self) -> Sequence[d.NoticeKind]:  # type: ignore[empty-body]
        """What the plugin tells people. Only registered kinds can be told, and everybody chooses how for each."""

    @hookspec
    def register_mail_templates(self) -> Sequence[d.MailTemplate]:  # type: ignore[empty-body]
        """The standard words of the plugin's mails, which a region may put in its own."""

    @hookspec
    def register_imports(self) -> Sequence[ImportKind]:  # type: ignore[empty-body]
        """Kinds of table that can be read in from a file, with core's pages for it: upload, columns, preview, result, undo."""

    @hookspec
    def register_commands(self) -> Sequence[click.Command]:  # type: ignore[empty-body]
        """Commands under `samkraft <plugin> …`."""


# Per region: enabled plugins only; a failing plugin is left out, logged and named.
class RegionSpecs:
    @hookspec
    def nav_items(self, region: Region, user: User | None) -> Sequence[d.NavItem]:  # type: ignore[empty-body]
        """Menu entries. Those whose permission the user lacks are dropped by the caller."""

    @hookspec
    def dashboard_cards(self, region: Region, user: User | None) -> Sequence[d.Card]:  # type: ignore[empty-body]
        """Cards for the start page (`audience="public"`) and the board (`audience="member"`)."""

    @hookspec
    def slot_content(self, region: Region, user: User | None, slot: str, subject: Any) -> Sequence[d.Slot]:  # type: ignore[empty-body]
        """Content for a named slot of another page. `subject` is a ref or a plain mapping of facts, never an ORM object."""

    @hookspec
    def search(self, region: Region, user: User | None, query: str, limit: int) -> Sequence[d.SearchHit]:  # type: ignore[empty-body]
        """Hits for the region-wide search that this user may see."""

    @hookspec
    def resolve_ref(self, region: Region, user: User | None, ref: str) -> d.Link | None:
        """The title and address of a ref `<plugin>:<kind>:<id>` of this plugin; None if unknown or not this user's to see."""

    @hookspec
    def region_checks(self, region: Region) -> Sequence[d.Check]:  # type: ignore[empty-body]
        """Whether the plugin is ready in this region, and what to do if not."""

    @hookspec
    def report_sections(self, region: Region, period: int) -> Sequence[d.Section]:  # type: ignore[empty-body]
        """The plugin's part of the yearly report for `period` (a year)."""

    @hookspec
    def open_data(self, region: Region) -> Sequence[d.Dataset]:  # type: ignore[empty-body]
        """Aggregated data sets that may be published."""

    @hookspec
    def supply_for(self, region: Region, occupation_group: str, municipalities: Sequence[str]) -> Sequence[d.Supply]:  # type: ignore[empty-body]
        """Education that leads to an occupation group (SSYK 2012, four digits) and can be followed from the municipalities."""

    @hookspec
    def study_places(self, region: Region) -> Sequence[d.StudyPlace]:  # type: ignore[empty-body]
        """The places in the region, open to everybody, where people study near home."""

    @hookspec
    def education_facts(self, region: Region, user: User | None, ref: str) -> EducationFacts | None:
        """What there is to know of the occasion behind a ref of this plugin; None if unknown, taken away or not this user's to see."""

    @hookspec
    def letters_of_intent(self, region: Region, user: User | None, refs: Sequence[str]) -> Sequence[LetterOfIntent]:  # type: ignore[empty-body]
        """The signed letters of intent behind refs of this plugin, withdrawn ones too; only those that this user may see."""

    @hookspec
    def calendar_items(self, region: Region, user: User | None) -> Sequence[d.CalendarItem]:  # type: ignore[empty-body]
        """Days and times for a person's calendar; with `user` None, those that everybody may see."""

    @hookspec
    def guidance_sections(self, region: Region, user: User | None, municipality: str, occupation_group: str) -> Sequence[GuidanceSection]:  # type: ignore[empty-body]
        """What everybody may know of an occupation group (SSYK 2012, four digits) in a municipality (SCB's code), or in all the region.

        Lines can tell whom they fit: `GuidanceItem.fits` and `lacks` hold codes of `core.plugins.FITS` ("distance", "near", "part_time",
        "evening", "support", "accessible", "swedish", "validation", "sign_language"). A code is given only when the data say so: what is
        in neither is shown as not known.
        """

    @hookspec
    def title_hits(self, region: Region, query: str, limit: int) -> Sequence[TitleHit]:  # type: ignore[empty-body]
        """Agreed titles that a typed title may mean, the best first."""

    @hookspec
    def focus_areas(self, region: Region) -> Sequence[FocusArea]:  # type: ignore[empty-body]
        """The focus areas of the region's plan in force, in the plan's order."""

    @hookspec
    def learning_occasions(self, region: Region) -> Sequence[LearningOccasion]:  # type: ignore[empty-body]
        """Occasions to learn that are open to those who work in the region: those to come, and past ones with material."""

    @hookspec
    def seed_demo(self, region: Region, rng: Random) -> None:
        """Make plainly fictional demo data. `rng` is seeded; the same seed makes the same data."""


# Stewardship: every loaded plugin, even where it is off, because its records are still there.
class StewardshipSpecs:
    @hookspec(firstresult=True)
    def describe_log_entry(self, entry: Any) -> str | None:
        """One sentence for an audit entry of this plugin; None for others'."""

    @hookspec
    def deletion_blockers(self, subject: str) -> Sequence[d.Blocker]:  # type: ignore[empty-body]
        """Why the thing behind a ref may not be deleted."""

    @hookspec
    def export_personal_data(self, user: User, region: Region | None) -> Sequence[d.DataSet]:  # type: ignore[empty-body]
        """What the plugin keeps about a person and its tables do not show by themselves (see `privacy.toml`).

        With `region` None everything, otherwise only what that region keeps. A plugin that does not name `region` is left out of
        what the administrator of one region hands out.
        """

    @hookspec
    def erase_personal_data(self, user: User) -> None:
        """Erase or anonymise what the plugin keeps about a person and no retention rule protects."""

    @hookspec
    def retention_rules(self) -> Sequence[d.RecordType]:  # type: ignore[empty-body]
        """The kinds of public record the plugin keeps."""

    @hookspec
    def disclosable_records(self, region: Region, query: str, limit: int) -> Sequence[d.PublicRecord]:  # type: ignore[empty-body]
        """Public records of the region that match a few words, the newest first; without their fields. An empty query matches all."""

    @hookspec
    def record_text(self, region: Region, ref: str) -> d.PublicRecord | None:
        """The whole of a record of this plugin in this region; None when there is none."""


# Lifecycle: that plugin only, in the transaction of the change.
class LifecycleSpecs:
    @hookspec
    def region_enabled(self, region: Region, actor: User | None) -> None:
        """The plugin was enabled in the region: make what it needs, replay what it missed. Runs in the change's transaction."""

    @hookspec
    def region_disabled(self, region: Region, actor: User | None) -> None:
        """The plugin was disabled in the region. Never deletes."""


ALL = (BootSpecs, RegionSpecs, StewardshipSpecs, LifecycleSpecs)
