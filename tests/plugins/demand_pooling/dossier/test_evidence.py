"""Published figures read in from files, and the joint judgement."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask import Flask

from core.errors import DomainError
from core.testing.client import Browser
from plugins.demand_pooling.evidence import reading
from tests.plugins.demand_pooling.dossier.conftest import Desk

# The shape of Yrkesbarometern, round 2026-1; the words are made up.
BAROMETER = (
    (
        "yb_yrke",
        "yb_concept_id",
        "ssyk",
        "ssyk_text",
        "yrkesomrade",
        "lan",
        "jobbmojligheter",
        "rekryteringssituation",
        "prognos",
        "omgang",
    ),
    ("Undersköterskor", "xxx_001", "5321", "Undersköterskor", "Vård", "00", "stora", "brist", "öka", "2026-1"),
    (
        "Undersköterskor",
        "xxx_001",
        "5321",
        "Undersköterskor",
        "Vård",
        "24",
        "medelstora",
        "paradox",
        "vara oförändrad",
        "2026-1",
    ),
    ("Undersköterskor", "xxx_001", "5321", "Undersköterskor", "Vård", "01", "små", "överskott", "minska", "2026-1"),
    ("Undersköterskor", "xxx_001", "5321", "Undersköterskor", "Vård", "99", "stora", "brist", "öka", "2026-1"),
    ("Kockar", "xxx_002", "5120, 5131", "Kockar", "Restaurang", "24", "stora", "konstig", "öka", "2026-1"),
)


def a_file(rows: Any, delimiter: str = ",") -> tuple[BytesIO, str]:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return BytesIO(text.getvalue().encode()), "fil.csv"


def read_in(desk: Desk, browser: Browser, kind: str, rows: Any) -> None:
    browser.get(f"/r/norr/imports/new/demand_pooling.{kind}").submit(file=a_file(rows))
    browser.submit()
    desk.pool.work()
    browser.get(browser.url)


def test_forecasts_are_read_in_as_they_are_published(desk: Desk, strategist: Browser) -> None:
    read_in(desk, strategist, "forecasts", BAROMETER)
    assert "Området är okänt." in strategist.text
    assert "Har raden flera koder, dela den på flera rader." in strategist.text
    strategist.submit()
    desk.pool.work()
    strategist.get(f"/r/norr/demand-pooling/{desk.cluster.id}")
    assert "Rekrytering: brist. Chans till jobb: stora. Efterfrågan om fem år: ökar." in strategist.text
    assert "Västerbottens län 2026-1 Rekrytering: paradox" in strategist.text
    assert "överskott" not in strategist.text  # Stockholm is none of the region's counties
    assert "Arbetsförmedlingen, Yrkesbarometern" in strategist.text


def test_ads_are_read_in_changed_by_a_later_file_and_taken_back(desk: Desk, strategist: Browser) -> None:
    header = ("ssyk", "län", "månad", "antal annonser")
    read_in(desk, strategist, "job_ads", [header, ("5321", "24", "202610", "1 042")])
    strategist.submit()
    desk.pool.work()
    page = "/r/norr/demand-pooling/evidence/5321"
    assert "1 042 annonser" in strategist.get(page).text.replace("\u202f", " ").replace("\xa0", " ")
    read_in(desk, strategist, "job_ads", [header, ("5321", "24", "2026-10", "7")])
    strategist.submit()
    desk.pool.work()
    second = strategist.url
    assert "7 annonser" in strategist.get(page).text
    strategist.get(second).follow("Ångra").submit()
    desk.pool.work()
    assert "1 042 annonser" in strategist.get(page).text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (reading.group, "0110", "0110"),
        (reading.group, "110", "0110"),
        (reading.area, "Västerbottens län", "24"),
        (reading.area, "Västerbotten", "24"),
        (reading.area, "Jämtlands län", "23"),
        (reading.area, "riket", "00"),
        (reading.area, "1", "01"),
        (reading.area, "2482", "2482"),
        (reading.area, "Norsjö", "2417"),
        (reading.period, "202610", "2026-10"),
        (reading.period, "2026-k3", "2026-K3"),
        (reading.period, "2025", "2025"),
        (reading.count, "1\u00a0042", 1042),
        (reading.situation, "Överskott", "surplus"),
        (reading.chances, "null", ""),
    ],
)
def test_cells(reader: Any, text: str, expected: Any) -> None:
    assert reader(text) == expected


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (reading.group, "53211"),
        (reading.group, "5321,5330"),
        (reading.area, "99"),
        (reading.area, "9999"),
        (reading.area, "Ingenstans"),
        (reading.period, "hösten"),
        (reading.period, "2026-99"),
        (reading.count, "<5"),
        (reading.count, "-1"),
        (reading.count, "9" * 30),
        (reading.situation, "bra"),
        (reading.outlook, "kanske"),
        (reading.name, "a" * 121),
    ],
)
def test_cells_that_cannot_be_read(reader: Any, text: str) -> None:
    with pytest.raises(DomainError):
        reader(text)


def test_a_joint_judgement_is_kept_with_its_history(desk: Desk, strategist: Browser) -> None:
    page = "/r/norr/demand-pooling/evidence/5321"
    strategist.get(page).submit()
    assert "Välj hur läget är." in strategist.text
    strategist.submit(level="shortage", words="Fjorton kommuner saknar folk.", parties="Kompetensrådet 12 november")
    assert "Bedömningen är sparad." in strategist.text
    strategist.submit(level="great_shortage", words="Det har blivit värre.", parties="Kompetensrådet 3 december")
    assert "Läge Stor brist" in strategist.text
    assert "Fjorton kommuner saknar folk." in strategist.text
    assert "Skriven av Sam Strateg" in strategist.text
    strategist.get(f"/r/norr/demand-pooling/{desk.cluster.id}")
    assert "Gemensam bedömning: stor brist" in strategist.text
    assert "Det har blivit värre." in strategist.text


def test_of_two_judgements_at_once_the_second_is_told(app: Flask, desk: Desk, strategist: Browser) -> None:
    page = "/r/norr/demand-pooling/evidence/5321"
    other = Browser(app).sign_in(desk.make.user(desk.region, "strategist"))
    strategist.get(page)
    other.get(page).submit(level="balance", words="Vi tycker balans.", parties="A")
    strategist.submit(level="shortage", words="Vi tycker brist.", parties="B")
    assert (strategist.status, "Någon annan har skrivit en bedömning" in strategist.text) == (422, True)
    assert "Vi tycker balans." in strategist.text
    assert "Vi tycker brist." in strategist.page


def test_others_read_and_do_not_judge(desk: Desk, browser: Browser) -> None:
    browser.sign_in(desk.make.user(desk.region, "guidance_counsellor"))
    browser.get("/r/norr/demand-pooling/evidence/").follow("Undersköterskor")
    assert browser.status == 200
    assert "Spara bedömningen" not in browser.text
    assert browser.get("/r/norr/demand-pooling/evidence/9998").status == 404
