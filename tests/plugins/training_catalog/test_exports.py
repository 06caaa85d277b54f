"""The catalogue for other programs: dumps, conditional requests, calendars, commands."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from icalendar import Calendar
from werkzeug.test import TestResponse

from plugins.training_catalog.cli import catalog
from plugins.training_catalog.exports import dumps, emil3
from plugins.training_catalog.exports.jobs import make_dump

from .conftest import SKELLEFTEA, Catalogue, event_, info, provider, swe

ROOT = "/r/norr/training-catalog"


@pytest.fixture
def full(catalogue: Catalogue) -> Catalogue:
    catalogue.read(
        [
            provider(),
            info("i.1", title=swe("Svets")),
            info("i.2", title=swe("Vård"), type={"code": "VUXGY"}),
            event_("e.1", education="i.1", application={"last": "2027-04-15"}, locations=[{"areaCode": SKELLEFTEA}]),
            event_("e.2", education="i.2", application={"last": "2027-05-02"}),
            event_("e.3", education="i.2", application={"last": "2027-01-02"}),
            event_("e.4", education="i.2", application={"continuous": True}),
        ]
    )
    return catalogue


def get(app: Flask, path: str, **headers: str) -> TestResponse:
    return app.test_client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("ending", ["json", "json.gz"])
def test_the_whole_catalogue_can_be_fetched_and_need_not_be_fetched_twice(full: Catalogue, app: Flask, ending: str) -> None:
    first = get(app, f"{ROOT}/emil3.{ending}")
    body = gzip.decompress(first.data) if ending == "json.gz" else first.data
    assert (first.status_code, body.decode()) == (200, "".join(emil3.text(full.region)))
    assert get(app, f"{ROOT}/emil3.{ending}", If_None_Match=first.headers["ETag"]).status_code == 304
    assert get(app, f"{ROOT}/emil3.{ending}", If_Modified_Since=first.headers["Last-Modified"]).status_code == 304
    full.read([event_("e.5", education="i.1")])
    again = get(app, f"{ROOT}/emil3.{ending}", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.headers["ETag"] == first.headers["ETag"]) == (200, False)


def test_a_large_catalogue_is_served_from_a_file_that_a_job_makes(full: Catalogue, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "".join(emil3.text(full.region))
    with full.scope():
        make_dump(full.region)
        assert dumps.kept(full.region) is None  # small
        path = dumps.make(full.region, large=1)
        assert path is not None
        assert dumps.make(full.region, large=1) == path
    monkeypatch.setattr("plugins.training_catalog.exports.emil3.text", None)  # not asked again
    assert get(app, f"{ROOT}/emil3.json").data.decode() == expected
    packed = get(app, f"{ROOT}/emil3.json.gz")
    assert (packed.data, packed.mimetype) == (path.read_bytes(), "application/gzip")
    assert get(app, f"{ROOT}/emil3.json.gz", If_None_Match=packed.headers["ETag"]).status_code == 304


def test_a_new_dump_takes_the_place_of_the_old_and_a_failed_one_leaves_it(full: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    with full.scope():
        old = dumps.make(full.region, large=1)
    full.read([event_("e.5", education="i.1")])

    def broken(_region: Any) -> Any:
        yield "{"
        raise OSError("the disk is full")

    with full.scope(), monkeypatch.context() as patch, pytest.raises(OSError, match="full"):
        patch.setattr("plugins.training_catalog.exports.emil3.text", broken)
        dumps.make(full.region, large=1)
    assert [path for path in dumps.folder().iterdir() if path.name.startswith(f"{full.region.id}-") or path.suffix == ".part"] == [old]
    with full.scope():
        new = dumps.make(full.region, large=1)
    assert new != old
    assert old is not None
    assert not old.exists()


def days(answer: TestResponse) -> list[tuple[date, str]]:
    calendar = Calendar.from_ical(answer.data)
    return [(item.decoded("dtstart"), str(item["summary"])) for item in calendar.walk("VEVENT")]


def test_the_application_days_of_a_search_are_a_calendar(full: Catalogue, app: Flask) -> None:
    assert days(get(app, f"{ROOT}/apply.ics")) == [
        (date(2027, 4, 15), "Sista dagen att söka: Svets"),
        (date(2027, 5, 2), "Sista dagen att söka: Vård"),
    ]
    assert days(get(app, f"{ROOT}/apply.ics?form=VUXGY")) == [(date(2027, 5, 2), "Sista dagen att söka: Vård")]
    assert days(get(app, f"{ROOT}/apply.ics?place={SKELLEFTEA}")) == [(date(2027, 4, 15), "Sista dagen att söka: Svets")]
    first = get(app, f"{ROOT}/apply.ics?q=svets")
    assert days(first) == [(date(2027, 4, 15), "Sista dagen att söka: Svets")]
    assert get(app, f"{ROOT}/apply.ics?q=svets", If_None_Match=first.headers["ETag"]).status_code == 304


def test_lists_of_the_api_need_not_be_fetched_twice(full: Catalogue, app: Flask) -> None:
    for name in ("educations", "events"):
        path = f"/api/v1/regions/norr/training-catalog/{name}"
        first = get(app, path)
        assert get(app, path, If_None_Match=first.headers["ETag"]).status_code == 304


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command, in the test's own application."""
    monkeypatch.setattr("core.cli.application", lambda: None)
    return lambda *arguments: CliRunner().invoke(catalog, ["export", *arguments])


def test_the_command_writes_each_format(full: Catalogue, run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "katalog.json"
    assert run("--format", "emil3", "--region", "norr", "--output", str(file)).exit_code == 0
    assert file.read_text("utf-8") == "".join(emil3.text(full.region))
    written = run("--format", "csv", "--region", "norr")
    assert written.exception is None, written.exception
    rows = list(csv.reader(io.StringIO(written.stdout.lstrip("\ufeff")), delimiter=";"))
    assert [row[4] for row in rows[1:]] == ["Svets", "Vård", "Vård", "Vård"]
    catalogue = run("--format", "dcat", "--region", "norr").stdout
    assert "a dcat:Catalog" in catalogue
    assert list(tmp_path.iterdir()) == [file]


def test_the_command_says_what_is_wrong(full: Catalogue, run: Callable[..., Result]) -> None:
    full.make.region("utan")
    assert run("--format", "emil3", "--region", "utan").exit_code == 1
    assert run("--format", "emil3", "--region", "saknas").exit_code == 2
    assert run("--format", "pdf", "--region", "norr").exit_code == 2


def test_documents_name_each_other(full: Catalogue) -> None:
    documents = json.loads("".join(emil3.text(full.region)))
    assert {each["education"] for each in documents["educationEvents"]} == {each["identifier"] for each in documents["educationInfos"]}
