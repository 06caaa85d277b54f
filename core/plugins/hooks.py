"""The typed façade over pluggy: `hooks.for_region(region).nav_items(user=user)`.

pluggy ignores returned types, calls last-registered first, and one raising implementation aborts the call for all.
Here each plugin is called by itself, in the scope that its own pages have in the region: a wrong type or an exception is logged
with the plugin's name and its contribution left out; results are sorted by `weight`, then by plugin order.

Where leaving something out would do harm (a deletion without its blockers, an export of personal data without a part of it),
nothing is isolated: the error goes to the caller.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from sqlalchemy.exc import SQLAlchemyError

from core.db import all_regions, db, in_atomic, region_scope
from core.errors import TenantFenceError
from core.plugins import declarations as d
from core.plugins.education import EducationFacts
from core.plugins.enablement import enabled_plugins
from core.plugins.guidance import GuidanceKind, GuidanceSection
from core.plugins.letters import LetterOfIntent
from core.plugins.occasions import LearningOccasion
from core.plugins.plans import FocusArea
from core.plugins.plugin import Plugin
from core.plugins.registry import registry
from core.plugins.titles import TitleHit

if TYPE_CHECKING:
    from core.audit.models import AuditEntry
    from core.regions.models import Region
    from core.users.models import User

log = logging.getLogger(__name__)
T = TypeVar("T")


def _implementations(hook: str, plugins: Iterable[Plugin]) -> list[tuple[Plugin, Any]]:
    wanted = {id(plugin): (index, plugin) for index, plugin in enumerate(plugins)}
    impls = [impl for impl in getattr(registry().manager.hook, hook).get_hookimpls() if id(impl.plugin) in wanted]
    impls.sort(key=lambda impl: wanted[id(impl.plugin)][0])
    return [(wanted[id(impl.plugin)][1], impl) for impl in impls]


def _invoke(impl: Any, arguments: dict[str, Any]) -> Any:
    return impl.function(*(arguments[name] for name in impl.argnames))


@contextmanager
def isolated(plugin: str, what: str) -> Iterator[None]:
    """Log a plugin's failure and go on.

    Inside `atomic()` a database error, or a write outside the region, is passed on: that transaction cannot be trusted any more.
    """
    try:
        yield
    except (SQLAlchemyError, TenantFenceError):
        if in_atomic():
            raise
        db.session.rollback()
        log.exception("plugin %s failed in %s", plugin, what)
    except Exception:
        log.exception("plugin %s failed in %s", plugin, what)


def _typed(plugin: Plugin, hook: str, kind: type[T], items: Iterable[Any]) -> list[tuple[Plugin, T]]:
    found = []
    for item in items:
        if isinstance(item, kind):
            found.append((plugin, item))
        else:
            log.error("plugin %s: %s returned a %s, not %s", plugin.name, hook, type(item).__name__, kind.__name__)
    return found


def _own_scope(region: Region, plugin: Plugin) -> AbstractContextManager[None]:
    """What a plugin may read in a region. Not the caller's scope: regions that share the caller's rows need not share this one's."""
    from core.regions.queries import readable_region_ids

    return region_scope(region.id, read=readable_region_ids(region, plugin.name))


