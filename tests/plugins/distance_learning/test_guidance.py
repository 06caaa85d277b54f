"""What the guidance page says of learning centres: courses to follow near home, and the nearest centres."""

from __future__ import annotations

from core.db import atomic, db
from core.plugins import GuidanceSection, hooks
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.distance_learning.centres.models import Room
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


def test_what_fits_whom_is_what_the_courses_and_centres_say(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        home = a_centre(region, "Hemma", municipality_code=HERE, support_text="Handledare varje dag.", receives=True,
                        opening_hours=[{"day": 0, "opens": "12:00", "closes": "20:00"}])  # fmt: skip
        near = a_centre(region, "Nära", municipality_code=NEAR, receives=False)
        db.session.add(Room(region_id=region.id, centre_id=home.id, name="Salen", is_accessible=True))
        db.session.add(Room(region_id=region.id, centre_id=near.id, name="Gamla salen", is_accessible=True, is_active=False))
        a_course(region, home, title="Halvfart", occupation_groups=["5321"], pace=50.0)
        a_course(region, near, title="Yrkes-sfi vård", occupation_groups=["5321"], pace=100.0, owner_centre_id=near.id, language="swl")
    with make.inside(region):
        courses, centres = sections(region, HERE)
        told = {item.title: (list(item.fits), list(item.lacks)) for item in [*courses.items, *centres.items]}
        assert told == {
            "Halvfart": (["accessible", "distance", "near", "part_time", "support"], []),
            "Yrkes-sfi vård": (["sign_language", "swedish"], ["part_time", "near"]),
            "Hemma": (["accessible", "distance", "evening", "near", "support"], []),
            "Nära": ([], ["evening", "near"]),
        }
        whole = {item.title: set(item.fits) | set(item.lacks) for section in sections(region, "") for item in section.items}
        assert not any("near" in codes for codes in whole.values())  # near what, when no place is asked for
