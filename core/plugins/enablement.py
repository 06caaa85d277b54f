"""The one gate. Whether a plugin is on in a region is decided here and nowhere else.

Web, API, jobs, events at delivery, navigation, slots, search, commands and templates all ask these functions.
"""

from __future__ import annotations

from functools import cache as cache_for_ever
from typing import Protocol

from flask import g
from sqlalchemy import Select, bindparam, select

from core.db import db
from core.plugins.models import RegionPlugin
from core.plugins.plugin import Plugin
from core.plugins.registry import registry


class HasId(Protocol):
    """Anything with a region's id."""

    @property
    def id(self) -> int: ...


def enabled_plugins(region: HasId) -> tuple[Plugin, ...]:
    """The plugins that are on in a region, in dependency order: enabled rows ∩ loaded plugins, minus those whose `requires` are not met."""
    cache: dict[int, tuple[Plugin, ...]] = g.setdefault("_enabled_plugins", {})
    if region.id not in cache:
        cache[region.id] = effective(set(db.session.execute(_enabled(), {"region": region.id}).scalars()))
    return cache[region.id]


@cache_for_ever  # asked for every page: building it is dearer than running it
def _enabled() -> Select[str]:
    return select(RegionPlugin.plugin).where(RegionPlugin.region_id == bindparam("region"), RegionPlugin.enabled.is_(True))


def effective(names: set[str]) -> tuple[Plugin, ...]:
    """Which of the named plugins can be on together: loaded, with all that they require."""
    kept: dict[str, Plugin] = {}
    for name, plugin in registry().plugins.items():  # dependency order: what is required has been judged before
        if name in names and all(required in kept for required in plugin.requires):
            kept[name] = plugin
    return tuple(kept.values())


def is_enabled(region: HasId, name: str) -> bool:
    """Whether one plugin is on in a region. Core itself always is."""
    return name == "core" or any(plugin.name == name for plugin in enabled_plugins(region))


def forget_cached() -> None:
    """Drop what this application context remembers, after a change of enablement, of settings or of a region's links."""
    for key in ("_enabled_plugins", "_plugin_settings", "_sharing_members", "_permissions"):
        g.pop(key, None)
