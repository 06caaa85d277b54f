"""A kind with a secret column: what stands there is kept nowhere in clear."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, region_scope
from core.files import storage
from core.imports.kind import Applied, Checked, ImportColumn
from core.imports.models import ImportRow, TableImport
from core.jobs.runner import drain
from core.plugins.registry import registry
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory

KIND = "core.organisations"
SECRET = "198501021234"
DATA = f"Namn;Kod;Annat\r\nAda;{SECRET};{SECRET}\r\nBo;{SECRET};\r\n".encode()


class Checker:
    """Finds a fault in everybody but Bo."""

    def __init__(self, _region: Region) -> None:
        pass

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        assert all(row["code"] == SECRET for _number, row in batch)
        return [Checked(title=f"Rad {n}", values={"who": row["name"]}, faults=_faults(row["name"])) for n, row in batch]


def _faults(name: str) -> list[tuple[str, str]]:
    return [] if name == "Bo" else [("code", "Koden stämmer inte.")]


@pytest.fixture
def secret_kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    columns = (ImportColumn("name", "Namn", required=True), ImportColumn("code", "Kod", required=True, is_secret=True))
    found = replace(registry().imports[KIND], columns=columns, checker=Checker, apply=lambda _region, _row: Applied(1))
    monkeypatch.setitem(registry().imports, KIND, found)
    yield
    for path in storage.folder().iterdir():
        path.unlink()


def stored(region: Region) -> str:
    db.session.expire_all()
    with region_scope(region.id):
        rows = db.session.execute(select(ImportRow).order_by(ImportRow.number)).scalars()
        imports = db.session.execute(select(TableImport)).scalars()
        return repr([(row.title, row.cells, row.values, row.faults, row.changes) for row in rows]) + repr([row.sample for row in imports])


def test_a_secret_is_not_kept(app: Flask, make: Factory, secret_kind: None) -> None:
    north = make.region("norr")
    browser = Browser(app).sign_in(make.user(north, "strategist"))
    browser.get(f"/r/norr/imports/new/{KIND}").submit({"file": (io.BytesIO(DATA), "rader.csv")})
    assert "•••" in browser.text
    assert SECRET not in browser.page
    browser.submit(having="name")
    page = browser.url
    drain()
    assert SECRET not in stored(north)
    assert "'Ada', '•••', '•••'" in stored(north)
    response = browser.get(f"{page}/faults.csv").response
    assert response is not None
    assert "Ada;•••;•••" in response.get_data(as_text=True)
    assert SECRET not in response.get_data(as_text=True)
    assert len(list(storage.folder().iterdir())) == 1
    shown = browser.get(page)
    assert "Känsliga kolumner sparas inte" in shown.text
    assert SECRET not in shown.page
    browser.submit()
    drain()
    assert list(storage.folder().iterdir()) == []
    assert "Filen är inläst" in browser.get(page).text
    assert SECRET not in stored(north)


def test_without_a_secret_rows_are_kept_whole(app: Flask) -> None:
    with app.app_context():
        kind = registry().imports[KIND]
    assert kind.kept(["a", "b"], {"name": 0}) == ["a", "b"]
