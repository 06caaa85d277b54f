"""What is taken when. Pure reads; whoever is to take something has locked the row of it before asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from core.db import db
from plugins.distance_learning.centres.models import Equipment, LearningCentre, Room
from plugins.distance_learning.exams.models import ExamSlot
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.visiting.models import VisitStatus


class Taken(NamedTuple):
    """Something that is taken for a time."""

    starts_at: datetime
    ends_at: datetime
    amount: int


def peak(taken: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> int:
    """The most that is taken at any moment of a time."""
    there = [each for each in taken if each.starts_at < ends_at and starts_at < each.ends_at]
    moments = {starts_at, *(each.starts_at for each in there if each.starts_at > starts_at)}
    return max((sum(each.amount for each in there if each.starts_at <= at < each.ends_at) for at in moments), default=0)


def room_is_taken(room: Room, starts_at: datetime, ends_at: datetime, *, besides: int = 0) -> bool:
    """Whether a room has a booking or an examination at a time; `besides` one booking."""
    return bool(room_taken(room, starts_at, ends_at, besides=besides))


def room_taken(room: Room, first: datetime, last: datetime, *, besides: int = 0) -> list[Taken]:
    """When a room is taken: by bookings and by examinations."""
    exams = select(ExamSlot.starts_at, ExamSlot.ends_at).where(
        ExamSlot.room_id == room.id, ExamSlot.cancelled_at.is_(None), ExamSlot.starts_at < last, ExamSlot.ends_at > first
    )
    found = [Taken(start, end, 1) for start, end in db.session.execute(exams)]
    return found + _booked(RoomBooking.room_id == room.id, first, last, besides)


def equipment_taken(equipment: Equipment, first: datetime, last: datetime, *, besides: int = 0) -> list[Taken]:
    """When pieces of equipment are taken."""
    return _booked(RoomBooking.equipment_id == equipment.id, first, last, besides)


def places_taken(centre: LearningCentre, first: datetime, last: datetime, *, besides: int = 0) -> list[Taken]:
    """When study places of a centre are taken."""
    own = (RoomBooking.centre_id == centre.id) & RoomBooking.room_id.is_(None) & RoomBooking.equipment_id.is_(None)
    return _booked(own, first, last, besides)


def _booked(condition: Any, first: datetime, last: datetime, besides: int) -> list[Taken]:
    wanted = select(RoomBooking.starts_at, RoomBooking.ends_at, RoomBooking.amount).where(
        condition,
        RoomBooking.status == VisitStatus.BOOKED,
        RoomBooking.id != besides,
        RoomBooking.starts_at < last,
        RoomBooking.ends_at > first,
    )
    return [Taken(*row) for row in db.session.execute(wanted)]


def week_bookings(centre: LearningCentre, first: datetime, last: datetime) -> Sequence[RoomBooking]:
    """A centre's bookings in a span of time, the earliest first."""
    wanted = select(RoomBooking).where(
        RoomBooking.centre_id == centre.id,
        RoomBooking.status == VisitStatus.BOOKED,
        RoomBooking.starts_at < last,
        RoomBooking.ends_at > first,
    )
    return db.session.execute(wanted.order_by(RoomBooking.starts_at, RoomBooking.id)).scalars().all()
