"""The plugin keeps what every plugin promises."""

from __future__ import annotations

from typing import ClassVar

from core.regions.models import Region
from core.testing.conformance import PluginConformance
from core.testing.conformance_routes import Values
from core.testing.factories import Factory
from plugins.distance_learning.centres import rooms

from . import visits
from .cohorts import objects as cohorts
from .made import a_centre, a_course


class TestConformance(PluginConformance):
    plugin = "distance_learning"
    lists = (
        "distance_learning.centres",
        "distance_learning.courses",
        "distance_learning.manage",
        "distance_learning.cohorts",
        "distance_learning_cohorts.cohorts",
        "distance_learning.book",
        "distance_learning.exams",
        "distance_learning.exam_board",
        "distance_learning.room_board",
        "distance_learning.support",
        "distance_learning.support_board",
        "distance_learning.study_groups",
        "distance_learning_api.centres",
        "distance_learning_api.courses",
        "distance_learning.statistics",
    )
    recorded = ("distance_learning.people_file", "distance_learning.exam_list", "distance_learning.statistics_file")
    no_personal_data: ClassVar[dict[str, str]] = {
        "distance_learning_centre": "the address and the telephone are the centre's own, and shown to everybody",
    }

    def objects(self, make: Factory, region: Region) -> Values:
        centre = a_centre(region, invigilates=True, opening_hours=visits.OPEN)
        course = a_course(region, centre, owner_centre_id=centre.id)
        own = {"centre_id": centre.id}
        room = rooms.save_room(region=region, centre=centre, room=None, facts={"name": "Sal 1", "seats": 8})
        camera = rooms.save_equipment(region=region, centre=centre, equipment=None, facts={"name": "Kamera"})
        of_centre = ("manage_centre", "closures", "remove_closure", "publish_centre", "new_room", "new_equipment", "centre_quality")
        of_course = ("course", "receive", "edit_course", "withdraw_course")
        return {
            "distance_learning.centre": {"slug": centre.slug},
            **{f"distance_learning.{page}": own for page in (*of_centre, "check_quality")},
            "distance_learning.edit_centre": {**own, "section": "hours"},
            "distance_learning.edit_room": {**own, "room_id": room.id},
            "distance_learning.edit_equipment": {**own, "equipment_id": camera.id},
            **{f"distance_learning.{page}": {"course_id": course.id} for page in of_course},
            **cohorts.objects(region, course, centre),
            **visits.objects(centre),
            "distance_learning.stop_receiving": {"course_id": course.id, **own},
            "distance_learning_api.centre": {"slug": centre.slug},
            "distance_learning_api.course": {"course_id": course.id},
        }

    def rows(self, make: Factory, region: Region, count: int) -> None:
        visits.rows(a_centre(region, f"Lärcentrum med {count}", invigilates=True), count)
        for number in range(count):
            centre = a_centre(region, f"Lärcentrum {count}-{number}")
            course = a_course(region, centre, title=f"Kurs {count}-{number}")
            cohorts.somebody(region, course, centre, number)
