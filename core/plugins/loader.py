"""Finds plugins, checks them, sorts them by dependency, and collects what they declare at boot.

Two doors, one way in: packages named in the configuration (`plugins = [...]`, module `<package>.plugin`, attribute `plugin`),
and entry points of the group `samkraft.plugins`. Development and CI: a failing plugin stops the start, naming it. Production:
a failing *third-party* plugin is quarantined.
"""

from __future__ import annotations

import importlib
import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from typing import Any

import pluggy

from core.errors import ConfigurationError
from core.plugins import declarations as d
from core.plugins.hookspecs import ALL, PROJECT
from core.plugins.plugin import Plugin
from core.plugins.registry import Quarantined, Registry

GROUP = "samkraft.plugins"
log = logging.getLogger(__name__)


class PluginError(ConfigurationError):
    """A plugin cannot be loaded. The message names the plugin, the fault and the remedy."""


@dataclass(frozen=True)
class Candidate:
    """A place where a plugin should be."""

    name: str
    origin: str
    third_party: bool
    load: Callable[[], Any]


def candidates(packages: Iterable[str], *, with_entry_points: bool = True) -> list[Candidate]:
    """Configured packages first, then entry points; a plugin found by both doors counts once."""
    found = [Candidate(p.rpartition(".")[2], f"configured package {p}", False, _package_loader(p)) for p in packages]
    if with_entry_points:
        known = {c.name for c in found}
        for point in sorted(entry_points(group=GROUP), key=lambda e: e.name):
            if point.name not in known:
                dist = point.dist.name if point.dist else "an unnamed distribution"
                found.append(Candidate(point.name, f"entry point of {dist}", True, point.load))
    return found


def _package_loader(package: str) -> Callable[[], Any]:
    return lambda: importlib.import_module(f"{package}.plugin").plugin


def build_registry(
    packages: Iterable[str], *, with_entry_points: bool = True, tolerate_third_party: bool = False, builtin: Sequence[Plugin] = ()
) -> Registry:
    """Load everything.

    Args:
        packages: Configured plugin packages.
        with_entry_points: Whether installed packages' entry points are loaded too.
        tolerate_third_party: Quarantine a failing third-party plugin instead of stopping (production).
        builtin: Core's own part, registered first and always enabled.

    Raises:
        PluginError: naming the plugin, what is wrong with it, and what to do.
    """
    manager = pluggy.PluginManager(PROJECT)
    for specs in ALL:
        manager.add_hookspecs(specs)
    registry = Registry(manager)
    third_party: dict[str, bool] = {}
    loaded: dict[str, Plugin] = {}
    for candidate in candidates(packages, with_entry_points=with_entry_points):
        try:
            plugin = _load(candidate, loaded)
            _register(manager, plugin)
        except Exception as error:
            _refuse(registry, candidate.name, candidate.third_party and tolerate_third_party, error)
            continue
        loaded[plugin.name] = plugin
        third_party[plugin.name] = candidate.third_party
    for plugin in builtin:
        _register(manager, plugin)
        _collect(registry, plugin)
    for name in _order(registry, loaded, third_party, tolerate_third_party):
        plugin = loaded[name]
        try:
            _collect(registry, plugin)
        except Exception as error:
            manager.unregister(plugin)
            _refuse(registry, name, third_party[name] and tolerate_third_party, error)
            continue
        registry.plugins[name] = plugin
    return registry


def _load(candidate: Candidate, loaded: dict[str, Plugin]) -> Plugin:
    plugin = candidate.load()
    if not isinstance(plugin, Plugin):
        raise PluginError(f"{candidate.origin} gives a {type(plugin).__name__}, not a Plugin. Write `plugin = MyPlugin()` at the end of plugin.py.")
    if faults := plugin.faults():
        raise PluginError("; ".join(faults))
    for other in loaded:
        if other == plugin.name:
            raise PluginError(f"the name '{other}' is already taken by another plugin; rename one of them.")
        if other.startswith(f"{plugin.name}_") or plugin.name.startswith(f"{other}_"):
            raise PluginError(f"the names '{plugin.name}' and '{other}' are prefixes of each other, so their tables would mix; rename one.")
    return plugin


