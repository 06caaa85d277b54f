"""A region's own columns of the monthly file: checked, looked at, in force; and what was sent stays as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest

from core.db import atomic
from core.errors import Conflict, DomainError
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.attendance import queries as attended
from plugins.funding.attendance import service as attendance
from plugins.funding.monthly import columns, queries, service
from plugins.funding.projects.models import Project

from .made import a_participant, a_project, hours, number

OWN = "month; Period; ÅÅÅÅMM\npersonal_number; Pnr; ÅÅÅÅMMDD-NNNN\nhours; Minuter; minuter\nstarts_on; Start; ÅÅÅÅMMDD\nnumber; Nr"
PAGE = "/r/norr/funding/month-columns"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


@pytest.fixture
def project(make: Factory, region: Region) -> Iterator[Project]:
    with make.inside(region), atomic():
        made = a_project(region)
    yield made


def sheet(content: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "minst en kolumn"),
        (OWN + "\nlon; Lön", "fältet lon finns inte"),
        (OWN + "\nwork; period", "rubriken period finns två gånger"),
        (OWN + "\nwork;", "skriv en rubrik"),
        (OWN + f"\nwork; {'x' * 81}", "skriv en rubrik"),
        (OWN + "\nleft_on; Slut; i går", "formen i går passar inte. Välj av: ÅÅÅÅ-MM-DD, ÅÅÅÅMMDD"),
        (OWN + "\nwork; Arbete; kort", "Välj av: ingen form"),
        ("month; Månad\nhours; Timmar", "Fältet personal_number måste vara med"),
        ("\n".join(f"work; Rubrik {n}" for n in range(31)), "högst 30"),
        ("[[column]]\nname = ", "inte riktigt skriven TOML"),
        ("[[column]]\nname = 'lon'\nheading = 'Lön'", "fältet lon finns inte"),
    ],
)
def test_what_is_wrong_is_told(make: Factory, region: Region, text: str, why: str) -> None:
    with make.inside(region), pytest.raises(DomainError) as told:
        columns.read(text)
    assert why in told.value.message
    assert told.value.field == "columns"


def test_text_and_toml_say_the_same(make: Factory, region: Region) -> None:
    with make.inside(region):
        assert columns.read(columns.written(columns.default())) == list(columns.default())
        assert [column.form for column in columns.default()] == ["", "ÅÅÅÅMMDDNNNN", "ÅÅÅÅ-MM", "ÅÅÅÅ-MM-DD", "ÅÅÅÅ-MM-DD", "timmar"]


def test_a_sent_month_keeps_its_columns_and_so_does_its_correction(make: Factory, region: Region, project: Project) -> None:
    february, march = date(2026, 2, 1), date(2026, 3, 1)
    with make.inside(region), atomic():
        person = a_participant(region, project)
        for day in (date(2026, 2, 9), date(2026, 3, 9)):
            hours(region, project, [person], day, 1.5)
        first = service.send(region=region, project=project, month=february, user=None)
        before = service.content(first)
        with pytest.raises(Conflict, match="inga nya kolumner"):
            service.use_columns(region=region)
        service.write_columns(region=region, text=OWN, version=0)
        assert queries.columns_of(region, []) == list(columns.default())
        with pytest.raises(Conflict, match="Någon annan"):
            service.write_columns(region=region, text=OWN, version=0)
        service.use_columns(region=region)
        assert service.content(first) == before
        row = attended.of_participant(person)[-1]
        attendance.correct(region=region, project=project, row=row, hours=2.0, reason="Fel")
        attendance.sign(region=region, participant=person, rows=[row])
        again = service.send(region=region, project=project, month=february, user=None)
        assert sheet(service.content(again))[0] == ("Diarienummer", "Personnummer", "Månad", "Startdatum", "Slutdatum", "Timmar")
        new = service.send(region=region, project=project, month=march, user=None)
        assert sheet(service.content(new)) == [
            ("Period", "Pnr", "Minuter", "Start", "Nr"), ("202603", number(1980), 90, "20260101", 1)
        ]  # fmt: skip
        service.default_columns(region=region)
        assert sheet(service.content(new))[0][0] == "Period"
        assert queries.columns_of(region, []) == list(columns.default())
        with pytest.raises(Conflict, match="redan de vanliga"):
            service.default_columns(region=region)


def test_the_administrator_looks_first_and_another_region_is_as_before(make: Factory, region: Region, browser: Browser) -> None:
    browser.sign_in(make.user(region, "strategist"))
    assert browser.get(PAGE).status == 403
    browser.sign_in(make.user(region, "region_admin"))
    browser.get(PAGE)
    assert "gick inte att hämta öppet" in browser.text
    browser.submit({"columns": "lon; Lön"}, having="columns")
    assert (browser.status, "fältet lon finns inte" in browser.text) == (422, True)
    assert dict(browser.form(having="columns").fields)["columns"].strip() == "lon; Lön"
    browser.submit({"columns": "", "file": (io.BytesIO(OWN.encode()), "kolumner.txt")}, having="columns")
    assert "Så här blir filen" in browser.text
    assert "18900101-9802" in browser.text
    browser.submit(to=f"{PAGE}/use")
    assert "Regionens egna" in browser.text
    other = make.region("soder", plugins=["funding"], municipalities=["1280"])
    browser.sign_in(make.user(other, "region_admin"))
    assert "De vanliga" in browser.get(PAGE.replace("norr", "soder")).text
    browser.sign_in(make.user(region, "region_admin"))
    browser.get(PAGE).submit({"columns": "", "file": (io.BytesIO(b"\xff\xfe\x00" * 10), "bild.png")}, having="columns")
    assert "Filen är inte text" in browser.text
    browser.get(PAGE).submit({"file": (io.BytesIO(b"x" * 20_001), "stor.txt")}, having="columns")
    assert "för stor" in browser.text
    browser.get(PAGE).submit(to=f"{PAGE}/default")
    assert "vanliga kolumnerna igen" in browser.text
