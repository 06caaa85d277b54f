"""Many want the same place at once: real threads, real transactions, nothing rolled back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import atomic, db, get, region_scope
from core.regions.models import Region
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.meeting_places.meetings.models import Meeting
from plugins.meeting_places.registration import service
from plugins.meeting_places.registration.models import Registration
from tests.two_at_once import an_application

from .made import a_meeting
from .organised import facts

SEATS, WANTING = 2, 5


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    with an_application(databases, tmp_path, "places", "meeting_places") as made:
        yield made


@pytest.mark.slow
def test_no_more_get_a_place_than_there_are_and_one_address_is_one_registration(own_app: Flask) -> None:
    with own_app.app_context():
        region_id = Factory().region("norr", plugins=["meeting_places"]).id
        with region_scope(region_id), atomic():
            region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
            meeting_id = a_meeting(region, seats_digital=SEATS).id
    addresses = [*(f"p{number}@test.samkraft.example" for number in range(WANTING)), *["samma@test.samkraft.example"] * WANTING]
    together, ended = threading.Barrier(len(addresses)), Counter[str]()

    def work(address: str) -> None:
        with own_app.app_context(), region_scope(region_id):
            region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
            said = facts(region)
            db.session.rollback()
            together.wait(timeout=30)
            try:
                with atomic():
                    service.register(region=region, meeting=get(Meeting, meeting_id), email=address, facts=said)
                ended["done"] += 1
            except BaseException as error:
                ended[repr(error)] += 1

    threads = [threading.Thread(target=work, args=(address,)) for address in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert ended == {"done": len(addresses)}
    with own_app.app_context(), region_scope(region_id):
        standing = select(Registration.status, func.count()).group_by(Registration.status)
        assert {str(status): number for status, number in db.session.execute(standing)} == {
            "registered": SEATS,
            "waiting": WANTING + 1 - SEATS,
        }
