"""The demo: a series over five counties, and a meeting that is open for registration."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import atomic, db
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.meeting_places import demo
from plugins.meeting_places.attendance.models import Attendance
from plugins.meeting_places.exchange.models import Post, PostStatus
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.registration.models import Registration, RegistrationStatus
from plugins.meeting_places.solutions.models import Solution, SolutionStatus


def _figures(region: Region) -> tuple[int, int, int]:
    people = select(func.count(), func.count(func.distinct(Registration.person_key))).where(Registration.region_id == region.id)
    registrations, persons = db.session.execute(people).one()
    held = select(func.count()).select_from(Meeting).where(Meeting.region_id == region.id)
    return int(db.session.execute(held).scalar_one()), int(registrations), int(persons)


def test_five_counties_have_300_registrations_of_fewer_people_and_a_second_seeding_adds_nothing(make: Factory) -> None:
    member = make.region("medlem", plugins=["meeting_places"])
    region = make.region("samverkan", plugins=["meeting_places"])
    make.share(member, region, "meeting_places")
    with make.inside(region, "meeting_places"), atomic():
        for _time in range(2):
            demo.seed(region)
        assert _figures(region) == (3, 300, 240)
        counties = db.session.execute(select(func.substr(Registration.municipality_code, 1, 2)).distinct()).scalars().all()
        assert sorted(counties) == sorted(demo.COUNTIES)
        noted = db.session.execute(select(func.count()).select_from(Attendance)).scalar_one()
        assert noted == 66 + 100
        posts = db.session.execute(select(Post.status, func.count()).group_by(Post.status)).all()
        assert [tuple(each) for each in posts] == [(PostStatus.SHOWN, 5)]


def test_a_region_has_a_meeting_that_is_open_with_a_waiting_list(make: Factory) -> None:
    region = make.region(plugins=["meeting_places"])
    with make.inside(region, "meeting_places"), atomic():
        demo.seed(region)
        assert _figures(region) == (1, 23, 23)
        waits = select(func.count()).where(Registration.status == RegistrationStatus.WAITING)
        assert db.session.execute(waits).scalar_one() == 2
        shown = select(func.count()).select_from(Solution).where(Solution.status == SolutionStatus.PUBLISHED)
        assert db.session.execute(shown).scalar_one() == 4