class RegionHooks:
    """The per-region hooks, called for the plugins that the gate lets through."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.plugins = enabled_plugins(region)

    def _pairs(self, hook: str, kind: type[T], **arguments: Any) -> list[tuple[Plugin, T]]:
        """Call a list-returning hook, plugin by plugin. Pairs of plugin and item, by weight."""
        found: list[tuple[Plugin, T]] = []
        for plugin, impl in _implementations(hook, self.plugins):
            with isolated(plugin.name, hook):
                with _own_scope(self.region, plugin):
                    items = _typed(plugin, hook, kind, list(_invoke(impl, {"region": self.region, **arguments}) or ()))
                found += items
        found.sort(key=lambda pair: getattr(pair[1], "weight", 100))
        return found

    def _items(self, hook: str, kind: type[T], **arguments: Any) -> list[T]:
        return [item for _, item in self._pairs(hook, kind, **arguments)]

    def nav_items(self, *, user: User | None) -> list[d.NavItem]:
        """Menu entries of enabled plugins."""
        return self._items("nav_items", d.NavItem, user=user)

    def dashboard_cards(self, *, user: User | None) -> list[d.Card]:
        """Cards for the start page and the board."""
        return self._items("dashboard_cards", d.Card, user=user)

    def slot_content(self, *, user: User | None, slot: str, subject: Any) -> list[d.Slot]:
        """What other plugins put into a named slot."""
        return self._items("slot_content", d.Slot, user=user, slot=slot, subject=subject)

    def search(self, *, user: User | None, query: str, limit: int = 10) -> list[d.SearchHit]:
        """Hits of all plugins, best first."""
        hits = self._items("search", d.SearchHit, user=user, query=query, limit=limit)
        return sorted(hits, key=lambda hit: -hit.score)

    def resolve_ref(self, *, user: User | None, ref: str) -> d.Link | None:
        """The link behind a ref, or None if its plugin is off, gone, or does not know it."""
        return self._of_ref("resolve_ref", d.Link, user, ref)

    def education_facts(self, *, user: User | None, ref: str) -> EducationFacts | None:
        """What there is to know of the occasion behind a ref, or None if its plugin is off, gone, or does not know it."""
        return self._of_ref("education_facts", EducationFacts, user, ref)

    def _of_ref(self, hook: str, kind: type[T], user: User | None, ref: str) -> T | None:
        """Ask the one plugin whose ref it is."""
        owner = ref.partition(":")[0]
        for plugin, impl in _implementations(hook, [p for p in self.plugins if p.name == owner]):
            with isolated(plugin.name, hook), _own_scope(self.region, plugin):
                answer = _invoke(impl, {"region": self.region, "user": user, "ref": ref})
                for _, found in _typed(plugin, hook, kind, () if answer is None else (answer,)):
                    return found
        return None

    def region_checks(self) -> list[tuple[Plugin, d.Check]]:
        """Readiness checks, with the plugin each belongs to."""
        return self._pairs("region_checks", d.Check)

    def report_sections(self, *, period: int) -> list[d.Section]:
        """Sections of the yearly report."""
        return self._items("report_sections", d.Section, period=period)

    def open_data(self) -> list[d.Dataset]:
        """Open data sets."""
        return self._items("open_data", d.Dataset)

    def open_data_by_plugin(self) -> list[tuple[Plugin, d.Dataset]]:
        """Open data sets, with the plugin each belongs to."""
        return self._pairs("open_data", d.Dataset)

    def supply_for(self, *, occupation_group: str, municipalities: Sequence[str]) -> list[d.Supply]:
        """Education that answers a need for an occupation group (SSYK 2012, four digits)."""
        return self._items("supply_for", d.Supply, occupation_group=occupation_group, municipalities=municipalities)

    def study_places(self) -> list[d.StudyPlace]:
        """Places where people study near home, by name."""
        return sorted(self._items("study_places", d.StudyPlace), key=lambda place: (place.name, place.ref))

    def letters_of_intent(self, *, user: User | None, refs: Sequence[str]) -> list[LetterOfIntent]:
        """The letters of intent behind some refs that this user may see, by ref; what nobody knows is left out."""
        found = self._items("letters_of_intent", LetterOfIntent, user=user, refs=refs)
        return sorted({letter.ref: letter for letter in found if letter.ref in set(refs)}.values(), key=lambda letter: letter.ref)

    def calendar_items(self, *, user: User | None) -> list[d.CalendarItem]:
        """Days and times of all plugins that this person may see."""
        return self._items("calendar_items", d.CalendarItem, user=user)

    def guidance_sections(self, *, user: User | None, municipality: str, occupation_group: str) -> list[GuidanceSection]:
        """What everybody may know of an occupation group in a municipality (empty: the whole region), in the page's order."""
        found = self._items("guidance_sections", GuidanceSection, user=user, municipality=municipality, occupation_group=occupation_group)
        order = get_args(GuidanceKind)
        return sorted((section for section in found if section.kind in order), key=lambda section: order.index(section.kind))

    def title_hits(self, *, query: str, limit: int = 10) -> list[TitleHit]:
        """Agreed titles that a typed title may mean, the best first."""
        return self._items("title_hits", TitleHit, query=query, limit=limit)[:limit]

    def focus_areas(self) -> list[FocusArea]:
        """What the region has decided to work with."""
        return self._items("focus_areas", FocusArea)

    def learning_occasions(self) -> list[LearningOccasion]:
        """Occasions to learn, the first in time first."""
        return sorted(self._items("learning_occasions", LearningOccasion), key=lambda occasion: (occasion.starts, occasion.ref))

    def seed_demo(self, *, rng: Random) -> None:
        """Let every enabled plugin make its demo data, in dependency order. Failures are not isolated: a broken demo must show."""
        for plugin, impl in _implementations("seed_demo", self.plugins):
            with _own_scope(self.region, plugin):
                _invoke(impl, {"region": self.region, "rng": rng})


