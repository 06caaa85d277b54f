"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory


class TestConformance(PluginConformance):
    plugin = "internships"

    def objects(self, make: Factory, region: Region) -> Values:
        return {}
