"""Rooms, times and those who book them, for tests."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from core.clock import today
from core.db import db
from plugins.distance_learning.centres.models import LearningCentre, Room
from plugins.distance_learning.exams.models import ExamBooking, ExamSlot
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.service import add
from plugins.distance_learning.visiting.times import moment

OPEN = [{"day": day, "opens": "08:00", "closes": "17:00"} for day in range(5)]


def monday(hour: int = 9, minute: int = 0, *, weeks: int = 2) -> datetime:
    """A time on a Monday some weeks from now."""
    day = today() + timedelta(days=7 - today().weekday(), weeks=weeks - 1)
    return moment(day, time(hour, minute))


def a_room(centre: LearningCentre, name: str = "Norra salen", *, seats: int = 6, **facts: Any) -> Room:
    """A room of a centre."""
    made = Room(region_id=centre.region_id, centre_id=centre.id, name=name, seats=seats, **facts)
    db.session.add(made)
    db.session.flush()
    return made


def a_slot(room: Room, *, seats: int = 2, starts_at: datetime | None = None, hours: int = 4, **facts: Any) -> ExamSlot:
    """A time for examinations that anybody may book."""
    start = starts_at or monday()
    values = {"is_open": True, **facts}
    made = ExamSlot(
        region_id=room.region_id,
        centre_id=room.centre_id,
        room_id=room.id,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        seats=seats,
        **values,
    )
    db.session.add(made)
    db.session.flush()
    return made


def an_exam(centre: LearningCentre, slot: ExamSlot | None = None, *, email: str = "kim@test.samkraft.example", **facts: Any) -> ExamBooking:
    """Somebody who wants to write."""
    values: dict[str, Any] = {
        "name": "Kim Exempel",
        "exam": "Matematik 2",
        "provider": "Exempelskolan",
        "wanted_at": slot.starts_at if slot else monday(),
        "minutes": 180,
        **facts,
    }
    made = ExamBooking(region_id=centre.region_id, centre_id=centre.id, slot_id=slot.id if slot else None, email=email, **values)
    if made.status is VisitStatus.BOOKED and slot is not None:
        made.over_at = slot.ends_at
    add(made)
    return made


def a_booking(centre: LearningCentre, room: Room | None = None, *, starts_at: datetime | None = None, **facts: Any) -> RoomBooking:
    """Somebody who wants a room, or study places. Not kept until it is added."""
    start = starts_at or monday()
    values = {"name": "Kim Exempel", "email": "kim@test.samkraft.example", "amount": 1, "ends_at": start + timedelta(hours=2), **facts}
    return RoomBooking(region_id=centre.region_id, centre_id=centre.id, room_id=room.id if room else None, starts_at=start, **values)


def objects(centre: LearningCentre) -> dict[str, dict[str, Any]]:
    """By endpoint, what its address needs."""
    from plugins.distance_learning.support.models import StudyGroup, SupportBooking, SupportSlot
    from plugins.distance_learning.visiting.tokens import token_of

    region_id = centre.region_id
    room = a_room(centre, "Skrivsalen")
    slot = a_slot(room)
    booked = an_exam(centre, slot, status=VisitStatus.BOOKED, arrangements="Längre tid", contact_email="kontakt@test.samkraft.example")
    taken = a_booking(centre, room, starts_at=monday(14), status=VisitStatus.BOOKED, over_at=monday(16))
    add(taken)
    talk = SupportSlot(region_id=region_id, centre_id=centre.id, starts_at=monday(9), ends_at=monday(10), place="Rum 2")
    group = StudyGroup(region_id=region_id, centre_id=centre.id, title="Matematikgruppen", town="Norsjö", seats=6)
    db.session.add_all([talk, group])
    db.session.flush()
    add(SupportBooking(region_id=region_id, slot_id=talk.id, name="Kim", email="kim@test.samkraft.example", status=VisitStatus.BOOKED))
    mine = {"kind": "exam", "token": token_of(booked.seed)}
    at_slot, at_centre = {"slot_id": slot.id}, {"slug": centre.slug}
    return {
        **{f"distance_learning.{page}": mine for page in ("mine", "mine_calendar")},
        **{f"distance_learning.{page}": at_centre for page in ("request_exam", "room_week", "book_room")},
        "distance_learning.exam_slot": at_slot,
        "distance_learning.exam_list": {**at_slot, "form": "csv"},
        "distance_learning.statistics_file": {"form": "csv"},
        "distance_learning.exam_booking": {"booking_id": booked.id},
        "distance_learning.room_booking": {"booking_id": taken.id},
        **{f"distance_learning.{page}": {"slot_id": talk.id} for page in ("book_support", "cancel_support_slot")},
        **{f"distance_learning.{page}": {"group_id": group.id} for page in ("study_group", "edit_group")},
    }


def rows(centre: LearningCentre, count: int) -> None:
    """So many of everything that is listed."""
    from plugins.distance_learning.support.models import GroupMember, StudyGroup, SupportBooking, SupportSlot

    room, region_id = a_room(centre, seats=500), centre.region_id
    for number in range(count):
        email = f"rad{count}-{number}@test.samkraft.example"
        who: dict[str, Any] = {"name": "Kim", "email": email, "status": VisitStatus.BOOKED}
        slot = a_slot(room, starts_at=monday(weeks=3) + timedelta(days=number))
        an_exam(centre, slot, email=email, status=VisitStatus.BOOKED)
        an_exam(centre, email=email, status=VisitStatus.ASKED)
        add(a_booking(centre, room, starts_at=monday(14) + timedelta(days=number), email=email, status=VisitStatus.BOOKED))
        talk = SupportSlot(region_id=region_id, centre_id=centre.id, starts_at=slot.starts_at, ends_at=slot.ends_at, place="Rum 2")
        group = StudyGroup(region_id=region_id, centre_id=centre.id, title=f"Grupp {number}", town="Norsjö", seats=6)
        free = SupportSlot(region_id=region_id, centre_id=centre.id, starts_at=slot.starts_at, ends_at=slot.ends_at, place="Rum 3")
        db.session.add_all([talk, group, free])
        db.session.flush()
        add(SupportBooking(region_id=region_id, slot_id=talk.id, **who))
        add(GroupMember(region_id=region_id, group_id=group.id, **who))
