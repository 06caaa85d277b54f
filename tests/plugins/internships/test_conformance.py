"""What every plugin promises."""

from __future__ import annotations

from core.testing.conformance import PluginConformance


class TestConformance(PluginConformance):
    plugin = "internships"
