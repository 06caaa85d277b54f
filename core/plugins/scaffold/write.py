"""Puts a new plugin in its place: all of it, or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import tomlkit

from core.config import ROOT
from core.errors import ConfigurationError
from core.plugins.scaffold.names import check_name, check_title, words
from core.plugins.scaffold.render import render


def write_plugin(name: str, *, title: str = "", folder: Path | None = None, root: Path = ROOT) -> list[Path]:
    """Write a small complete plugin that passes its own tests as it stands.

    Args:
        name: Lower case words joined by underscores.
        title: What people call it, in Swedish; the name with spaces if empty.
        folder: Where to write a distribution of its own; None for a plugin of the source tree.
        root: The source tree, for a plugin within it.

    Returns:
        What was written, in order.

    Raises:
        ConfigurationError: when the name or title cannot be used or a folder is taken. Nothing is written then.
    """
    name, title = name.strip(), title.strip() or words(name.strip())
    check_name(name, root=root, importable=folder is not None)
    check_title(title)
    return _write_in_tree(name, title, root) if folder is None else _write_package(name, title, folder)


def _write_in_tree(name: str, title: str, root: Path) -> list[Path]:
    config, plugin, tests = root / "config" / "default.toml", root / "plugins" / name, root / "tests" / "plugins" / name
    if not config.is_file() or not plugin.parent.is_dir() or not tests.parent.is_dir():
        raise ConfigurationError(
            f"{root} is no source tree of Samkraft. Write the plugin as a package of its own instead: --package FOLDER"
        )
    package = f"plugins.{name}"
    listed = _with_plugin(config, package)
    made: list[Path] = []
    try:
        for target, part in ((plugin, "plugin"), (tests, "tests")):
            made += _place(target, render(part, name, title=title, package=package))
        _replace(config, listed)
    except BaseException:
        for target in {plugin, tests} & {parent for path in made for parent in path.parents}:
            shutil.rmtree(target)
        raise
    return [*made, config]


def _write_package(name: str, title: str, folder: Path) -> list[Path]:
    files = render("package", name, title=title, package=name)
    for part, subfolder in (("plugin", name), ("tests", "tests")):
        files |= {Path(subfolder) / path: text for path, text in render(part, name, title=title, package=name).items()}
    return _place(folder, files)


def _place(target: Path, files: Mapping[Path, bytes]) -> list[Path]:
    """Write a whole folder beside its place and move it there, so that a fault halfway leaves nothing.

    Raises:
        ConfigurationError: when the place is taken, or cannot be written to.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ConfigurationError(f"{target} exists already. Choose another name or folder, or take it away first.")
    staging: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        staging.chmod(0o755)
        for path, text in files.items():
            (staging / path).parent.mkdir(parents=True, exist_ok=True)
            (staging / path).write_bytes(text)
        staging.replace(target)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {error.strerror or error}. Choose another folder.") from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
    return [target / path for path in sorted(files)]


def _with_plugin(config: Path, package: str) -> str:
    """The configuration with one more package in `plugins`; comments and order are kept."""
    document = tomlkit.parse(config.read_text("utf-8"))
    listed = document.setdefault("plugins", tomlkit.array().multiline(True))
    if not isinstance(listed, list):
        raise ConfigurationError(f"`plugins` in {config} is no list. Mend it first.")
    if package not in listed:
        listed.append(package)
    return tomlkit.dumps(document)


def _replace(file: Path, text: str) -> None:
    fresh = file.with_suffix(".toml.new")
    try:
        fresh.write_text(text, "utf-8")
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise ConfigurationError(f"{file} cannot be written: {error.strerror or error}.") from error
