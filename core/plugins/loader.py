"""Finds plugins, checks them, sorts them by dependency, and lets them declare what they have.

Two doors, one way in: packages named in the configuration (`plugins = [...]`, module `<package>.plugin`, attribute `plugin`),
and entry points of the group `samkraft.plugins`. Development and CI: a failing plugin stops the start, naming it. Production:
a failing *third-party* plugin is quarantined, and so is what requires it.
"""

from __future__ import annotations

import importlib
import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pluggy

from core.plugins.collect import collect
from core.plugins.hookspecs import ALL, PROJECT
from core.plugins.plugin import Plugin, PluginError
from core.plugins.registry import Quarantined, Registry

__all__ = ["GROUP", "Candidate", "PluginError", "assemble", "build_registry", "candidates"]

GROUP = "samkraft.plugins"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Candidate:
    """A place where a plugin should be."""

    name: str
    origin: str
    third_party: bool
    load: Callable[[], Any]


def candidates(packages: Iterable[str], *, with_entry_points: bool = True) -> list[Candidate]:
    """Configured packages first, then entry points; a plugin found by both doors counts once."""
    packages = list(packages)
    found = [Candidate(p.rpartition(".")[2], f"configured package {p}", False, _package_loader(p)) for p in packages]
    if with_entry_points:
        configured = {f"{p}.plugin" for p in packages}
        for point in sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value)):
            if point.module not in configured:
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
    return assemble(candidates(packages, with_entry_points=with_entry_points), tolerate_third_party=tolerate_third_party, builtin=builtin)


def assemble(found: Iterable[Candidate], *, tolerate_third_party: bool = False, builtin: Sequence[Plugin] = ()) -> Registry:
    """Load the candidates, in dependency order; arguments and errors as `build_registry`."""
    assembly = _Assembly(tolerate_third_party)
    for plugin in builtin:
        assembly.register(plugin)
        collect(assembly.registry, plugin)
    for candidate in found:
        assembly.load(candidate)
    for name in assembly.order():
        assembly.collect(name)
    return assembly.registry


class _Assembly:
    """The plugins that are still standing, while they are loaded one step after the other."""

    def __init__(self, tolerate_third_party: bool) -> None:
        self.tolerate = tolerate_third_party
        self.manager = pluggy.PluginManager(PROJECT)
        for specs in ALL:
            self.manager.add_hookspecs(specs)
        self.registry = Registry(self.manager)
        self.loaded: dict[str, Plugin] = {}
        self.third_party: dict[str, bool] = {}

    def load(self, candidate: Candidate) -> None:
        name = candidate.name
        try:
            plugin = self.checked(candidate)
            name = plugin.name
            self.register(plugin)
        except Exception as error:
            self.refuse(name, candidate.third_party, error)
        else:
            self.loaded[name] = plugin
            self.third_party[name] = candidate.third_party

    def checked(self, candidate: Candidate) -> Plugin:
        plugin = candidate.load()
        if not isinstance(plugin, Plugin):
            raise PluginError(
                f"{candidate.origin} gives a {type(plugin).__name__}, not a Plugin. Write `plugin = MyPlugin()` at the end of plugin.py."
            )
        if faults := plugin.faults():
            raise PluginError("; ".join(faults))
        for other in self.loaded:
            if other == plugin.name:
                raise PluginError(f"the name '{other}' is already taken by another plugin; rename one of them.")
            if other.startswith(f"{plugin.name}_") or plugin.name.startswith(f"{other}_"):
                raise PluginError(
                    f"the names '{plugin.name}' and '{other}' are prefixes of each other, so their tables would mix; rename one of them."
                )
        return plugin

    def register(self, plugin: Plugin) -> None:
        try:
            self.manager.register(plugin, name=plugin.name)
            self.check_hooks(plugin)
        except Exception:
            if self.manager.is_registered(plugin):
                self.manager.unregister(plugin)
            raise

    def check_hooks(self, plugin: Plugin) -> None:
        for caller in self.manager.get_hookcallers(plugin) or ():
            if not caller.has_spec():
                raise PluginError(f"there is no hook named '{caller.name}'; see docs/reference/hooks.md for those there are.")
            for impl in caller.get_hookimpls():
                if impl.plugin is plugin and (impl.hookwrapper or impl.wrapper or impl.tryfirst or impl.trylast):
                    raise PluginError(
                        f"its {caller.name} is a wrapper or asks to be first or last; order comes from `weight`, so remove that option."
                    )

    def order(self) -> list[str]:
        """Dependency order: `requires` and, where loaded, `uses` come first; alphabetical within."""
        while True:
            self.drop_lacking()
            graph = {n: sorted({*p.requires, *(u for u in p.uses if u in self.loaded)}) for n, p in sorted(self.loaded.items())}
            try:
                return list(TopologicalSorter(graph).static_order())
            except CycleError as error:
                circle: list[str] = error.args[1]
                fault = PluginError(f"Plugins require each other in a circle: {' → '.join(circle)}. Remove one `requires` or `uses`.")
                outsiders = sorted({name for name in circle if self.third_party[name]}) if self.tolerate else []
                if not outsiders:
                    raise fault from error
                for name in outsiders:
                    self.drop(name, fault)

    def drop_lacking(self) -> None:
        """Refuse what requires a plugin that is not there, until nothing does."""
        while broken := sorted(name for name, plugin in self.loaded.items() if set(plugin.requires) - set(self.loaded)):
            for name in broken:
                missing = [f"'{r}'" for r in self.loaded[name].requires if r not in self.loaded]
                self.drop(name, _lacking(missing))

    def collect(self, name: str) -> None:
        plugin = self.loaded[name]
        try:
            if missing := [f"'{r}'" for r in plugin.requires if r not in self.registry.plugins]:
                raise _lacking(missing)
            collect(self.registry, plugin)
        except Exception as error:
            self.drop(name, error)
        else:
            self.registry.plugins[name] = plugin

    def drop(self, name: str, error: Exception) -> None:
        self.manager.unregister(self.loaded.pop(name))
        self.refuse(name, self.third_party[name], error)

    def refuse(self, name: str, third_party: bool, error: Exception) -> None:
        """Quarantine a third-party plugin in production; stop the start for every other."""
        cause = str(error) if isinstance(error, PluginError) else _last_line(error)
        if third_party and self.tolerate:
            log.error("plugin %s quarantined: %s", name, cause)
            self.registry.quarantined.append(Quarantined(name, cause, "Uninstall or upgrade the package, then restart."))
            return
        remedy = "" if isinstance(error, PluginError) else " Mend it, or take it out of config/default.toml (or uninstall it)."
        raise PluginError(f"Plugin '{name}' cannot be loaded: {cause.rstrip('.')}.{remedy}") from error


def _lacking(missing: Sequence[str]) -> PluginError:
    return PluginError(f"it requires {', '.join(missing)}, which is not loaded. Install it, or add it to `plugins` in config/default.toml.")


def _last_line(error: Exception) -> str:
    """The last line of the traceback, and where it happened."""
    line = " ".join("".join(traceback.format_exception_only(type(error), error)).split())
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<")]
    return f"{line} ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else line
