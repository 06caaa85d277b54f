"""A kind of table that depends on who reads it in: the checker is told who, and the import is nobody else's."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, region_scope
from core.files import storage
from core.imports.kind import Applied, Checked
from core.imports.models import ImportRow
from core.imports.queries import reader_of
from core.jobs.runner import drain
from core.plugins.registry import registry
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User

KIND = "core.organisations"


class Checker:
    """Lets a user read in rows with the user's own name."""

    def __init__(self, _region: Region, user: User | None) -> None:
        self.name = user.name if user else ""

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        return [
            Checked(title=row["name"], values=dict(row), faults=[] if row["name"] == self.name else [("name", "Inte du.")])
            for _number, row in batch
        ]


@pytest.fixture
def applied(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    done: list[tuple[str, str]] = []

    def apply(_region: Region, row: ImportRow) -> Applied:
        user = reader_of(row)
        done.append((row.title, user.name if user else ""))
        return Applied(1)

    found = registry().imports[KIND]
    monkeypatch.setitem(registry().imports, KIND, replace(found, personal=True, checker=Checker, apply=apply))
    yield done
    for path in storage.folder().iterdir():
        path.unlink()


def states(region: Region) -> list[tuple[str, str]]:
    db.session.expire_all()
    with region_scope(region.id):
        rows: Any = db.session.execute(select(ImportRow.title, ImportRow.state).order_by(ImportRow.number))
        return [(title, state.value) for title, state in rows]


def test_the_checker_knows_who_reads_in_and_nobody_else_sees_it(app: Flask, make: Factory, applied: list[tuple[str, str]]) -> None:
    north = make.region("norr")
    reader, other = make.user(north, "strategist", name="Ada Demo"), make.user(north, "strategist", name="Bo Demo")
    browser, stranger = Browser(app).sign_in(reader), Browser(app).sign_in(other)
    data = "Företag;Org.nr\r\nAda Demo;1\r\nBo Demo;2\r\n".encode()
    browser.get(f"/r/norr/imports/new/{KIND}").submit({"file": (io.BytesIO(data), "rader.csv")})
    browser.submit(having="name")
    drain()
    assert states(north) == [("Ada Demo", "new"), ("Bo Demo", "bad")]
    page = browser.url
    for more in ("", "/columns", "/faults.csv", "/undo"):
        assert stranger.get(f"{page}{more}").status == 404
    assert ("rader.csv" in browser.get("/r/norr/imports/").text, "rader.csv" in stranger.get("/r/norr/imports/").text) == (True, False)
    stranger.get(f"/r/norr/imports/new/{KIND}")
    assert stranger.post(page, dict(stranger.form(having="file").fields)).status == 404
    drain()
    assert (states(north)[0], applied) == (("Ada Demo", "new"), [])
    browser.get(page).submit()
    drain()
    assert (states(north)[0], applied) == (("Ada Demo", "applied_new"), [("Ada Demo", "Ada Demo")])
