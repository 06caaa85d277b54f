"""Applications for the tests: the real factory, on a database of the test run."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from core import builtin
from core.app import create_app
from core.db import db
from core.db.cli import upgrade_installation
from core.plugins import loader
from core.plugins.plugin import Plugin
from core.plugins.registry import Registry


@contextmanager
def installation(
    database_url: str, data_dir: Path, plugins: Sequence[str] | None, *, upgrade: bool = True, **overrides: Any
) -> Iterator[Flask]:
    """An application with its database migrated, and its municipalities, occupations and permissions written.

    Args:
        plugins: Packages of the plugins to load; None for those of `config/default.toml`.
        upgrade: Whether to migrate; False for a database that is to be looked at as it is.
        overrides: Single settings, such as `environment="production"`.
    """
    chosen: dict[str, Any] = {"environment": "test", "https": False, "entry_points": False, "plugins": plugins, **overrides}
    app = create_app(data_dir=data_dir, database_url=database_url, **chosen)
    with app.app_context():
        if upgrade:
            upgrade_installation()
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            if db.engine.dialect.name == "postgresql":
                gc.collect()  # a connection that only a traceback still holds goes back to the pool, which then closes it
            db.engine.dispose()


def registry_of(*plugins: Plugin) -> Registry:
    """A registry of ready plugin objects, checked and collected as the loader does it. For tests of hooks and of the gate."""
    found = [loader.Candidate(plugin.name, "the test", False, lambda plugin=plugin: plugin) for plugin in plugins]  # type: ignore[misc]
    return loader.assemble(found, builtin=[builtin.plugin])