def for_region(region: Region) -> RegionHooks:
    """The façade for one region."""
    return RegionHooks(region)


class StewardshipHooks:
    """Hooks that reach every loaded plugin, even where it is off, because its records are still there. The fence is open for them."""

    def __init__(self) -> None:
        self.plugins = tuple(registry().plugins.values())

    def _items(self, hook: str, kind: type[T], *, only_with: str = "", **arguments: Any) -> list[T]:
        found: list[T] = []
        for plugin, impl in _implementations(hook, self.plugins):
            if only_with and only_with not in impl.argnames:
                continue
            for item in _invoke(impl, arguments) or ():
                if not isinstance(item, kind):
                    raise TypeError(f"plugin {plugin.name}: {hook} returned a {type(item).__name__}, not {kind.__name__}")
                found.append(item)
        return found

    def describe_log_entry(self, *, entry: AuditEntry) -> str | None:
        """A sentence for an audit entry, from the plugin that wrote it; None when that is gone, silent or failing."""
        owner = entry.action.partition(".")[0]
        for plugin, impl in _implementations("describe_log_entry", [p for p in self.plugins if p.name == owner]):
            with isolated(plugin.name, "describe_log_entry"):
                answer = _invoke(impl, {"entry": entry})
                for _, sentence in _typed(plugin, "describe_log_entry", str, () if answer is None else (str(answer),)):
                    return sentence
        return None

    def deletion_blockers(self, *, subject: str) -> list[d.Blocker]:
        """Reasons against a deletion. A plugin that fails must not look like one without objections."""
        with all_regions("what refers to a thing may lie in any region"):
            return self._items("deletion_blockers", d.Blocker, subject=subject)

    def export_personal_data(self, *, user: User, region: Region | None = None) -> list[d.DataSet]:
        """All personal data sets of a user; whole, or an error. For one region, only of the plugins that can tell regions apart."""
        with all_regions("a person's data is collected from every region"):
            return self._items("export_personal_data", d.DataSet, only_with="region" if region else "", user=user, region=region)

    def erase_personal_data(self, *, user: User) -> None:
        """Erase in every plugin. Half an erasure must not look like one."""
        with all_regions("a person's data is erased in every region"):
            for _plugin, impl in _implementations("erase_personal_data", self.plugins):
                _invoke(impl, {"user": user})

    def retention_rules(self) -> list[d.RecordType]:
        """All kinds of record."""
        return self._items("retention_rules", d.RecordType)

    def disclosable_records(self, *, region: Region, query: str, limit: int) -> list[d.PublicRecord]:
        """Public records of a region that match a few words. A plugin that fails is not left out: a record must not seem not to exist."""
        found: list[d.PublicRecord] = []
        for plugin, impl in _implementations("disclosable_records", self.plugins):
            with region_scope(region.id):
                items = list(_invoke(impl, {"region": region, "query": query, "limit": limit}) or ())
            if any(not isinstance(item, d.PublicRecord) for item in items):
                raise TypeError(f"plugin {plugin.name}: disclosable_records returned something else than PublicRecord")
            found += items[:limit]
        return found

    def record_text(self, *, region: Region, ref: str) -> d.PublicRecord | None:
        """A record with its fields, from the plugin whose it is."""
        owner = ref.partition(":")[0]
        for plugin, impl in _implementations("record_text", [p for p in self.plugins if p.name == owner]):
            with region_scope(region.id):
                answer = _invoke(impl, {"region": region, "ref": ref})
            if answer is not None and not isinstance(answer, d.PublicRecord):
                raise TypeError(f"plugin {plugin.name}: record_text returned a {type(answer).__name__}, not PublicRecord")
            return answer
        return None


def stewardship() -> StewardshipHooks:
    """The façade over all loaded plugins."""
    return StewardshipHooks()


def lifecycle(plugin: Plugin, hook: str, *, region: Region, actor: User | None) -> None:
    """Call a lifecycle hook of one plugin, in the caller's transaction and the plugin's own scope. An error aborts the change."""
    for _plugin, impl in _implementations(hook, [plugin]):
        with _own_scope(region, plugin):
            _invoke(impl, {"region": region, "actor": actor})
