"""What a demo region has of bookings: times with seats, those who have booked, and a study group. All of it is made up."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.regions.models import Region
from plugins.distance_learning.centres.models import LearningCentre, Room, RoomKind
from plugins.distance_learning.centres.queries import published_centres, rooms_of
from plugins.distance_learning.exams.models import Attendance, ExamBooking, ExamSlot
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.support.models import GroupMember, StudyGroup, SupportBooking, SupportKind, SupportSlot
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.service import add
from plugins.distance_learning.visiting.times import moment

DOMAIN = "demo.samkraft.example"
PEOPLE = ("Alva Demo", "Bo Demo", "Cleo Demo", "Dani Demo", "Elis Demo", "Freja Demo")


def make(region: Region) -> None:
    """Make it, once. Run again it adds nothing."""
    if db.session.execute(select(ExamSlot.id).where(ExamSlot.region_id == region.id).limit(1)).first():
        return
    for place, centre in enumerate(published_centres(region)[:3]):
        centre.invigilates = True
        room = _exam_room(centre)
        _exams(centre, room, place)
        _room(centre, room)
        _support(centre, place)
    db.session.flush()


def _exam_room(centre: LearningCentre) -> Room:
    rooms = rooms_of(centre)
    for room in rooms:
        if room.kind is RoomKind.EXAM:
            return room
    if rooms:
        return rooms[0]
    room = Room(region_id=centre.region_id, centre_id=centre.id, name="Skrivsalen", seats=6, kind=RoomKind.EXAM, is_accessible=True)
    db.session.add(room)
    db.session.flush()
    return room


def _day(weeks: int, weekday: int, hour: int) -> datetime:
    monday = today() - timedelta(days=today().weekday())
    return moment(monday + timedelta(weeks=weeks, days=weekday), time(hour))


def _exams(centre: LearningCentre, room: Room, place: int) -> None:
    region_id = centre.region_id
    for weeks, is_open in ((-2, True), (2, True), (3, True)):
        start = _day(weeks, place, 9)
        slot = ExamSlot(
            region_id=region_id,
            centre_id=centre.id,
            room_id=room.id,
            starts_at=start,
            ends_at=start + timedelta(hours=4),
            seats=min(room.seats, 4),
            invigilator="Vakt 1",
            is_open=is_open,
        )
        db.session.add(slot)
        db.session.flush()
        writers = PEOPLE[place : place + (min(3, slot.seats) if weeks < 0 else 1)]
        for who in writers:
            _writer(centre, slot, who, VisitStatus.BOOKED, Attendance.PRESENT if weeks < 0 else Attendance.UNKNOWN)
    _writer(centre, None, PEOPLE[place + 3], VisitStatus.ASKED, Attendance.UNKNOWN)


def _writer(centre: LearningCentre, slot: ExamSlot | None, who: str, status: VisitStatus, attendance: Attendance) -> None:
    add(
        ExamBooking(
            region_id=centre.region_id,
            centre_id=centre.id,
            slot_id=slot.id if slot else None,
            name=who,
            email=_email(who),
            language="sv",
            exam="Matematik 2b",
            provider="Exempelskolan",
            wanted_at=slot.starts_at if slot else _day(4, 2, 13),
            minutes=180,
            aids="Formelblad och räknare",
            municipality_code=centre.municipality_code,
            status=status,
            attendance=attendance,
            confirmed_at=utcnow(),
            over_at=slot.ends_at if slot else None,
        )
    )


def _room(centre: LearningCentre, room: Room) -> None:
    for weeks, weekday in ((0, 3), (1, 1)):
        start = _day(weeks, weekday, 13)
        add(
            RoomBooking(
                region_id=centre.region_id,
                centre_id=centre.id,
                room_id=room.id,
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                name=PEOPLE[5],
                email=_email(PEOPLE[5]),
                language="sv",
                status=VisitStatus.BOOKED,
                confirmed_at=utcnow(),
                over_at=start + timedelta(hours=2),
            )
        )


def _support(centre: LearningCentre, place: int) -> None:
    region_id = centre.region_id
    for number, kind in enumerate((SupportKind.GUIDANCE, SupportKind.STUDY)):
        start = _day(1, 2 + number, 10 + place)
        slot = SupportSlot(
            region_id=region_id,
            centre_id=centre.id,
            kind=kind,
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            place="Samtalsrummet",
            video_url="https://video.samkraft.example/demo",
        )
        db.session.add(slot)
        db.session.flush()
        if number:
            who = PEOPLE[4]
            add(
                SupportBooking(
                    region_id=region_id,
                    slot_id=slot.id,
                    name=who,
                    email=_email(who),
                    language="sv",
                    topic="Hur jag planerar min tid",
                    status=VisitStatus.BOOKED,
                    confirmed_at=utcnow(),
                    over_at=slot.ends_at,
                )
            )
    group = StudyGroup(
        region_id=region_id,
        centre_id=centre.id,
        title=f"Läsgruppen i {centre.town or centre.name}",
        course="Blandade kurser på distans",
        town=centre.town or centre.name,
        meets="Tisdagar klockan 18, på lärcentrumet eller med video",
        seats=8,
    )
    db.session.add(group)
    db.session.flush()
    for who in PEOPLE[:2]:
        member = GroupMember(region_id=region_id, group_id=group.id, name=who, email=_email(who), language="sv")
        member.status, member.confirmed_at = VisitStatus.BOOKED, utcnow()
        add(member)


def _email(who: str) -> str:
    return f"{who.split()[0].lower()}@{DOMAIN}"
