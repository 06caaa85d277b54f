"""Fixtures of the whole suite are the ones plugin authors get."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow, which says nothing about the code. Speed is measured in bench/.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

pytest_plugins = ["core.testing.fixtures"]


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


SWEEPS = Path(__file__).parent / "architecture"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, pages are opened and forms are sent by the sweeps over all of them; the walks of single pages run on SQLite.

    What differs between the two databases is in the statements, and those of services, queries and jobs run on both. All the same,
    `make test-everything` runs every walk on PostgreSQL too.
    """
    if config.getoption("--database") != "postgres" or config.getoption("--everything"):
        return
    walks = [item for item in items if "browser" in getattr(item, "fixturenames", ()) and _is_walk(item)]
    config.hook.pytest_deselected(items=walks)
    items[:] = [item for item in items if item not in set(walks)]


def _is_walk(item: pytest.Item) -> bool:
    return SWEEPS not in item.path.parents and item.path.name != "test_conformance.py" and item.get_closest_marker("both_databases") is None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of single folders; pytest takes them only from here."""
    parser.addoption("--everything", action="store_true", help="on PostgreSQL, also the walks of single pages")
    parser.addoption("--update-routes", action="store_true", help="write tests/architecture/routes.txt anew")
