"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from typing import ClassVar

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory

from .made import a_centre, a_course


class TestConformance(PluginConformance):
    plugin = "distance_learning"
    lists = ("distance_learning.centres", "distance_learning.courses")
    no_personal_data: ClassVar[dict[str, str]] = {
        "distance_learning_centre": "the address and the telephone are the centre's own, and shown to everybody",
    }

    def objects(self, make: Factory, region: Region) -> Values:
        centre = a_centre(region)
        course = a_course(region, centre)
        return {
            "distance_learning.centre": {"slug": centre.slug},
            "distance_learning.course": {"course_id": course.id},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        for number in range(count):
            centre = a_centre(region, f"Lärcentrum {count}-{number}")
            a_course(region, centre, title=f"Kurs {count}-{number}")
