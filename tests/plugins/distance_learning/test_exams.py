"""Examinations at learning centres: seats, rooms, the centre's answers, and who may be named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.errors import Conflict, DomainError, Gone, NotFound
from core.mail.models import Mail
from core.records.people import protect
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.web.format import format_date
from plugins.distance_learning.centres.models import LearningCentre, Room
from plugins.distance_learning.exams import files, queries, service
from plugins.distance_learning.exams.models import Attendance, ExamBooking, ExamSlot
from plugins.distance_learning.exams.visits import KIND
from plugins.distance_learning.visiting import jobs
from plugins.distance_learning.visiting import service as visits
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.tokens import token_of

from .made import a_centre
from .visits import a_booking, a_room, a_slot, an_exam, monday


@pytest.fixture
def region(make: Factory) -> Iterator[Region]:
    made = make.region(plugins=["distance_learning"])
    with make.inside(made, "distance_learning"), atomic():
        yield made


@pytest.fixture
def centre(region: Region) -> LearningCentre:
    return a_centre(region, invigilates=True)


@pytest.fixture
def room(centre: LearningCentre) -> Room:
    return a_room(centre)


def subjects() -> list[str]:
    return list(db.session.execute(select(Mail.subject).order_by(Mail.id)).scalars())


def test_a_seat_is_taken_when_the_mail_is_confirmed_and_not_before(region: Region, centre: LearningCentre, room: Room) -> None:
    slot = a_slot(room, seats=1)
    first, second = an_exam(centre, slot), an_exam(centre, slot, email="li@test.samkraft.example")
    assert queries.taken(slot) == 0
    visits.confirm(region=region, kind=KIND, token=token_of(second.seed))
    assert [each.email for each in queries.writing(slot)] == ["li@test.samkraft.example"]
    with pytest.raises(Conflict, match="sista platsen"):
        visits.confirm(region=region, kind=KIND, token=token_of(first.seed))
    assert (first.status, queries.taken(slot)) == (VisitStatus.WAITING, 1)
    assert subjects() == ["Tentamen: Matematik 2: besked"]


def test_confirmed_twice_is_one_seat_and_cancelled_is_free_again(region: Region, centre: LearningCentre, room: Room) -> None:
    slot = a_slot(room, seats=1)
    token = token_of(an_exam(centre, slot).seed)
    for _time in range(2):
        visits.confirm(region=region, kind=KIND, token=token)
    assert queries.taken(slot) == 1
    visits.cancel(region=region, kind=KIND, token=token)
    visits.cancel(region=region, kind=KIND, token=token)
    assert (queries.taken(slot), len(subjects())) == (0, 2)
    with pytest.raises(Conflict, match="avslutad"):
        visits.confirm(region=region, kind=KIND, token=token)


def test_a_request_is_answered_with_a_seat_a_move_or_a_no(region: Region, centre: LearningCentre, room: Room) -> None:
    early, late = a_slot(room), a_slot(room, starts_at=monday(weeks=3))
    asked = an_exam(centre)
    visits.confirm(region=region, kind=KIND, token=token_of(asked.seed))
    assert asked.status is VisitStatus.ASKED
    service.place(region=region, booking=asked, slot_id=early.id)
    service.place(region=region, booking=asked, slot_id=late.id)
    assert (queries.taken(early), queries.taken(late), asked.over_at) == (0, 1, late.ends_at)
    other = an_exam(centre, email="li@test.samkraft.example", status=VisitStatus.ASKED)
    service.decline(region=region, booking=other, reason="Vi har stängt då. Går onsdag?")
    body = db.session.execute(select(Mail.body).order_by(Mail.id.desc()).limit(1)).scalar_one()
    assert "Går onsdag?" in body
    with pytest.raises(Conflict):
        service.place(region=region, booking=other, slot_id=late.id)


def test_a_time_that_is_too_short_or_elsewhere_or_over_is_refused(region: Region, centre: LearningCentre, room: Room) -> None:
    asked = an_exam(centre, status=VisitStatus.ASKED)
    far = a_slot(a_room(a_centre(region, "Lärcentrum Söder")))
    for slot in (a_slot(room, hours=2), far, a_slot(room, starts_at=monday(weeks=-2))):
        with pytest.raises(Conflict):
            service.place(region=region, booking=asked, slot_id=slot.id)
    assert asked.slot_id is None


def test_a_room_is_not_given_to_two_things(region: Region, centre: LearningCentre, room: Room) -> None:
    visits.add(a_booking(centre, room, starts_at=monday(10), status=VisitStatus.BOOKED))
    facts = {"region": region, "centre": centre, "room_id": room.id, "seats": 2}
    with pytest.raises(Conflict, match="bokad"):
        service.open_slot(**facts, starts_at=monday(9), ends_at=monday(11))
    service.open_slot(**facts, starts_at=monday(12), ends_at=monday(14))
    with pytest.raises(Conflict, match="bokad"):
        service.open_slot(**facts, starts_at=monday(13), ends_at=monday(15))
    with pytest.raises(DomainError, match="6 platser"):
        service.open_slot(**{**facts, "seats": 7}, starts_at=monday(15), ends_at=monday(16))


def test_a_cancelled_time_is_told_to_all_who_had_a_seat(region: Region, centre: LearningCentre, room: Room) -> None:
    slot = a_slot(room)
    for name in ("ett", "tva"):
        an_exam(centre, slot, email=f"{name}@test.samkraft.example", status=VisitStatus.BOOKED)
    assert service.cancel_slot(region=region, slot=slot, reason="Vakten är sjuk") == 2
    told = db.session.execute(select(Mail.recipient).order_by(Mail.id)).scalars().all()
    assert list(told) == ["ett@test.samkraft.example", "tva@test.samkraft.example"]
    with pytest.raises(Conflict):
        service.cancel_slot(region=region, slot=slot, reason="igen")


def test_attendance_is_noted_from_the_day_on(region: Region, centre: LearningCentre, room: Room) -> None:
    slot = a_slot(room)
    booking = an_exam(centre, slot, status=VisitStatus.BOOKED)
    with pytest.raises(Conflict):
        service.note_attendance(region=region, slot=slot, present={booking.id: Attendance.PRESENT})
    slot.starts_at, slot.ends_at = monday(weeks=-1), monday(13, weeks=-1)
    service.note_attendance(region=region, slot=slot, present={booking.id: Attendance.PRESENT})
    assert booking.attendance is Attendance.PRESENT


@pytest.mark.requirement("S53")
def test_a_protected_person_has_a_seat_and_no_name(region: Region, centre: LearningCentre, room: Room) -> None:
    slot = a_slot(room)
    an_exam(centre, slot, name="Synlig Person", status=VisitStatus.BOOKED, arrangements="Hörslinga")
    an_exam(centre, slot, name="Dold Person", email="dold@test.samkraft.example", status=VisitStatus.BOOKED)
    protect(email="dold@test.samkraft.example", region=region)
    assert [row[1] for row in files._rows(slot)] == ["Synlig Person", "Skriver utan namn i listan"]
    assert "Hörslinga" not in str(files._rows(slot))  # that there is something is told; what it is, on the booking's page


def test_what_nobody_confirms_goes_and_its_link_says_so(region: Region, centre: LearningCentre) -> None:
    old, new = an_exam(centre), an_exam(centre, email="li@test.samkraft.example")
    old.created_at -= timedelta(days=3)
    db.session.flush()
    with pytest.raises(Gone):
        visits.by_token(region, KIND, token_of(old.seed))
    jobs.clear_unconfirmed(region)
    assert db.session.execute(select(ExamBooking.id)).scalars().all() == [new.id]
    with pytest.raises(NotFound):
        visits.by_token(region, KIND, "x" * 5000)


def test_the_day_before_is_told_once(region: Region, centre: LearningCentre, room: Room) -> None:
    from core.clock import now

    tomorrow = now().replace(hour=9, minute=0) + timedelta(days=1)
    an_exam(centre, a_slot(room, starts_at=tomorrow), status=VisitStatus.BOOKED)
    an_exam(centre, a_slot(room, starts_at=tomorrow + timedelta(days=1)), email="li@test.samkraft.example", status=VisitStatus.BOOKED)
    for _time in range(2):
        jobs.remind(region)
    assert subjects() == ["Påminnelse: Tentamen: Matematik 2"]


def test_nobody_s_mailbox_is_filled(region: Region, centre: LearningCentre) -> None:
    for _time in range(8):
        made = ExamBooking(
            region_id=region.id, centre_id=centre.id, name="Kim", email="kim@test.samkraft.example", exam="M", provider="E",
            wanted_at=monday(), minutes=60,
        )  # fmt: skip
        visits.begin(region=region, kind=KIND, booking=made)
    assert len(subjects()) == visits.MAX_WAITING


def test_a_time_is_made_as_it_was_wished_and_given(make: Factory, browser: Browser) -> None:
    there = make.region("dit", plugins=["distance_learning"])
    with make.inside(there), atomic():
        centre = a_centre(there, invigilates=True)
        a_room(centre, "Läsesalen", kind="study")
        room = a_room(centre, kind="exam")
        asked = an_exam(centre, status=VisitStatus.ASKED)
    at = f"/r/dit/distance-learning/exams/bookings/{asked.id}"
    browser.sign_in(make.user(there, "strategist"))
    browser.get(at).follow("Lägg upp en tid som passar")
    browser.submit(having="room")
    assert browser.url.startswith(at)
    browser.submit(having="slot")
    make.forget()
    with make.inside(there):
        given = db.session.execute(select(ExamBooking)).scalar_one()
        slot = db.session.execute(select(ExamSlot)).scalar_one()
    assert (given.slot_id, given.status) == (slot.id, VisitStatus.BOOKED)
    assert (slot.room_id, slot.starts_at, slot.ends_at) == (room.id, asked.wanted_at, asked.wanted_at + timedelta(minutes=asked.minutes))


def test_the_mail_to_confirm_a_wish_says_when_and_no_closed_day_is_wished(make: Factory, browser: Browser) -> None:
    there = make.region("dit", plugins=["distance_learning"])
    shut, open_ = monday(weeks=2).date(), monday(weeks=3).date()
    closures = [{"first": shut.isoformat(), "last": shut.isoformat(), "reason": "Studiedag"}]
    with make.inside(there), atomic():
        centre = a_centre(there, invigilates=True, closures=closures)
    browser.get(f"/r/dit/distance-learning/exams/{centre.slug}/request")
    wished = {"asker": "student", "exam": "Kemi", "provider": "Skolan", "start": "9", "minutes": "120", "delivery": "digital"}
    browser.submit(having="exam", **wished, day=shut.isoformat(), name="Li", email="li@test.samkraft.example")
    assert "Lärcentrumet är stängt den dagen. Studiedag" in browser.text
    browser.submit(having="exam", day=open_.isoformat())
    with make.inside(there):
        mail = db.session.execute(select(Mail)).scalar_one()
    assert f"Önskad tid: {format_date(open_)} klockan 09:00" in mail.body
