"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from typing import ClassVar

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory

from .made import a_prospect, a_text


class TestConformance(PluginConformance):
    plugin = "guidance"
    exempt: ClassVar[dict[str, str]] = {
        "guidance.occupation": "an occupation group belongs to every region; what is told of it is the region's own",
        "guidance.sheet": "the same",
    }
    lists = ("guidance.texts", "guidance.prospects")

    def objects(self, make: Factory, region: Region) -> Values:
        text = a_text(region)
        a_prospect(region)
        return {
            **{f"guidance.{page}": {"text_id": text.id} for page in ("edit_text", "remove_text")},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            group = f"{6000 + 100 * (count > 1) + number}"
            a_prospect(region, occupation_group=group)
            a_text(region, occupation_group=group)
