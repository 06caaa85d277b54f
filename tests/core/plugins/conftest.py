"""Plugins made of functions, loaded instead of the application's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask

from core.db import atomic, db
from core.plugins import Plugin
from core.plugins.models import RegionPlugin
from core.regions.models import Region
from core.testing.apps import registry_of
from core.testing.factories import Factory
from tests.core.plugins.made import Use


@pytest.fixture
def use(make: Factory, app: Flask) -> Iterator[Use]:
    """Load the given plugins instead of the application's, enabled in a region of their own."""
    loaded = app.extensions["samkraft_registry"]

    def load(*plugins: Plugin, off: Sequence[str] = ()) -> Region:
        app.extensions["samkraft_registry"] = registry_of(*plugins)
        region = make.region()
        with atomic():
            db.session.add_all(RegionPlugin(region_id=region.id, plugin=p.name, enabled=p.name not in off) for p in plugins)
        return region

    yield load
    app.extensions["samkraft_registry"] = loaded
    make.forget()
