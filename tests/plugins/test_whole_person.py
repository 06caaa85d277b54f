"""A person in every personal column of every table: all is exported, and nothing is left after an erasure but what the law keeps."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.records import erasing, export
from core.records.models import Erasure
from core.records.register import register
from core.records.rows import person, personal_tables
from core.testing.factories import Factory
from core.testing.people import Planted, planted
from core.users.models import User

EMAIL = "kanin.kaninsson@exempel.example"
GOOD = [{"row": 2, "organisation": "Demo", "orgnr": None, "email": EMAIL, "municipality_code": None, "identity": "x"}]
SAMPLES = {
    ("employer_needs_invitation_import", "good"): GOOD,
    ("employer_needs_invitation_import", "bad"): [{"row": 3, "faults": [], "cells": ["Demo", EMAIL.upper()]}],
}


@pytest.fixture
def canary(make: Factory) -> Iterator[Planted]:
    region = make.region(plugins=["employer_needs", "training_catalog", "demand_pooling"])
    user = make.user(region, "strategist")
    with atomic():
        user.email, user.name = EMAIL, "Kanin Kaninsson"
    with planted(user, SAMPLES) as made:
        yield made


def test_every_table_with_persons_is_planted(canary: Planted) -> None:
    assert canary.remains() == {table.name for table, _entry in personal_tables()} - canary.wordless
    assert canary.wordless == {
        "internships_attendance",
        "internships_preference",
        "internships_task",
        "meeting_places_attendance",
        "regional_plans_meeting_presence",
    }


@pytest.mark.requirement("S54")
def test_the_export_shows_every_personal_column(canary: Planted) -> None:
    user = person(EMAIL)
    parts = export.collect(user)
    shown = {part.name for part in parts}
    assert {t.name for t, entry in personal_tables() if (entry.export or t.name) not in shown} == set()
    with zipfile.ZipFile(io.BytesIO(export.archive(user, parts, "<p>page</p>"))) as file:
        assert sorted(file.namelist()) == ["data.html", "data.json"]
        text = file.read("data.json").decode()
    hidden = {place for place, word in canary.markers.items() if word not in text and not register()[place[0]].export}
    assert hidden == set()
    assert json.loads(text)["person"] == EMAIL
    secrets = [
        f'"{column}"' for name, entry in register().items() for column in entry.secret if not entry.export and column.endswith("_hash")
    ]
    assert [column for column in secrets if column in text] == []


@pytest.mark.requirement("S55")
def test_nothing_is_left_after_erasure_but_what_the_law_keeps(canary: Planted, make: Factory) -> None:
    user = person(EMAIL)
    number = user.id
    with atomic():
        touched = erasing.erase(user, despite="The person asked for it")
    kept = {part.table for part in touched if part.stays_because}
    assert kept == {name for name, entry in register().items() if entry.erase == "keep" and entry.about != "none"}
    assert [part.table for part in touched if part.stays_because == "" and part.table in kept] == []
    assert canary.remains() - {"core_user"} <= kept
    db.session.expire_all()
    row = db.session.execute(select(User).where(User.id == number)).scalar_one()
    assert (row.email, row.name, row.active) == (f"{number}@erased.invalid", "", False)
    assert "core_user" not in canary.remains()


@pytest.mark.requirement("S55")
def test_an_erased_person_who_comes_back_with_a_backup_is_erased_again(canary: Planted) -> None:
    with atomic():
        before = erasing.erasures()
        db.session.add(Erasure(email_hash=erasing.fingerprint(EMAIL)))
    bystander = person("someone@exempel.example")
    assert bystander.id == 0
    with atomic():
        assert erasing.replay_erasures(before) == 1
    kept = {name for name, entry in register().items() if entry.erase == "keep"}
    assert canary.remains() <= kept
    with atomic():
        assert erasing.replay_erasures() == 0
