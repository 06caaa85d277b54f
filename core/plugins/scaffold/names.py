"""Whether a new plugin's name and title can be used. Asked before anything is written, so that nothing is written in vain."""

from __future__ import annotations

import keyword
import tomllib
from importlib.util import find_spec
from pathlib import Path

from core.errors import ConfigurationError
from core.plugins.loader import candidates
from core.plugins.plugin import PluginError, name_fault

MAX_TITLE = 45  # as long as fits on a line of the code
# They would have to be escaped differently in Python, TOML, Jinja and the catalogue.
UNFIT = '"\\{}%<>'


def check_name(name: str, *, root: Path, importable: bool) -> None:
    """Refuse a name that cannot be a plugin's, or that would mix its tables and addresses with another's.

    Args:
        root: The source tree, whose plugins are known besides the installed ones.
        importable: Whether the plugin becomes a package of that very name.

    Raises:
        PluginError: what is wrong with the name, and what to do.
    """
    if fault := name_fault(name):
        raise PluginError(f"The plugin cannot be made: {fault}")
    if keyword.iskeyword(name) or name == "tests":
        raise PluginError(f"The plugin cannot be made: '{name}' means something else in Python; choose another name.")
    for other, where in sorted(known_names(root).items()):
        if other == name:
            raise PluginError(f"The plugin cannot be made: there is a plugin '{name}' already ({where}); choose another name.")
        if other.startswith(f"{name}_") or name.startswith(f"{other}_"):
            raise PluginError(
                f"The plugin cannot be made: '{name}' and '{other}' ({where}) begin alike, so their tables would mix; choose another name."
            )
    if importable and find_spec(name) is not None:
        raise PluginError(f"The plugin cannot be made: there is a Python package '{name}' already; choose another name.")


def known_names(root: Path) -> dict[str, str]:
    """The plugins there are, by name: where each was found."""
    config = root / "config" / "default.toml"
    packages = tomllib.loads(config.read_text("utf-8")).get("plugins", []) if config.is_file() else []
    found = {candidate.name: candidate.origin for candidate in candidates(packages)}
    for file in (root / "plugins").glob("*/plugin.py"):
        found.setdefault(file.parent.name, f"folder plugins/{file.parent.name}")
    return found


def check_title(title: str) -> None:
    """Refuse a title that is too long, or that cannot stand as it is in every file.

    Raises:
        ConfigurationError: what is wrong with it, and what to do.
    """
    if len(title) > MAX_TITLE:
        raise ConfigurationError(f"The title is {len(title)} characters long; at most {MAX_TITLE}. Shorten it: it stands in the menu.")
    if not title.isprintable() or any(sign in title for sign in UNFIT):
        raise ConfigurationError(f"The title {title!r} holds a sign that cannot stand in it; leave out line breaks and any of {UNFIT}")


def words(name: str) -> str:
    """A name as a title: `study_visits` is `Study visits`."""
    return name.replace("_", " ").capitalize()


def camel(name: str) -> str:
    """A name as the first part of a class's: `study_visits` is `StudyVisits`."""
    return "".join(part.capitalize() for part in name.split("_"))
