"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory

from .made import a_call, a_package, a_partner, a_project, an_indicator, spend


class TestConformance(PluginConformance):
    plugin = "funding"
    lists = ("funding.calls", "funding.projects", "funding.project")
    recorded = ("funding.project_file",)

    def objects(self, make: Factory, region: Region) -> Values:
        call, project = a_call(region), a_project(region)
        indicator = an_indicator(region, project)
        own = {"project_id": project.id}
        part = {**own, "kind": "package", "part_id": a_package(region, project).id}
        return {
            **{f"funding.{page}": {"call_id": call.id} for page in ("call", "edit_call", "withdraw_call", "watch_call")},
            **{f"funding.{page}": own for page in ("project", "edit_project", "move_project", "budget", "costs", "add_note")},
            "funding.new_part": {**own, "kind": "partner"},
            "funding.edit_part": part,
            "funding.remove_part": part,
            "funding.measure_indicator": {**own, "part_id": indicator.id},
            "funding.project_file": {**own, "what": "costs", "kind": "csv"},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            a_call(region, title=f"Utlysning {count}-{number}")
            project = a_project(region, title=f"Projekt {count}-{number}")
            for each in range(3):
                a_partner(region, project, name=f"Part {each}")
            spend(region, project, budget=100, m1=50)
