"""Fixtures of the whole suite are the ones plugin authors get."""

from __future__ import annotations

import gc

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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of single folders; pytest takes them only from here."""
    parser.addoption("--update-routes", action="store_true", help="write tests/architecture/routes.txt anew")
