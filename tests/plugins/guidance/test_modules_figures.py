"""The region's sums: right, never about few, and never about who."""

from __future__ import annotations

import csv
import io

import pytest

from core.clock import today
from core.db import atomic
from core.plugins import hooks
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.modules import figures, queries
from plugins.guidance.modules.models import Module, ModuleStatus

from .made import a_module, done

AT = "/r/norr/guidance/modules"


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


def taken(make: Factory, region: Region, module: Module, begun: int, finished: int) -> None:
    for number in range(begun):
        user = make.user(region, "guidance_counsellor", name="Ada Vägledare")
        with make.inside(region), atomic():
            done(region, user, module, *(queries.steps(module) if number < finished else ()))


@pytest.mark.parametrize(
    ("begun", "finished", "shown"),
    [
        (0, 0, (None, None)),
        (2, 2, (None, None)),
        (3, 0, (3, None)),
        (3, 3, (3, None)),  # the figure would tell that everybody has
        (6, 3, (6, 3)),
        (6, 4, (6, None)),  # the two that have not would be known
        (6, 2, (6, None)),
    ],
)
def test_what_may_be_told(begun: int, finished: int, shown: tuple[int | None, int | None]) -> None:
    assert figures.shown(begun, finished) == shown


def test_sums_on_the_page_in_the_file_and_in_the_report(make: Factory, region: Region, browser: Browser) -> None:
    with make.inside(region), atomic():
        many, few = a_module(region, title="Många"), a_module(region, title="Få", hours=2)
        a_module(region, title="Utkast", status=ModuleStatus.DRAFT)
        a_module(region, title="Gammal", status=ModuleStatus.ARCHIVED)
    taken(make, region, many, 7, 4)
    taken(make, region, few, 2, 1)
    wanted = [["Få", "Publicerad", "2", "2", "..", ".."], ["Gammal", "Arkiverad", "1.5", "2", "..", ".."],
              ["Många", "Publicerad", "1.5", "2", "7", "4"]]  # fmt: skip
    browser.sign_in(make.user(region, "strategist")).get(f"{AT}/figures")
    assert "Flest har börjat på Många: 7 personer." in browser.text
    assert "visas inte" in browser.text
    assert "Utkast" not in browser.text
    assert "Ada" not in browser.text
    answer = browser.client.get(f"{AT}/figures.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [[cell.replace(",", ".") for cell in row] for row in rows[1:]] == wanted
    assert browser.client.get(f"{AT}/figures.xlsx").data[:2] == b"PK"
    (section,) = [
        each for each in hooks.for_region(region).report_sections(period=today().year) if each.title == "Kompetensutveckling för vägledare"
    ]
    assert [[str(cell) for cell in row] for row in section.tables[0][2]] == wanted
    assert hooks.for_region(region).report_sections(period=today().year - 1) == []
    (dataset,) = hooks.for_region(region).open_data()
    assert [[row[1], row[-2], row[-1]] for row in dataset.rows()] == [["Få", 0, 0], ["Många", 6, 3]]


def test_a_region_without_modules_tells_nothing(region: Region, make: Factory, browser: Browser) -> None:
    assert hooks.for_region(region).report_sections(period=2026) == []
    assert "Inga siffror än" in browser.sign_in(make.user(region, "strategist")).get(f"{AT}/figures").text
    browser.sign_in(make.user(region, "guidance_counsellor"))
    for page in ("figures", "figures.csv", "figures.xlsx"):
        assert browser.get(f"{AT}/{page}").status == 403
