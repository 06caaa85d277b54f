"""Reads on bookings of places, rooms and equipment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from core.db import Page, paginate, utcnow
from core.regions.models import Region
from plugins.distance_learning.centres.models import Equipment, LearningCentre, Room
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.visiting.models import VisitStatus


def coming(region: Region, centre_ids: Iterable[int], *, number: int) -> Page[Any]:
    """The bookings that are not over, the earliest first: the booking, the centre, and the room or the equipment."""
    wanted: Any = (
        select(
            RoomBooking,
            LearningCentre.name,
            Room.name,
            Equipment.name,
        )
        .join(LearningCentre, LearningCentre.id == RoomBooking.centre_id)
        .outerjoin(Room, Room.id == RoomBooking.room_id)
        .outerjoin(Equipment, Equipment.id == RoomBooking.equipment_id)
        .where(
            RoomBooking.region_id == region.id,
            RoomBooking.centre_id.in_(list(centre_ids)),
            RoomBooking.status == VisitStatus.BOOKED,
            RoomBooking.ends_at > utcnow(),
        )
        .order_by(RoomBooking.starts_at, RoomBooking.id)
    )
    return paginate(wanted, number=number, scalars=False)
