"""Who was erased is known after the loss of the whole database, and after the secret of the installation was changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from core.backup import restoring
from core.db import all_regions, atomic, db
from core.records import erasing, jobs, kept
from core.records.models import Erasure
from core.users.models import User
from core.users.service import ensure_user
from tests.core.conftest import settings_of

EMAIL = "kanariefagel@exempel.example"


def erased() -> None:
    with atomic():
        erasing.erase(ensure_user(email=EMAIL, name="Kanarie Fågelsång"), despite="a test")


def came_back() -> None:
    with atomic():
        db.session.add(User(email=EMAIL, name="Kanarie Fågelsång"))
        db.session.add(User(email="someone@exempel.example", name="Någon Annan"))


def names() -> list[str]:
    db.session.expire_all()
    return list(db.session.execute(select(User.name).where(User.name != "").order_by(User.name)).scalars())


@pytest.mark.requirement("S55")
def test_an_erasure_is_recognised_after_a_change_of_secret(context: None, app: Flask) -> None:
    erased()
    came_back()
    old = app.extensions["samkraft_settings"].secret_key
    with settings_of(app, secret_key="n" * 48, old_secret_keys=[]), atomic():
        assert erasing.replay_erasures() == 0
    with settings_of(app, secret_key="n" * 48, old_secret_keys=["o" * 48, old]), atomic():
        assert erasing.replay_erasures() == 1
        assert erasing.replay_erasures() == 0
    assert names() == ["Någon Annan"]
    assert len(erasing.erasures()) == 1


@pytest.mark.requirement("S55")
def test_the_file_outlives_the_database(context: None, app: Flask, tmp_path: Path) -> None:
    with settings_of(app, data_dir=tmp_path):
        assert kept.read() == []
        erased()
        jobs.keep_erasures(None)
        jobs.keep_erasures(None)
        assert kept.file().read_text("utf-8").split() == erasing.erasures() == [erasing.fingerprint(EMAIL)]
        with atomic(), all_regions("everything is lost"):
            db.session.execute(delete(Erasure))
        came_back()
        known = restoring.known_erasures()
        assert known == [erasing.fingerprint(EMAIL)]
        assert restoring.replay_erasures(known) == 1
        assert names() == ["Någon Annan"]


def test_the_file_only_grows_and_passes_over_what_a_full_disk_cut(app: Flask, context: None, tmp_path: Path) -> None:
    first, second = "a" * 64, "b" * 64
    with settings_of(app, data_dir=tmp_path):
        assert (kept.add([first]), kept.add([first]), kept.add([])) == (1, 0, 0)
        with kept.file().open("a") as file:
            file.write("b" * 20)
        assert (kept.add([second, first]), kept.read()) == (1, [first, second])
    assert kept.parsed(json.dumps([first, second])) == [first, second]
