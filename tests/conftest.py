"""Fixtures of the whole suite are the ones plugin authors get."""

from __future__ import annotations

import pytest

pytest_plugins = ["core.testing.fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of single folders; pytest takes them only from here."""
    parser.addoption("--update-routes", action="store_true", help="write tests/architecture/routes.txt anew")
