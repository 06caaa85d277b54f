"""What the guidance page says of learning centres: courses to follow near home, and the nearest centres."""

from __future__ import annotations

from core.db import atomic
from core.plugins import GuidanceSection, hooks
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.distance_learning.publishing.models import CourseStatus

from .made import a_centre, a_course
from .test_publishing import FAR, HERE, NEAR, region

__all__ = ["region"]


def sections(region: Region, municipality: str, group: str = "5321") -> list[GuidanceSection]:
    return hooks.for_region(region).guidance_sections(user=None, municipality=municipality, occupation_group=group)


def test_courses_for_the_group_at_centres_near_home_and_the_nearest_centres(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        near, far = a_centre(region, "Nära", municipality_code=NEAR), a_centre(region, "Långt", municipality_code=FAR)
        hidden = a_centre(region, "Dolt", municipality_code=HERE)
        hidden.is_published = False
        a_course(region, near, title="Undersköterska", occupation_groups=["5321"])
        a_course(region, near, title="Keramik")
        a_course(region, far, title="Undersköterska långt bort", occupation_groups=["5321"])
        a_course(region, near, title="Indragen", occupation_groups=["5321"], status=CourseStatus.WITHDRAWN)
    with make.inside(region):
        courses, centres = sections(region, HERE)
        assert (courses.kind, [item.title for item in courses.items]) == ("ways", ["Undersköterska"])
        assert courses.items[0].text.endswith("Kan följas på Nära.")
        assert [item.title for item in centres.items] == ["Nära", "Långt"]
        assert centres.items[0].text.startswith("Malå, ")
        assert [len(section.items) for section in sections(region, HERE, "2512")] == [2]
