"""The object a plugin is. One folder, one module `plugin.py`, one object named `plugin`."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from core.errors import ConfigurationError

API_GENERATION = 1
MAX_NAME = 30  # PostgreSQL's names have 63 characters, and an index is named ix_<plugin>_<table>_<column>
# Addresses, tables and commands of core that a plugin of the same name would take over.
RESERVED = frozenset(
    {"core", "admin", "alembic", "api", "search", "static", "theme", "db", "demo", "jobs", "plugins", "regions", "run", "upgrade", "users"}
)
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class PluginError(ConfigurationError):
    """A plugin cannot be loaded. The message names the plugin, the fault and the remedy."""


def name_fault(name: object) -> str:
    """What is wrong with a plugin's name, with the remedy; empty when nothing is."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return f"its name {name!r} must be lower case words joined by underscores, such as 'meeting_places'."
    if len(name) > MAX_NAME:
        return f"its name '{name}' is {len(name)} characters long; at most {MAX_NAME}."
    if name in RESERVED or name.startswith(("core_", "alembic_")):
        return f"the name '{name}' is taken by the application itself; choose another."
    return ""


class NoSettings(BaseModel):
    """For a plugin without settings."""

    model_config = ConfigDict(extra="forbid")


class Plugin:
    """Base of every plugin. Subclass it, set the attributes, implement hooks with `@hookimpl`, and make one instance.

    Attributes:
        name: Prefix of tables, templates, permissions, jobs and events. Lower case; no name is a prefix of another's.
        title: What people call it (lazy text).
        description: One sentence for the administrator's page (lazy text).
        version: The plugin's own version.
        api: The generation of hooks it was written for, never a maximum version of the application.
        requires: Plugins that must be enabled in the same region.
        uses: Plugins that are migrated and started earlier if they are there; no dependency.
        settings: A pydantic model with `extra="forbid"` and a description on every field. It validates
            `regions.toml`, the administrator's form and stored rows, and generates the reference.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    description: ClassVar[Any] = ""
    version: ClassVar[str] = "0.1.0"
    api: ClassVar[int] = API_GENERATION
    requires: ClassVar[tuple[str, ...]] = ()
    uses: ClassVar[tuple[str, ...]] = ()
    settings: ClassVar[type[BaseModel]] = NoSettings

    @property
    def slug(self) -> str:
        """The plugin's part of addresses: its name with hyphens."""
        return self.name.replace("_", "-")

    @property
    def package(self) -> str:
        """The Python package the plugin lives in."""
        return type(self).__module__.rpartition(".")[0]

    @property
    def folder(self) -> Path:
        """The folder of the package: templates, static, translations and migrations are looked for here."""
        return Path(str(files(self.package)))

    @property
    def table_prefix(self) -> str:
        """Every table of the plugin begins with this."""
        return f"{self.name}_"

    def faults(self) -> list[str]:
        """What is wrong with the declaration, each with its remedy; empty when all is well."""
        if fault := name_fault(getattr(self, "name", None)):
            return [fault]
        found = []
        if self.api != API_GENERATION:
            found.append(
                f"it was written for generation {self.api} of the hooks, and this installation speaks generation {API_GENERATION}. "
                "Install a version of the plugin for this generation; docs/reference/hooks.md lists what changed."
            )
        if not getattr(self, "title", None):
            found.append("it has no title; set `title = _l('…')`.")
        if self.settings.model_config.get("extra") != "forbid":
            found.append("its settings model accepts unknown keys; set model_config = ConfigDict(extra='forbid').")
        found += [
            f"its setting '{key}' has no description; add Field(description=…)."
            for key, field in self.settings.model_fields.items()
            if not field.description
        ]
        found += [
            f"its setting '{key}' has no default; give it one, so that the plugin can be enabled with a click."
            for key, field in self.settings.model_fields.items()
            if field.is_required()
        ]
        return found
