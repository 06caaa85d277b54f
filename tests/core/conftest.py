"""Core's own tests never load the product's plugins: they run on an application with the fixture plugins, in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.testing.apps import installation
from core.testing.database import Databases

FIXTURE_PLUGINS = [f"tests.fixture_plugins.{name}" for name in ("meetings", "minutes", "archive")]


@pytest.fixture(scope="session")
def plugins() -> list[str]:
    """The packages that are loaded."""
    return FIXTURE_PLUGINS


@pytest.fixture(scope="session")
def app(databases: Databases, data_dir: Path, plugins: list[str]) -> Iterator[Flask]:
    """The application of core's tests."""
    with installation(databases.create("core"), data_dir, plugins) as made:
        yield made


@contextmanager
def settings_of(app: Flask, **changes: Any) -> Iterator[None]:
    """Other settings of the installation inside the block."""
    before = app.extensions["samkraft_settings"]
    app.extensions["samkraft_settings"] = before.model_copy(update=changes)
    try:
        yield
    finally:
        app.extensions["samkraft_settings"] = before
