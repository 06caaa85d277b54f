"""Solvers are started once for all these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugins.internships.matching.solvers.client import keep


@pytest.fixture(scope="session", autouse=True)
def solvers() -> Iterator[None]:
    """One process of each solver."""
    with keep():
        yield
