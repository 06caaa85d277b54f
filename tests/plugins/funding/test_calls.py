"""Calls: the watch list, matching to the plan, being told in time, reading in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import today
from core.db import atomic, db
from core.errors import DomainError
from core.imports.kind import Checked
from core.imports.models import ImportRow
from core.notices.models import Notice
from core.plugins import FocusArea
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.funding.calls import imports, matching, service
from plugins.funding.calls.jobs import tell_of_closing
from plugins.funding.calls.models import CallWatch, FundingCall

from .made import a_call

AT = "/r/norr/funding"
GOOD = {
    "external_id": "X-1",
    "title": "Ny utlysning",
    "funder": "Fonden",
    "closes_on": "2027-02-15",
    "amount_max": "1 500 000",
    "co_financing": "33,5",
}


@pytest.fixture
def region(make: Factory) -> Region:
    return make.region("norr", plugins=["funding"], municipalities=["2417"])


@pytest.fixture
def strategist(make: Factory, region: Region, browser: Browser) -> Browser:
    return browser.sign_in(make.user(region, "strategist"))


def test_the_list_shows_what_can_be_applied_for_and_the_filters_the_rest(make: Factory, region: Region, strategist: Browser) -> None:
    with make.inside(region), atomic():
        a_call(region, title="Öppen nu")
        a_call(region, title="Öppnar sedan", opens_on=today() + timedelta(days=3))
        a_call(region, title="Stängd", closes_on=today() - timedelta(days=1))
        service.withdraw_call(region=region, call=a_call(region, title="Borta"))

    def titles(query: str) -> list[str]:
        strategist.get(f"{AT}/?{query}")
        return [words for address, words in strategist.links if address.startswith(f"{AT}/calls/") and address[-1].isdigit()]

    assert sorted(titles("")) == ["Öppen nu", "Öppnar sedan"]
    assert titles("when=open") == ["Öppen nu"]
    assert sorted(titles("when=closed")) == ["Borta", "Stängd"]
    assert titles("when=watched") == []
    assert titles("q=sedan") == ["Öppnar sedan"]
    assert sorted(titles("when=nonsense&funder=nobody")) == ["Öppen nu", "Öppnar sedan"]


def test_a_call_is_added_and_bad_input_is_told_at_the_field(make: Factory, region: Region, strategist: Browser) -> None:
    strategist.get(f"{AT}/calls/new").submit(
        having="closes_on", title="Ny", funder="Fonden", closes_on="2026-13-99", amount_max="99999999999999"
    )
    assert strategist.status == 422
    assert "Ny" in strategist.page
    strategist.submit(having="closes_on", closes_on="2027-02-01", opens_on="2027-03-01", amount_max="100", amount_min="200")
    assert "Utlysningen kan inte stänga innan den öppnar." in strategist.text
    strategist.submit(having="closes_on", opens_on="")
    assert "Det högsta beloppet kan inte vara lägre än det lägsta." in strategist.text
    strategist.submit(having="closes_on", amount_min="", url="inte en adress")
    assert strategist.status == 422
    strategist.submit(having="closes_on", url="exempel.se/a")
    make.forget()
    with make.inside(region):
        made = db.session.execute(select(FundingCall)).scalar_one()
        assert (made.title, made.funder, made.amount_max, made.url) == ("Ny", "Fonden", 100, "https://exempel.se/a")


def test_it_fits_focus_areas_by_groups_and_words_with_reasons(make: Factory, region: Region) -> None:
    with make.inside(region), atomic():
        call = a_call(region, occupation_groups=["5321"], words=["validering", "på"])
        areas = [
            FocusArea("p:f:1", "Annat", "Industri"),
            FocusArea("p:f:2", "Valideringens väg", "på distans"),
            FocusArea("p:f:3", "Vård", "", ("5321", "5330")),
        ]
        found = matching.matches(call, areas, {"5321": "Undersköterskor"})
    assert [(match.area.ref, match.reasons, match.score) for match in found] == [
        ("p:f:3", ("Båda gäller Undersköterskor.",), 2),
        ("p:f:2", ("Fokusområdet nämner validering.",), 1),
    ]


def test_who_watches_is_told_once_and_anew_when_the_day_moves(make: Factory, region: Region) -> None:
    user = make.user(region, "strategist")
    with make.inside(region), atomic():
        call = a_call(region, closes_on=today() + timedelta(days=10))
        service.set_watch(region=region, call=a_call(region, closes_on=today() + timedelta(days=60)), user=user, wanted=True)
        for _ in range(2):
            service.set_watch(region=region, call=call, user=user, wanted=True)
        for _ in range(2):
            tell_of_closing(region)
        assert len(told()) == 1
        facts = {**imports._facts(imports.as_values(call)), "closes_on": today() + timedelta(days=9)}
        service.save_call(region=region, call=call, facts=facts)
        tell_of_closing(region)
        assert len(told()) == 2
        service.set_watch(region=region, call=call, user=user, wanted=False)
        assert len(db.session.execute(select(CallWatch)).all()) == 1


def told() -> list[Notice]:
    return list(db.session.execute(select(Notice).where(Notice.kind == "funding.call_closing")).scalars())


def checked(region: Region, *rows: dict[str, str]) -> list[Checked]:
    return imports.CallChecker(region).check(list(enumerate(rows, 2)))


def test_rows_with_faults_say_which(make: Factory, region: Region) -> None:
    with make.inside(region):
        rows = checked(
            region,
            GOOD,
            {**GOOD, "external_id": ""},
            {**GOOD, "closes_on": "15/2 2027"},
            {**GOOD, "amount_max": "en miljon"},
            {**GOOD, "amount_max": "-5"},
            {**GOOD, "co_financing": "130"},
            {**GOOD, "url": "ftp://x"},
            {**GOOD, "occupation_groups": "5321, 9999"},
            {**GOOD, "title": "x" * 300},
            GOOD,
        )
    assert [[name for name, _why in row.faults] for row in rows] == [
        [], ["external_id"], ["closes_on"], ["amount_max"], ["amount_max"], ["co_financing"], ["url"], ["occupation_groups"], ["title"],
        ["external_id"],
    ]  # fmt: skip
    assert (rows[0].values["amount_max"], rows[0].values["co_financing"]) == (1_500_000, 33.5)


def test_read_in_again_brings_up_to_date_and_can_be_taken_back(make: Factory, region: Region) -> None:
    def row_of(found: Checked) -> Any:
        return ImportRow(values=found.values, changes=found.changes, object_id=found.object_id, object_version=found.object_version)

    with make.inside(region), atomic():
        first = row_of(checked(region, GOOD)[0])
        done = imports.apply_row(region, first)
        first.object_id, first.object_version = done.object_id, done.version
        second = row_of(checked(region, {**GOOD, "title": "Nytt namn"})[0])
        assert second.changes == {"title": ["Ny utlysning", "Nytt namn"]}
        done = imports.apply_row(region, second)
        second.object_id, second.object_version = done.object_id, done.version
        call = db.session.execute(select(FundingCall)).scalar_one()
        assert call.title == "Nytt namn"
        assert imports.undo_row(region, first) == "Utlysningen har ändrats efter inläsningen och är kvar."
        assert imports.undo_row(region, second) == ""
        assert call.title == "Ny utlysning"
        with pytest.raises(DomainError, match="ändrats sedan filen kontrollerades"):
            imports.apply_row(region, second)
