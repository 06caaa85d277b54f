"""Pytest fixtures for core and plugins: `pytest_plugins = ["core.testing.fixtures"]`.

One application per run, on SQLite or (`--database postgres`) on a private PostgreSQL; one rolled-back transaction per test.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.testing.apps import installation
from core.testing.client import Browser
from core.testing.database import Databases, rolled_back, start_postgres
from core.testing.factories import Factory


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database`, also from the environment (SAMKRAFT_TEST_DATABASE)."""
    parser.addoption("--database", choices=("sqlite", "postgres"), default=os.environ.get("SAMKRAFT_TEST_DATABASE", "sqlite"))


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgres`."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A short temporary folder (Unix sockets allow 107 characters) that other users may enter (PostgreSQL runs as its own)."""
    folder = Path(tempfile.mkdtemp(prefix="sk-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def databases(database_kind: str, data_dir: Path) -> Iterator[Databases]:
    """Makes empty databases, for tests that need one of their own."""
    if database_kind == "sqlite":
        yield Databases(database_kind, data_dir)
        return
    server, url = start_postgres(str(data_dir / "pg"))
    yield Databases(database_kind, url)
    server.cleanup()


@pytest.fixture(scope="session")
def database_url(databases: Databases) -> str:
    """The URL of an empty database for the run."""
    return databases.create()


@pytest.fixture(scope="session")
def plugins() -> list[str] | None:
    """The plugin packages to load; override in a conftest. None: those of config/default.toml."""
    return None


@pytest.fixture(scope="session")
def app(database_url: str, data_dir: Path, plugins: list[str] | None) -> Iterator[Flask]:
    """The application, its database migrated and its municipalities, occupations and permissions written."""
    with installation(database_url, data_dir, plugins) as made:
        yield made


@pytest.fixture
def database(app: Flask) -> Iterator[Any]:
    """The connection whose transaction is rolled back after the test."""
    with rolled_back(app) as connection:
        yield connection


@pytest.fixture
def context(app: Flask, database: Any) -> Iterator[None]:
    """An application context for calling services directly."""
    with app.app_context():
        yield


@pytest.fixture
def make(context: None) -> Factory:
    """Makes regions, users, organisations; see `core.testing.factories`."""
    return Factory()


@pytest.fixture
def browser(app: Flask, database: Any) -> Browser:
    """A test client that behaves like a browser: fills CSRF tokens and submission keys from the page it is on."""
    return Browser(app)
