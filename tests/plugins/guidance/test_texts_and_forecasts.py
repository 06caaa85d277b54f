"""Writing texts, and reading in forecasts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.imports.kind import Checked
from core.imports.models import ImportRow
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.guidance.prospects.imports import ProspectChecker, apply_row, undo_row
from plugins.guidance.prospects.models import Prospect
from plugins.guidance.texts.models import GuidanceText

from .made import GROUP, a_text

GOOD = {"occupation_group": GROUP, "county_code": "3", "horizon": "5", "rating": "4", "source": "Myndigheten", "published_on": "2026-06-30"}


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["guidance"], municipalities=["2417"])


@pytest.fixture
def counsellor(make: Factory, region: Region, browser: Browser) -> Browser:
    browser.sign_in(make.user(region, "guidance_counsellor"))
    return browser


def the_texts(make: Factory, region: Region) -> list[tuple[str, str, str]]:
    make.forget()
    with make.inside(region):
        rows = db.session.execute(select(GuidanceText).order_by(GuidanceText.id)).scalars()
        return [(row.occupation_group, row.language, row.text) for row in rows]


def test_a_counsellor_writes_a_text_and_bad_input_keeps_what_was_typed(make: Factory, region: Region, counsellor: Browser) -> None:
    counsellor.get("/r/norr/guidance/texts/new").submit(having="text", occupation_group="99", text="Kort text.")
    assert counsellor.status == 422
    assert "Det finns ingen yrkesgrupp 99" in counsellor.text
    assert "Kort text." in counsellor.text
    counsellor.submit(having="text", occupation_group=GROUP, text="   ")
    assert counsellor.status == 422
    assert "Skriv texten." in counsellor.text
    counsellor.submit(having="text", occupation_group=GROUP, text="Kort text.")
    assert the_texts(make, region) == [(GROUP, "sv", "Kort text.")]


def test_the_same_text_twice_is_a_conflict(make: Factory, region: Region, counsellor: Browser) -> None:
    with make.inside(region), atomic():
        a_text(region)
    counsellor.get("/r/norr/guidance/texts/new").submit(having="text", occupation_group=GROUP, text="Ny text.")
    assert counsellor.status == 409
    assert "Det finns redan en sådan text" in counsellor.text
    assert "Ny text." in counsellor.text
    assert len(the_texts(make, region)) == 1


def test_somebody_else_s_change_is_shown_and_nothing_is_lost(make: Factory, region: Region, counsellor: Browser) -> None:
    with make.inside(region), atomic():
        text = a_text(region)
        number = text.id
    counsellor.get(f"/r/norr/guidance/texts/{number}")
    with make.inside(region), atomic():
        db.session.execute(select(GuidanceText)).scalar_one().text = "Någon annans text."
    counsellor.submit(having="text", text="Min text.")
    assert counsellor.status == 409
    assert "Någon annans text." in counsellor.text
    assert "Min text." in counsellor.text
    counsellor.submit(having="text")
    assert the_texts(make, region) == [(GROUP, "sv", "Min text.")]


def checked(region: Region, *rows: dict[str, str]) -> list[Checked]:
    return ProspectChecker(region).check(list(enumerate(rows, 2)))


def test_rows_with_faults_say_which_and_what_to_do(make: Factory, region: Region) -> None:
    with make.inside(region):
        found = checked(
            region,
            GOOD,
            {**GOOD, "occupation_group": "53"},
            {**GOOD, "county_code": "99"},
            {**GOOD, "horizon": "3"},
            {**GOOD, "rating": "6"},
            {**GOOD, "published_on": "30 juni"},
            {**GOOD, "published_on": "2199-01-01"},
            {**GOOD, "source": ""},
            {**GOOD, "county_code": "03"},
        )
    assert [[name for name, _what in row.faults] for row in found] == [
        [], ["occupation_group"], ["county_code"], ["horizon"], ["rating"], ["published_on"], ["published_on"], ["source"], [""],
    ]  # fmt: skip
    assert found[-1].faults[0][1] == "Samma prognos finns redan på rad 2. Ta bort en av dem."


def row_of(found: Checked) -> Any:
    return ImportRow(values=found.values, changes=found.changes, object_id=found.object_id, object_version=found.object_version)


def test_made_brought_up_to_date_and_taken_back(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        first = row_of(checked(region, GOOD)[0])
        done = apply_row(region, first)
        second = row_of(checked(region, {**GOOD, "rating": "2"})[0])
        assert second.changes == {"rating": [4, 2]}
        changed = apply_row(region, second)
        second.object_id, second.object_version = changed.object_id, changed.version
        there = db.session.execute(select(Prospect)).scalar_one()
        assert (there.id, there.rating, there.county_code) == (done.object_id, 2, "03")
        assert undo_row(region, second) == ""
        assert there.rating == 4
        first.object_id, first.object_version = there.id, there.version
        assert undo_row(region, first) == ""
        assert db.session.execute(select(Prospect)).all() == []
