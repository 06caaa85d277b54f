"""A dump that is read while rows change holds one moment: no event without its education, nothing twice, nothing half."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, region_scope
from core.regions.models import Region
from core.testing.database import Databases
from core.testing.factories import Factory
from plugins.training_catalog import service, writer
from plugins.training_catalog.exports import emil3
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord, Removal
from tests.two_at_once import an_application

from .conftest import NORSJO


@pytest.fixture
def own_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An installation whose transactions are real ones."""
    with an_application(databases, tmp_path, "dump", "training_catalog") as made:
        yield made


def _change(app: Flask, region_id: int, *, first: bool) -> None:
    """An import elsewhere: first everything, later other titles, an education less and one more."""

    def work() -> None:
        with app.app_context(), region_scope(region_id), atomic():
            region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
            source = service.source_named(region=region, name="Källa")
            numbers = range(5) if first else range(1, 7)
            word = "Kurs" if first else "Ändrad"
            writer.write(source, [ProviderRecord("p.1", f"Skola {word}")])
            writer.write(source, [InfoRecord(f"i.{n}", f"{word} {n}", "YH") for n in numbers])
            events = [EventRecord(f"e.{n}", f"i.{n}", "p.1", title=word, locations=[Place(NORSJO, "", word)]) for n in numbers]
            writer.write(source, events)
            if not first:
                writer.remove(source, [Removal("event", "e.0"), Removal("info", "i.0")])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(timeout=60)
    assert not thread.is_alive()


def test_an_import_in_the_middle_of_a_dump_is_not_in_it(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emil3, "BATCH", 2)
    with own_app.app_context():
        region_id = Factory().region("norr", plugins=["training_catalog"]).id
        db.session.rollback()
    _change(own_app, region_id, first=True)
    with own_app.app_context():
        region = db.session.execute(select(Region).where(Region.id == region_id)).scalar_one()
        before = "".join(emil3.text(region))
        pieces = emil3.text(region)
        begun = [next(pieces) for _ in range(4)]
        _change(own_app, region_id, first=False)
        assert "".join(begun) + "".join(pieces) == before
        after = "".join(emil3.text(region))
    assert (before.count("Ändrad"), after.count("Kurs"), '"i.0"' in before, '"i.0"' in after) == (0, 0, True, False)
