"""Reads on examinations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select

from core.db import db, get, utcnow
from core.errors import NotFound
from core.i18n import gettext as _
from core.records.people import visible_people
from core.regions.models import Region
from core.users.models import User
from plugins.distance_learning.centres.models import LearningCentre, Room
from plugins.distance_learning.centres.queries import managed_centres, own_centre
from plugins.distance_learning.exams.models import ExamBooking, ExamSlot
from plugins.distance_learning.permissions import EXAMS
from plugins.distance_learning.visiting.models import VisitStatus

MAX_SLOTS = 200


class SlotRow(NamedTuple):
    """A time, where it is, and how many seats are taken."""

    slot: ExamSlot
    centre: LearningCentre
    room: Room
    taken: int

    @property
    def left(self) -> int:
        """Seats that are free."""
        return max(0, self.slot.seats - self.taken)


def invigilating(region: Region) -> Sequence[LearningCentre]:
    """The published centres where examinations can be written, by name."""
    wanted = select(LearningCentre).where(LearningCentre.region_id == region.id, LearningCentre.is_published, LearningCentre.invigilates)
    return db.session.execute(wanted.order_by(LearningCentre.sort_key, LearningCentre.id)).scalars().all()


def coming_slots(region: Region, centre_ids: Iterable[int], *, only_open: bool) -> list[SlotRow]:
    """Times that have not begun, the earliest first; only those that anybody may book, when asked."""
    wanted = _rows(region).where(ExamSlot.centre_id.in_(list(centre_ids)), ExamSlot.starts_at > utcnow(), ExamSlot.cancelled_at.is_(None))
    if only_open:
        wanted = wanted.where(ExamSlot.is_open, LearningCentre.is_published, LearningCentre.invigilates)
    return [SlotRow(*row) for row in db.session.execute(wanted)]


def past_slots(region: Region, centre_ids: Iterable[int]) -> list[SlotRow]:
    """Times that have begun, the latest first, to note attendance in."""
    wanted = _rows(region).where(ExamSlot.centre_id.in_(list(centre_ids)), ExamSlot.starts_at <= utcnow(), ExamSlot.cancelled_at.is_(None))
    return [SlotRow(*row) for row in db.session.execute(wanted.order_by(None).order_by(ExamSlot.starts_at.desc(), ExamSlot.id).limit(30))]


def _rows(region: Region) -> Any:
    taken = (
        select(func.count(ExamBooking.id))
        .where(ExamBooking.slot_id == ExamSlot.id, ExamBooking.status == VisitStatus.BOOKED)
        .correlate(ExamSlot)
        .scalar_subquery()
    )
    return (
        select(ExamSlot, LearningCentre, Room, taken)
        .join(LearningCentre, LearningCentre.id == ExamSlot.centre_id)
        .join(Room, Room.id == ExamSlot.room_id)
        .where(ExamSlot.region_id == region.id)
        .order_by(ExamSlot.starts_at, ExamSlot.id)
        .limit(MAX_SLOTS)
    )


def slot_row(region: Region, slot_id: int) -> SlotRow:
    """A time with its centre, room and taken seats.

    Raises:
        NotFound: when there is none.
    """
    found = db.session.execute(_rows(region).where(ExamSlot.id == slot_id)).one_or_none()
    if found is None:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return SlotRow(*found)


def own_slot(region: Region, user: User | None, slot_id: int, *, lock: bool = False) -> ExamSlot:
    """A time at a centre where a person arranges examinations.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(ExamSlot, slot_id, lock=lock)
    own_centre(region, user, found.centre_id, EXAMS)
    return found


def own_booking(region: Region, user: User | None, booking_id: int, *, lock: bool = False) -> ExamBooking:
    """A booking at a centre where a person arranges examinations.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = get(ExamBooking, booking_id, lock=lock)
    own_centre(region, user, found.centre_id, EXAMS)
    return found


def waiting_for_centre(region: Region, user: User | None) -> Sequence[tuple[ExamBooking, LearningCentre]]:
    """Confirmed requests that the centre is to answer, the nearest wish first. Nobody with protected identity."""
    ids = [centre.id for centre in managed_centres(region, user, EXAMS)]
    wanted = (
        select(ExamBooking, LearningCentre)
        .join(LearningCentre, LearningCentre.id == ExamBooking.centre_id)
        .where(
            ExamBooking.region_id == region.id,
            ExamBooking.centre_id.in_(ids),
            ExamBooking.status == VisitStatus.ASKED,
        )
        .order_by(ExamBooking.wanted_at, ExamBooking.id)
        .limit(MAX_SLOTS)
    )
    return [(booking, centre) for booking, centre in db.session.execute(wanted)]


def writing(slot: ExamSlot) -> Sequence[ExamBooking]:
    """Those who have a seat, in the order in which they got it."""
    wanted = select(ExamBooking).where(ExamBooking.slot_id == slot.id, ExamBooking.status == VisitStatus.BOOKED)
    return db.session.execute(wanted.order_by(ExamBooking.confirmed_at, ExamBooking.id)).scalars().all()


def nameable(slot: ExamSlot) -> frozenset[int]:
    """The bookings of a time whose people may be named in a list."""
    wanted = select(ExamBooking.id).where(ExamBooking.slot_id == slot.id, visible_people(ExamBooking.email))
    return frozenset(db.session.execute(wanted).scalars())


def taken(slot: ExamSlot) -> int:
    """How many seats are taken. Lock the time first when one is to be given."""
    return len(writing(slot))
