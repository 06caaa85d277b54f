"""Reading and checking `config/regions.toml`: all faults at once, each with its line and remedy. Nothing here writes."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import ConfigurationError, DomainError
from core.i18n import LANGUAGES
from core.plugins.plugin import Plugin
from core.plugins.registry import registry
from core.plugins.settings import validate
from core.regions.toml_lines import LineIndex
from core.texts.catalogue import TEXTS
from core.texts.service import check as check_text
from core.web.theme import check_accent

MAX_FILE_BYTES = 1024 * 1024
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_KEYS = {"name", "description", "contact_email", "accent", "municipalities", "members", "shares", "plugins", "texts"}
_LIMITS = {"name": 120, "description": 600, "contact_email": 254}


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in the file."""

    line: int
    message: str


class FaultyFile(ConfigurationError):
    """The file has faults; nothing was changed."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.path = path
        self.faults = sorted(set(faults))
        lines = "\n".join(f"  {path.name}, line {f.line}: {f.message}" for f in self.faults)
        super().__init__(f"{path.name} has {len(self.faults)} fault(s); nothing was changed.\n{lines}")


@dataclass
class RegionConfig:
    """One region as the file declares it."""

    slug: str
    name: str
    description: str = ""
    contact_email: str = ""
    accent: str = ""
    municipalities: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    shares: dict[str, list[str]] = field(default_factory=dict)
    plugins: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)


def read_file(path: Path, *, municipalities: Mapping[str, str]) -> list[RegionConfig]:
    """Read and check the file.

    Args:
        municipalities: Every municipality's name (lower case) and code, to its code.

    Raises:
        FaultyFile: with every fault found, by line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path.name} cannot be read: {error.strerror}. Check the path.") from error
    if len(raw) > MAX_FILE_BYTES:
        raise ConfigurationError(f"{path.name} is larger than 1 MiB; that is no region configuration.")
    try:
        text = raw.decode("utf-8")
        content = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else max(1, raw.count(b"\n")) if "end of document" in str(error) else 1
        raise FaultyFile(path, [Fault(line, f"this is not valid TOML: {error}. Mend the line.")]) from error
    return _Checker(path, text, content, municipalities).check()


