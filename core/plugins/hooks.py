"""The typed façade over pluggy: `hooks.for_region(region).nav_items(user=user)`.

pluggy ignores returned types, calls last-registered first, and one raising implementation aborts the call for all.
Here each plugin is called by itself: a wrong type or an exception is logged with the plugin's name and its contribution
left out; results are sorted by `weight`, then by plugin order.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from core.db import db, in_atomic
from core.plugins import declarations as d
from core.plugins.enablement import enabled_plugins
from core.plugins.plugin import Plugin
from core.plugins.registry import registry

if TYPE_CHECKING:
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


def gather(hook: str, kind: type[T], plugins: Iterable[Plugin], **arguments: Any) -> list[tuple[Plugin, T]]:
    """Call a list-returning hook of the given plugins, one by one, isolating failures. Pairs of plugin and item, by weight."""
    found: list[tuple[Plugin, T]] = []
    for plugin, impl in _implementations(hook, plugins):
        try:
            items = list(_invoke(impl, arguments) or ())
        except SQLAlchemyError:
            if in_atomic():  # the transaction can no longer be trusted: the caller must fail as a whole
                raise
            db.session.rollback()
            log.exception("plugin %s failed in %s", plugin.name, hook)
            continue
        except Exception:
            log.exception("plugin %s failed in %s", plugin.name, hook)
            continue
        for item in items:
            if isinstance(item, kind):
                found.append((plugin, item))
            else:
                log.error("plugin %s: %s returned a %s, not %s", plugin.name, hook, type(item).__name__, kind.__name__)
    found.sort(key=lambda pair: getattr(pair[1], "weight", 100))
    return found


def first(hook: str, kind: type[T], plugins: Iterable[Plugin], **arguments: Any) -> T | None:
    """The first answer that is not None, isolating failures."""
    for plugin, impl in _implementations(hook, plugins):
        try:
            answer = _invoke(impl, arguments)
        except Exception:
            log.exception("plugin %s failed in %s", plugin.name, hook)
            continue
        if isinstance(answer, kind):
            return answer
        if answer is not None:
            log.error("plugin %s: %s returned a %s, not %s", plugin.name, hook, type(answer).__name__, kind.__name__)
    return None


class RegionHooks:
    """The per-region hooks, called for the plugins that the gate lets through."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.plugins = enabled_plugins(region)

    def _items(self, hook: str, kind: type[T], **arguments: Any) -> list[T]:
        return [item for _, item in gather(hook, kind, self.plugins, region=self.region, **arguments)]

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
        owner = ref.partition(":")[0]
        plugins = [plugin for plugin in self.plugins if plugin.name == owner]
        return first("resolve_ref", d.Link, plugins, region=self.region, user=user, ref=ref)

    def region_checks(self) -> list[tuple[Plugin, d.Check]]:
        """Readiness checks, with the plugin each belongs to."""
        return gather("region_checks", d.Check, self.plugins, region=self.region)

    def report_sections(self, *, period: int) -> list[d.Section]:
        """Sections of the yearly report."""
        return self._items("report_sections", d.Section, period=period)

    def open_data(self) -> list[d.Dataset]:
        """Open data sets."""
        return self._items("open_data", d.Dataset)

    def supply_for(self, *, occupation_group: str, municipalities: Sequence[str]) -> list[d.Supply]:
        """Education that answers a need for an occupation group (SSYK 2012, four digits)."""
        return self._items("supply_for", d.Supply, occupation_group=occupation_group, municipalities=municipalities)

    def seed_demo(self, *, rng: Random) -> None:
        """Let every enabled plugin make its demo data, in dependency order. Failures are not isolated: a broken demo must show."""
        for _plugin, impl in _implementations("seed_demo", self.plugins):
            _invoke(impl, {"region": self.region, "rng": rng})


def for_region(region: Region) -> RegionHooks:
    """The façade for one region."""
    return RegionHooks(region)


class StewardshipHooks:
    """Hooks that reach every loaded plugin, even where it is off, because its records are still there."""

    def __init__(self) -> None:
        self.plugins = tuple(registry().plugins.values())

    def describe_log_entry(self, *, entry: Any) -> str | None:
        """A sentence for an audit entry, from the plugin that wrote it."""
        return first("describe_log_entry", str, self.plugins, entry=entry)

    def deletion_blockers(self, *, subject: str) -> list[d.Blocker]:
        """Reasons against a deletion."""
        return [item for _, item in gather("deletion_blockers", d.Blocker, self.plugins, subject=subject)]

    def export_personal_data(self, *, user: User) -> list[d.DataSet]:
        """All personal data sets of a user."""
        return [item for _, item in gather("export_personal_data", d.DataSet, self.plugins, user=user)]

    def erase_personal_data(self, *, user: User) -> None:
        """Erase in every plugin. Failures are not isolated: half an erasure must not look like one."""
        for _plugin, impl in _implementations("erase_personal_data", self.plugins):
            _invoke(impl, {"user": user})

    def retention_rules(self) -> list[d.RecordType]:
        """All kinds of record."""
        return [item for _, item in gather("retention_rules", d.RecordType, self.plugins)]


def stewardship() -> StewardshipHooks:
    """The façade over all loaded plugins."""
    return StewardshipHooks()


def lifecycle(plugin: Plugin, hook: str, *, region: Region, actor: User | None) -> None:
    """Call a lifecycle hook of one plugin, in the caller's transaction. An error aborts the change."""
    for _plugin, impl in _implementations(hook, [plugin]):
        _invoke(impl, {"region": region, "actor": actor})
