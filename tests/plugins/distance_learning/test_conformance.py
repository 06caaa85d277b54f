"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.distance_learning import service


class TestConformance(PluginConformance):
    plugin = "distance_learning"
    lists = ("distance_learning.notes",)

    def objects(self, make: Factory, region: Region) -> Values:
        note = service.write_note(region=region, title="Möte", text="Text")
        return {"distance_learning.note": {"note_id": note.id}}

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            service.write_note(region=region, title=f"Möte {number}", text="Text")
