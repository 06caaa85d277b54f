"""`samkraft plugins new`: writes a small whole plugin, to be changed into what its author wants.

The files lie in `files/`, with `@@name@@` and the like where the plugin's own words go. What is written passes the conformance
suite, ruff and mypy as it stands; `tests/core/plugins/test_scaffold.py` proves it, and the tutorial quotes it.
"""

from __future__ import annotations

import importlib.util
import json
import keyword
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import tomlkit
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.config import DEFAULT_FILE, ROOT, load_settings
from core.errors import ConfigurationError
from core.plugins.loader import candidates
from core.plugins.plugin import name_fault

MAX_TITLE = 60
SUFFIX = ".tmpl"


def write_plugin(name: str, *, title: str = "", folder: Path | None = None) -> list[Path]:
    """Write a new plugin.

    Args:
        name: Its name, lower case words joined by underscores.
        title: What people call it, in Swedish; the name with spaces if not given.
        folder: Where to write a package of its own. None: into `plugins/` of this installation, and into `config/default.toml`.

    Returns:
        The files that were written or changed.

    Raises:
        ConfigurationError: when the name cannot be used or the place is taken; nothing was written.
    """
    title = " ".join((title or name.replace("_", " ").capitalize()).split())
    check_name(name, own_package=folder is not None)
    if len(title) > MAX_TITLE:
        raise ConfigurationError(f"The title is {len(title)} characters long; at most {MAX_TITLE}. It stands in the menu.")
    plan = _package(name, title, folder) if folder is not None else _in_tree(name, title)
    if taken := sorted(str(path) for path in plan if path.exists()):
        raise ConfigurationError(f"{taken[0]} exists already; nothing was written. Choose another name or folder.")
    for path, content in plan.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    written = [*plan, *_compile([path for path in plan if path.suffix == ".po"])]
    return written if folder is not None else [*written, _add_to_configuration(name)]


def check_name(name: str, *, own_package: bool) -> None:
    """Refuse a name that the loader would refuse, or that somebody has.

    Raises:
        ConfigurationError: with what to do.
    """
    if fault := name_fault(name):
        raise ConfigurationError(f"A plugin cannot be called that: {fault}")
    if keyword.iskeyword(name):
        raise ConfigurationError(f"'{name}' is a word of Python itself; choose another name.")
    taken = {c.name: c.origin for c in candidates(load_settings().plugins)}
    taken |= {p.name: "folder in plugins/" for p in (ROOT / "plugins").glob("[a-z]*") if p.is_dir()}
    for other, origin in taken.items():
        if other == name:
            raise ConfigurationError(f"There is already a plugin '{name}' ({origin}); choose another name.")
        if other.startswith(f"{name}_") or name.startswith(f"{other}_"):
            raise ConfigurationError(
                f"'{name}' and the plugin '{other}' are prefixes of each other, so their tables would mix; choose another name."
            )
    if own_package and importlib.util.find_spec(name) is not None:
        raise ConfigurationError(f"There is already a Python package '{name}', which yours would hide; choose another name.")


def _in_tree(name: str, title: str) -> dict[Path, str]:
    words = _words(name, title, f"plugins.{name}")
    plan = {ROOT / "plugins" / name / path: text for path, text in _rendered("plugin", words)}
    plan.update({ROOT / "tests" / "plugins" / name / path: text for path, text in _rendered("tests", words)})
    return plan


def _package(name: str, title: str, folder: Path) -> dict[Path, str]:
    words = _words(name, title, name)
    plan = {folder / name / path: text for path, text in _rendered("plugin", words)}
    plan.update({folder / "tests" / path: text for path, text in _rendered("tests", words)})
    places = {"pyproject.toml": "pyproject.toml", "conftest.py": "tests/conftest.py", "gitignore": ".gitignore"}
    plan.update({folder / places[path]: text for path, text in _rendered("package", words)})
    return plan


def _words(name: str, title: str, package: str) -> dict[str, str]:
    return {
        "@@name@@": name,
        "@@slug@@": name.replace("_", "-"),
        "@@Class@@": "".join(word.capitalize() for word in name.split("_")),
        "@@package@@": package,
        "@@title@@": title.replace("\\", "\\\\").replace('"""', "'''"),
        "@@title_literal@@": json.dumps(title, ensure_ascii=False),
    }


def _rendered(part: str, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Path and text of each file of a part."""
    for path, source in _walk(files("core.plugins.scaffold") / "files" / part):
        text = source.read_text("utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        yield path.replace("PLUGIN", words["@@name@@"]).removesuffix(SUFFIX), _sorted_imports(text)


def _walk(place: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for item in sorted(place.iterdir(), key=lambda each: each.name):
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif item.name.endswith(SUFFIX):
            yield prefix + item.name, item


def _sorted_imports(text: str) -> str:
    """The lines between `@@first_party` and `@@end`, in the order that ruff wants, which depends on the plugin's name."""
    before, mark, rest = text.partition("@@first_party\n")
    if not mark:
        return text
    block, _, after = rest.partition("@@end\n")
    return before + "".join(sorted(block.splitlines(keepends=True), key=lambda line: line.split()[1])) + after


def _compile(catalogues: list[Path]) -> list[Path]:
    """Make the catalogues readable for the running application; `make setup` does it again."""
    written = []
    for path in catalogues:
        target = path.with_suffix(".mo")
        with path.open("rb") as source, target.open("wb") as out:
            write_mo(out, read_po(source, locale=path.parts[-3]))
        written.append(target)
    return written


def _add_to_configuration(name: str) -> Path:
    """Add the plugin to the list in `config/default.toml`, keeping its comments."""
    document = tomlkit.parse(DEFAULT_FILE.read_text("utf-8"))
    document["plugins"].add_line(f"plugins.{name}", indent="  ")
    DEFAULT_FILE.write_text(tomlkit.dumps(document), "utf-8")
    return DEFAULT_FILE