class _Checker:
    """Walks the parsed file and collects faults."""

    def __init__(self, path: Path, text: str, content: dict[str, Any], municipalities: Mapping[str, str]) -> None:
        self.path = path
        self.index = LineIndex(text)
        self.content = content
        self.municipalities = municipalities
        self.faults: list[Fault] = []

    def fault(self, message: str, *where: str, value: str | None = None) -> None:
        self.faults.append(Fault(self.index.line(*where, value=value), message))

    def check(self) -> list[RegionConfig]:
        for key in self.content:
            if key != "regions":
                self.fault(f"unknown table '{key}'; regions stand under [regions.NAME].", key)
        tables = self.content.get("regions", {})
        if not isinstance(tables, dict) or not tables:
            self.fault("there is no [regions.NAME] table; declare at least one region.", "regions")
            tables = {}
        regions = [self.region(slug, table, set(tables)) for slug, table in tables.items()]
        by_slug = {region.slug: region for region in regions}
        for region in regions:
            self.sharing(region, by_slug)
        if self.faults:
            raise FaultyFile(self.path, self.faults)
        return regions

    def region(self, slug: str, table: Any, slugs: set[str]) -> RegionConfig:
        where = ("regions", slug)
        config = RegionConfig(slug=slug, name=slug)
        if not _SLUG.fullmatch(slug) or len(slug) > 60:
            self.fault(f"'{slug}' cannot stand in an address; use lower case letters a–z, digits and hyphens.", *where)
        if not isinstance(table, dict):
            self.fault(f"regions.{slug} is not a table; write [regions.{slug}].", *where)
            return config
        for key in table:
            if key not in _KEYS:
                self.fault(f"unknown key '{key}'{_guess(key, _KEYS)}", *where, key)
        for key, limit in _LIMITS.items():
            value = table.get(key, "")
            if not isinstance(value, str):
                self.fault(f"'{key}' must be a text in quotes.", *where, key)
            elif len(value) > limit:
                self.fault(f"'{key}' is {len(value)} characters long; at most {limit}.", *where, key)
            else:
                setattr(config, key, value or getattr(config, key))
        if not table.get("name"):
            self.fault(f"region '{slug}' has no name; add name = \"…\".", *where)
        if accent := table.get("accent", ""):
            try:
                config.accent = check_accent(str(accent))
            except DomainError as error:
                self.fault(error.message, *where, "accent")
        config.municipalities = self.codes(where, self.texts(where, table, "municipalities"))
        config.members = self.slugs(where, self.texts(where, table, "members"), slugs, slug)
        config.shares = self.shares(where, table.get("shares", {}), slugs)
        config.plugins = self.plugins(where, slug, table.get("plugins", {}))
        config.texts = self.own_texts(where, table.get("texts", {}))
        return config

    def own_texts(self, where: tuple[str, ...], value: Any) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for code, texts in value.items() if isinstance(value, dict) else [("", None)]:
            if code not in LANGUAGES or not isinstance(texts, dict):
                self.fault(f"'texts' must be tables by language ({', '.join(LANGUAGES)}): [{'.'.join(where)}.texts.sv].", *where, "texts")
                continue
            for key, body in texts.items():
                if key not in TEXTS or not isinstance(body, str):
                    self.fault(f"unknown text '{key}'{_guess(key, TEXTS)}", *where, "texts", code, key)
                    continue
                try:
                    found.setdefault(code, {})[key] = check_text(key, body)
                except DomainError as error:
                    self.fault(error.message, *where, "texts", code, key)
        return found

    def texts(self, where: tuple[str, ...], table: dict[str, Any], key: str) -> list[str]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.fault(f'\'{key}\' must be a list of texts, such as ["…", "…"].', *where, key)
            return []
        return value

    def codes(self, where: tuple[str, ...], names: list[str]) -> list[str]:
        found = []
        for name in names:
            code = self.municipalities.get(name.strip().lower())
            if code is None:
                self.fault(
                    f"there is no municipality '{name}'{_guess(name.lower(), self.municipalities)}", *where, "municipalities", value=name
                )
            elif code in found:
                self.fault(f"'{name}' is listed twice; remove one.", *where, "municipalities", value=name)
            else:
                found.append(code)
        return found

    def slugs(self, where: tuple[str, ...], members: list[str], slugs: set[str], own: str) -> list[str]:
        for member in members:
            if member == own or member not in slugs:
                self.fault(
                    f"member '{member}' is not another region of this file{_guess(member, slugs - {own})}",
                    *(*where, "members"),
                    value=member,
                )
        return [m for m in members if m in slugs and m != own]

    def shares(self, where: tuple[str, ...], value: Any, slugs: set[str]) -> dict[str, list[str]]:
        if not isinstance(value, dict):
            self.fault("'shares' must be a table: collaboration = [\"plugin\", …].", *where, "shares")
            return {}
        found = {}
        for collaboration, names in value.items():
            if collaboration not in slugs:
                self.fault(
                    f"shares with '{collaboration}', which is not a region of this file{_guess(collaboration, slugs)}",
                    *where,
                    "shares",
                    collaboration,
                )
                continue
            found[collaboration] = self.texts((*where, "shares"), value, collaboration)
            for name in names if isinstance(names, list) else []:
                if name not in registry().plugins:
                    self.fault(
                        f"shares '{name}', which is not an installed plugin{_guess(str(name), registry().plugins)}",
                        *where,
                        "shares",
                        collaboration,
                    )
        return found

    def sharing(self, region: RegionConfig, by_slug: dict[str, RegionConfig]) -> None:
        for collaboration in region.shares:
            if region.slug not in by_slug[collaboration].members:
                self.fault(
                    f"'{region.slug}' shares with '{collaboration}', which does not list it. "
                    f"Add it to members of '{collaboration}', or remove the share.",
                    *("regions", region.slug, "shares", collaboration),
                )

    def plugins(self, where: tuple[str, ...], slug: str, value: Any) -> dict[str, dict[str, Any]]:
        if not isinstance(value, dict):
            self.fault("'plugins' must be a table: plugin = true, or plugin = { setting = … }.", *where, "plugins")
            return {}
        loaded = registry().plugins
        wanted: dict[str, dict[str, Any]] = {}
        for name, choice in value.items():
            here = (*where, "plugins", name)
            plugin = loaded.get(name)
            if plugin is None:
                self.fault(f"plugin '{name}' is not installed{_guess(name, loaded)}", *here)
            elif choice is False:
                continue
            elif choice is True or isinstance(choice, dict):
                wanted[name] = {} if choice is True else choice
                self.settings(plugin, wanted[name], here)
            else:
                self.fault(f"plugin '{name}' must be true, false or a table of settings.", *here)
        for name in wanted:
            for required in loaded[name].requires:
                if required not in wanted:
                    self.fault(
                        f"plugin '{name}' needs '{required}', which region '{slug}' has not enabled. "
                        f"Enable '{required}', or remove '{name}'.",
                        *(*where, "plugins", name),
                    )
        return wanted

    def settings(self, plugin: Plugin, values: dict[str, Any], where: tuple[str, ...]) -> None:
        for fault in validate(plugin, values)[1]:
            self.fault(f"plugin '{plugin.name}', setting '{fault.key}': {fault.message}", *where, *fault.key.split("."))


def _guess(word: str, known: Any) -> str:
    close = difflib.get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else "; check the spelling."
