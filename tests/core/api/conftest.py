"""A region with meetings, and callers with tokens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from core.db import atomic
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from tests.fixture_plugins.meetings.models import Meeting
from tests.fixture_plugins.meetings.service import book_meeting

READ, BOOK = "meetings.meeting.read", "meetings.meeting.book"
Caller = Callable[..., Browser]


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("nord", plugins=["meetings"])


@pytest.fixture
def caller(app: Flask, make: Factory, region: Region) -> Caller:
    """Somebody with a token for these scopes; without scopes, nobody."""

    def made(*scopes: str, where: Region | None = None) -> Browser:
        return Browser(app, token=make.token(where or region, *scopes) if scopes else "")

    return made


@pytest.fixture
def meeting(make: Factory, region: Region) -> Meeting:
    with make.inside(region, "meetings"), atomic():
        return book_meeting(region=region, title="Möte", seats=8)
