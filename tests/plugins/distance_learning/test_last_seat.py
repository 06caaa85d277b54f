"""Many want the same seat, room or time at once: real threads, real transactions, nothing rolled back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.errors import Conflict
from core.regions.models import Region
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.distance_learning.exams import service as exams
from plugins.distance_learning.exams.models import ExamBooking, ExamSlot
from plugins.distance_learning.exams.visits import KIND as EXAM
from plugins.distance_learning.rooms.models import RoomBooking
from plugins.distance_learning.rooms.visits import KIND as ROOM
from plugins.distance_learning.visiting import service as visits
from plugins.distance_learning.visiting.models import VisitStatus
from plugins.distance_learning.visiting.tokens import token_of
from tests.two_at_once import an_application

from .made import a_centre
from .visits import OPEN, a_booking, a_room, a_slot, an_exam, monday

WANTING = 5


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    with an_application(databases, tmp_path, "seats", "distance_learning") as made:
        yield made


def _at_once(app: Flask, region_id: int, tasks: list[Callable[[Region], object]]) -> Counter[str]:
    """Do all of it in threads that begin together; how each ended."""
    together, ended = threading.Barrier(len(tasks)), Counter[str]()

    def work(task: Callable[[Region], object]) -> None:
        with app.app_context(), region_scope(region_id):
            region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
            db.session.rollback()
            together.wait(timeout=30)
            try:
                with atomic():
                    task(region)
                ended["done"] += 1
            except Conflict:
                ended["refused"] += 1
            except BaseException as error:
                ended[repr(error)] += 1

    threads = [threading.Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ended


@pytest.mark.slow
def test_the_last_seat_the_room_and_the_place_are_each_given_once(own_app: Flask) -> None:
    with own_app.app_context():
        region_id = Factory().region("norr", plugins=["distance_learning"]).id
        with region_scope(region_id), atomic():
            region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
            centre = a_centre(region, invigilates=True, seats=2, opening_hours=OPEN)
            room, other = a_room(centre), a_room(centre, "Södra salen")
            slot = a_slot(room, seats=2)
            seats = [token_of(an_exam(centre, slot, email=f"s{n}@test.samkraft.example").seed) for n in range(WANTING)]
            rooms, places = [], []
            for number in range(WANTING):
                for found, where in ((rooms, other), (places, None)):
                    booking = a_booking(centre, where, starts_at=monday(13), email=f"r{number}@test.samkraft.example")
                    visits.add(booking)
                    found.append(token_of(booking.seed))
            facts = {"centre": centre, "room_id": other.id, "starts_at": monday(9), "ends_at": monday(11), "seats": 1}

    def confirming(kind: object, tokens: list[str]) -> list[Callable[[Region], object]]:
        return [lambda region, token=token: visits.confirm(region=region, kind=kind, token=token) for token in tokens]  # type: ignore[misc]

    assert _at_once(own_app, region_id, confirming(EXAM, seats)) == {"done": 2, "refused": WANTING - 2}
    assert _at_once(own_app, region_id, confirming(ROOM, rooms)) == {"done": 1, "refused": WANTING - 1}
    assert _at_once(own_app, region_id, confirming(ROOM, places)) == {"done": 2, "refused": WANTING - 2}
    opening: list[Callable[[Region], object]] = [lambda region: exams.open_slot(region=region, **facts) for _n in range(WANTING)]  # type: ignore[arg-type]
    assert _at_once(own_app, region_id, opening) == {"done": 1, "refused": WANTING - 1}
    with own_app.app_context(), region_scope(region_id):
        booked = {
            model.__name__: len(db.session.execute(select(model.id).where(model.status == VisitStatus.BOOKED)).all())
            for model in (ExamBooking, RoomBooking)
        }
        assert booked == {"ExamBooking": 2, "RoomBooking": 3}
        assert len(db.session.execute(select(ExamSlot.id)).all()) == 2
