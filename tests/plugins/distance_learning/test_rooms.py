"""Places, rooms and equipment: opening hours, counts, series, and the nearest free time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.db import atomic, db
from core.errors import Conflict, DomainError
from core.regions.models import Region
from core.testing.factories import Factory
from plugins.distance_learning.centres.models import Equipment, LearningCentre
from plugins.distance_learning.rooms import opening, service
from plugins.distance_learning.rooms.occupied import Taken, peak
from plugins.distance_learning.rooms.visits import KIND
from plugins.distance_learning.rooms.week import monday_of, week_of
from plugins.distance_learning.visiting import service as visits
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.times import start_text, wall
from plugins.distance_learning.visiting.tokens import token_of

from .made import a_centre
from .visits import OPEN, a_booking, a_room, a_slot, monday


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["distance_learning"])
    with make.inside(made, "distance_learning"), atomic():
        yield made


@pytest.fixture
def centre(region: Region) -> LearningCentre:
    return a_centre(region, seats=3, opening_hours=OPEN)


def test_what_is_taken_at_once_is_counted_and_not_what_follows() -> None:
    taken = [Taken(monday(9), monday(11), 1), Taken(monday(11), monday(13), 2), Taken(monday(10), monday(12), 1)]
    assert peak(taken, monday(9), monday(13)) == 3
    assert peak(taken, monday(9), monday(10)) == 1
    assert peak(taken, monday(13), monday(14)) == 0


def test_a_booking_keeps_to_the_opening_hours(region: Region, centre: LearningCentre) -> None:
    with pytest.raises(DomainError, match="08:00–17:00") as early:
        service.check(centre, a_booking(centre, starts_at=monday(7)), lock=True)
    assert early.value.field == "start"
    with pytest.raises(DomainError, match="stängt"):
        service.check(centre, a_booking(centre, starts_at=monday(9) - timedelta(days=1)), lock=True)
    day = wall(monday()).date().isoformat()
    centre.closures = [{"first": day, "last": day, "reason": "Studiedag"}]
    with pytest.raises(DomainError, match="Studiedag"):
        service.check(centre, a_booking(centre), lock=True)
    assert opening.open_spans(OPEN, centre.closures, wall(monday()).date()) == []


def test_a_taken_room_is_told_with_the_nearest_free_time(region: Region, centre: LearningCentre) -> None:
    room = a_room(centre)
    a_slot(room, starts_at=monday(9), hours=3)
    visits.add(a_booking(centre, room, starts_at=monday(13), ends_at=monday(17), status=VisitStatus.BOOKED))
    with pytest.raises(Conflict) as taken:
        service.check(centre, a_booking(centre, room, starts_at=monday(9)), lock=True)
    free = monday(8) + timedelta(days=1)
    assert taken.value.field == "start"
    assert taken.value.message.endswith(f"Närmaste lediga tid: {start_text(free)}.")


def test_places_and_equipment_are_given_to_the_last_and_no_further(region: Region, centre: LearningCentre) -> None:
    piece = Equipment(region_id=region.id, centre_id=centre.id, name="Dator", amount=2, is_bookable=True)
    db.session.add(piece)
    db.session.flush()
    for wanted, most in (({}, 3), ({"equipment_id": piece.id}, 2)):
        with pytest.raises(DomainError, match=f"finns {most}"):
            service.check(centre, a_booking(centre, amount=most + 1, **wanted), lock=True)
        visits.add(a_booking(centre, amount=most, status=VisitStatus.BOOKED, **wanted))
        with pytest.raises(Conflict):
            service.check(centre, a_booking(centre, starts_at=monday(10), **wanted), lock=True)
        service.check(centre, a_booking(centre, starts_at=monday(11), **wanted), lock=True)


def test_a_series_is_booked_whole_or_not_at_all(make: Factory, region: Region, centre: LearningCentre) -> None:
    user, room = make.user(region, "strategist"), a_room(centre)
    made = service.book_as_staff(region=region, centre=centre, booking=a_booking(centre, room), user=user, weeks=4)
    assert [wall(each.starts_at).hour for each in made] == [9, 9, 9, 9]
    assert len({each.series for each in made}) == 1
    late = a_booking(centre, room, starts_at=monday(9, weeks=4))
    with pytest.raises(Conflict):
        service.check(centre, late, lock=True)
    with pytest.raises(Conflict):
        service.book_as_staff(
            region=region, centre=centre, booking=a_booking(centre, room, starts_at=monday(10, weeks=1)), user=user, weeks=2
        )


def test_a_confirmed_link_books_unless_somebody_was_first(region: Region, centre: LearningCentre) -> None:
    room = a_room(centre)
    first, second = a_booking(centre, room), a_booking(centre, room, email="li@test.samkraft.example")
    for each in (first, second):
        visits.add(each)
    visits.confirm(region=region, kind=KIND, token=token_of(second.seed))
    with pytest.raises(Conflict, match="Närmaste lediga tid"):
        visits.confirm(region=region, kind=KIND, token=token_of(first.seed))
    assert (first.status, second.status) == (VisitStatus.WAITING, VisitStatus.BOOKED)


def test_the_week_names_nobody(region: Region, centre: LearningCentre) -> None:
    room = a_room(centre)
    visits.add(a_booking(centre, room, status=VisitStatus.BOOKED))
    week = week_of(centre, wall(monday()).date())
    assert dict(week.rows)["Norra salen"] == [["09:00–11:00"], [], [], [], [], [], []]
    assert monday_of(week.name) == wall(monday()).date()
    assert monday_of("2026-W99") == monday_of("nonsens") == monday_of("")
