"""A region with one person who is told things."""

from __future__ import annotations

import pytest

from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import User


@pytest.fixture
def north(make: Factory) -> Region:
    return make.region("norr")


@pytest.fixture
def strategist(make: Factory, north: Region) -> User:
    return make.user(north, "strategist", name="Sara Strateg")
