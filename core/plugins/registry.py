"""What is loaded in this process, and what loading declared. Built once at start; nothing changes it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
import pluggy
from flask import current_app

from core.plugins import declarations as d
from core.plugins.plugin import Plugin

if TYPE_CHECKING:
    from core.events.event import Event
    from core.imports.kind import ImportKind


@dataclass(frozen=True)
class Quarantined:
    """A third-party plugin that failed to load in production: its name, the last line of the failure, and what to do."""

    name: str
    error: str
    remedy: str


@dataclass
class Registry:
    """Every loaded plugin, in dependency order, with what it registered."""

    manager: pluggy.PluginManager
    plugins: dict[str, Plugin] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)
    mounts: list[tuple[Plugin, d.Mount]] = field(default_factory=list)
    permissions: dict[str, d.Permission] = field(default_factory=dict)
    jobs: dict[str, tuple[str, d.Job]] = field(default_factory=dict)
    events: dict[str, type[Event]] = field(default_factory=dict)
    subscriptions: dict[str, list[tuple[str, d.Subscription]]] = field(default_factory=dict)
    notice_kinds: dict[str, tuple[str, d.NoticeKind]] = field(default_factory=dict)
    mail_templates: dict[str, tuple[str, d.MailTemplate]] = field(default_factory=dict)
    commands: list[tuple[Plugin, click.Command]] = field(default_factory=list)
    imports: dict[str, ImportKind] = field(default_factory=dict)

    def require(self, name: str) -> Plugin:
        """The loaded plugin of that name.

        Raises:
            KeyError: when it is not loaded.
        """
        return self.plugins[name]

    def owner_of_blueprint(self, blueprint: str) -> str | None:
        """The plugin that mounted a blueprint, or None for core's own. A blueprint within a blueprint is named `outer.inner`."""
        return self._owners.get(blueprint.partition(".")[0])

    @property
    def _owners(self) -> Mapping[str, str]:
        cached = self.__dict__.get("_owner_map")
        if cached is None:
            cached = {mount.blueprint.name: plugin.name for plugin, mount in self.mounts}
            self.__dict__["_owner_map"] = cached
        return cached


def registry() -> Registry:
    """The registry of the running application."""
    found: Registry = current_app.extensions["samkraft_registry"]
    return found