def _register(manager: pluggy.PluginManager, plugin: Plugin) -> None:
    manager.register(plugin, name=plugin.name)
    for caller in manager.get_hookcallers(plugin) or ():
        for impl in caller.get_hookimpls():
            if impl.plugin is plugin and (impl.hookwrapper or impl.wrapper or impl.tryfirst or impl.trylast):
                manager.unregister(plugin)
                raise PluginError(f"its {caller.name} is a wrapper or asks to be first or last; order comes from `weight`, so remove that option.")
            if impl.plugin is plugin and caller.spec is None:
                manager.unregister(plugin)
                raise PluginError(f"there is no hook named '{caller.name}'; see docs/reference/hooks.md for those there are.")


def _refuse(registry: Registry, name: str, tolerated: bool, error: Exception) -> None:
    last = traceback.format_exception_only(type(error), error)[-1].strip()
    if not tolerated:
        if isinstance(error, PluginError):
            raise PluginError(f"Plugin '{name}' cannot be loaded: {error}") from error
        raise PluginError(f"Plugin '{name}' cannot be loaded: {last}. Mend it, or take it out of config/default.toml (or uninstall it).") from error
    log.error("plugin %s quarantined: %s", name, last)
    registry.quarantined.append(Quarantined(name, last, "Uninstall or upgrade the package, then restart."))


def _order(registry: Registry, loaded: dict[str, Plugin], third_party: dict[str, bool], tolerate: bool) -> list[str]:
    """Dependency order: `requires` and, where loaded, `uses` come first; alphabetical within."""
    while True:
        lacking = {name: [r for r in plugin.requires if r not in loaded] for name, plugin in loaded.items()}
        broken = sorted(name for name, missing in lacking.items() if missing)
        if not broken:
            break
        for name in broken:
            error = PluginError(
                f"it requires {', '.join(repr(m) for m in lacking[name])}, which is not installed. "
                "Install it, or add it to `plugins` in config/default.toml."
            )
            registry.manager.unregister(loaded[name])
            _refuse(registry, name, third_party[name] and tolerate, error)
            del loaded[name]
    sorter = TopologicalSorter({n: sorted({*p.requires, *(u for u in p.uses if u in loaded)}) for n, p in sorted(loaded.items())})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        raise PluginError(f"Plugins require each other in a circle: {' → '.join(error.args[1])}. Remove one `requires` or `uses`.") from error


def _collect(registry: Registry, plugin: Plugin) -> None:
    """Call the boot hooks of one plugin and file the answers, refusing wrong types and foreign names."""
    for mount in _call(registry, plugin, "register_blueprints", d.Mount):
        name = mount.blueprint.name
        if plugin.name != "core" and name != plugin.name and not name.startswith(f"{plugin.name}_"):
            raise PluginError(f"its blueprint '{name}' must be named '{plugin.name}' or begin with '{plugin.name}_'.")
        registry.mounts.append((plugin, mount))
    for permission in _call(registry, plugin, "register_permissions", d.Permission):
        _own(plugin, permission.name, "permission")
        registry.permissions[permission.name] = permission
    for job in _call(registry, plugin, "register_jobs", d.Job):
        _own(plugin, job.name, "job")
        registry.jobs[job.name] = (plugin.name, job)
    for event in _call(registry, plugin, "register_events", type):
        _own(plugin, event.name, "event")
        registry.events[event.name] = event
    for subscription in _call(registry, plugin, "register_subscriptions", d.Subscription):
        _own(plugin, subscription.name, "subscription")
        registry.subscriptions.setdefault(subscription.event, []).append((plugin.name, subscription))
    registry.commands.extend((plugin, command) for command in _call(registry, plugin, "register_commands", object))


def _call(registry: Registry, plugin: Plugin, hook: str, kind: type) -> Sequence[Any]:
    found: list[Any] = []
    for impl in getattr(registry.manager.hook, hook).get_hookimpls():
        if impl.plugin is plugin:
            found.extend(impl.function() or ())
    for item in found:
        if not isinstance(item, kind):
            raise PluginError(f"its {hook} returned a {type(item).__name__} where {kind.__name__} was expected.")
    return found


def _own(plugin: Plugin, name: str, what: str) -> None:
    if not name.startswith(f"{plugin.name}."):
        raise PluginError(f"its {what} '{name}' must begin with '{plugin.name}.'.")
