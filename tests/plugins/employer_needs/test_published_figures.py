"""Publishing a round's figures: once, when it is closed; what everybody sees; and that it is the same everywhere."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.clock import today
from core.db import atomic, db
from core.jobs.runner import drain
from core.plugins import hooks
from core.testing.client import Browser
from core.testing.statements import statements
from plugins.employer_needs.dashboards import publishing, service
from plugins.employer_needs.dashboards.models import Publication, PublishedCell
from plugins.employer_needs.models import Response, SurveyRound
from plugins.employer_needs.services import answers, rounds
from plugins.employer_needs.values import Level, NeedKind, NeedState, ResponseStatus, Visibility

from .conftest import World, open_world
from .test_overview import answer, url

WORK = (("5330", "Vårdbiträden"), ("7212", "Svetsare och gasskärare"), ("7111", "Träarbetare, snickare m.fl."))


def fill(world: World, employers: int = 24, *, first: int = 1) -> None:
    """Employers with needs in two of three occupations, one of three municipalities and different years; and one that is alone."""
    with atomic(), world.inside():
        for number in range(first, first + employers):
            _state(world, number, ["2417", "2482", "2463"][number % 3], WORK[number % 3], (number % 4, 1, number % 2))
            _state(world, number, ["2417", "2482", "2463"][number % 3], WORK[(number + 1) % 3], (1, number % 3, 0))
        _state(world, first, "2482", WORK[0], (2, 0, 0))
        _state(world, 9_000 + first, "2401", ("2512", "Mjukvaru- och systemutvecklare m.fl."), (77, 0, 0))
        service.rebuild(region=world.region)


def _state(world: World, number: int, place: str, work: tuple[str, str], people: tuple[int, int, int]) -> None:
    """A sent answer straight into the tables."""
    statement = select(Response).where(Response.round_id == world.round.id, Response.contact_email == f"e{number}@exempel.example")
    response = db.session.execute(statement).scalar_one_or_none()
    if response is None:
        employer = world.make.organisation(world.region, municipality=place)
        employer.sni_section = "CQF"[number % 3]
        response = answers.begin(region=world.region, survey_round=world.round)
        response.organisation_id, response.organisation_name, response.municipality_code = employer.id, employer.name, place
        response.contact_email, response.visibility, response.status = f"e{number}@exempel.example", Visibility.NAMED, ResponseStatus.SENT
    need = answers.add_need(response, title="Prov", coded=None)
    need.headcount_0_1, need.headcount_1_3, need.headcount_3_5 = people
    need.occupation_group, need.group_label = work
    need.kind, need.level, need.municipality_code = NeedKind.NEW_RECRUITMENT, Level.VOCATIONAL, place
    need.state, need.visibility = NeedState.PUBLISHED, Visibility.NAMED
    db.session.flush()


def publish(world: World) -> None:
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
        publishing.request(region=world.region, round_id=world.round.id)
    drain()


def cells(world: World, table: str) -> dict[Any, Any]:
    return {(row.row, row.column): row.people for row in world.rows(PublishedCell) if row.table == table}


def test_nothing_is_public_before_somebody_publishes_it(world: World, browser: Browser) -> None:
    fill(world)
    page = browser.get(url(world, "siffror"))
    assert "Inget är publicerat än" in page.text
    assert "Inget är publicerat än" in browser.get(url(world, "siffror/tabell")).text
    assert "Vårdbiträden" not in browser.client.get(url(world, "siffror.csv")).get_data(as_text=True)
    with world.inside():
        assert [dataset for dataset in hooks.for_region(world.region).open_data() if dataset.name.startswith("needs_")] == []


def test_strategist_closes_and_publishes_and_everybody_sees(world: World, strategist: Browser, employer: Any) -> None:
    fill(world)
    page = f"omgangar/{world.round.id}/publicera"
    assert "Stäng omgången först" in strategist.get(url(world, page)).text
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
    strategist.get(url(world)).follow("Publicera siffrorna")
    strategist.submit()
    drain()
    assert "redan publicerade" in strategist.get(url(world, page)).text
    visitor = employer().get(url(world, "siffror"))
    assert visitor.status == 200
    assert "Vårdbiträden" in visitor.text
    assert "Mjukvaru" not in visitor.text
    assert "77" not in visitor.text.replace(world.region.name, "")  # which has a number
    visitor.follow("Behov per yrkesgrupp och kommun")
    assert "Vårdbiträden" in visitor.text
    (entry,) = db.session.execute(select(AuditEntry).where(AuditEntry.action == "employer_needs.figures.published")).scalars()
    assert hooks.stewardship().describe_log_entry(entry=entry) == "Publicerade siffrorna från omgången Hösten"


def test_published_once_and_never_changed(world: World) -> None:
    fill(world)
    publish(world)
    before = cells(world, "occupation")
    with atomic(), world.inside():
        rounds.open_round(region=world.region, round_id=world.round.id)
    answer(world, 100, headcount_0_1=50)
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
        publishing.store(region=world.region, round_id=world.round.id)
    assert cells(world, "occupation") == before
    assert len(world.rows(Publication)) == 1


def test_round_opened_again_before_the_job_is_not_published(world: World) -> None:
    fill(world)
    with atomic(), world.inside():
        rounds.close_round(region=world.region, round_id=world.round.id)
        publishing.request(region=world.region, round_id=world.round.id)
        rounds.open_round(region=world.region, round_id=world.round.id)
    drain()
    assert world.rows(Publication) == []


SHOWN = ["", "?kommun=2417", "?yrkesgrupp=5330", "?tid=0_1", "?yrkesgrupp=5330&kommun=2417", "?kommun=2417&tid=0_1"]
NONSENSE = ["?omgang=x", "?omgang=999999999999", "/tabell?tabell=x", ".csv?tabell=x&omgang=-1", ".xlsx"]


@pytest.mark.parametrize("rest", SHOWN)
def test_page_shows_only_what_is_in_the_tables(world: World, browser: Browser, rest: str) -> None:
    fill(world)
    publish(world)
    browser.get(url(world, f"siffror{rest}"))
    assert browser.status == 200
    assert "77" not in browser.text.replace(world.region.name, "")


@pytest.mark.parametrize("rest", ["?yrkesgrupp=2512", "?kommun=2401", "?kommun=9999", "?yrkesgrupp=5330&kommun=2417&tid=0_1", "?tid=x"])
def test_what_is_not_published_is_said_to_be_so(world: World, browser: Browser, rest: str) -> None:
    fill(world)
    publish(world)
    assert "Siffran är inte publicerad" in browser.get(url(world, f"siffror{rest}")).text


def test_nonsense_in_the_address_is_no_error(world: World, browser: Browser) -> None:
    fill(world)
    publish(world)
    for rest in NONSENSE:
        assert browser.client.get(url(world, f"siffror{rest}")).status_code == 200


def test_files_open_data_report_and_api_hold_the_published_figures(app: Flask, world: World, browser: Browser) -> None:
    fill(world)
    publish(world)
    table = cells(world, "occupation_municipality")
    text = browser.client.get(url(world, "siffror.csv?tabell=occupation_municipality")).get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))[1:]
    told = {(row[2], row[4]): None if row[6] == ".." else int(row[6]) for row in rows}
    assert told == table
    assert None in told.values()
    with world.inside():
        (data,) = [each for each in hooks.for_region(world.region).open_data() if each.name == "needs_occupation_municipality"]
        assert {(row[2], row[4]): None if row[6] == ".." else row[6] for row in data.rows()} == table
        (section,) = hooks.for_region(world.region).report_sections(period=today().year)
    assert sum(row[2] for row in section.tables[1][2]) == sum(cells(world, "occupation").values())
    reader = Browser(app, token=world.make.token(world.region, "employer_needs.response.read"))
    base = f"/api/v1/regions/{world.region.slug}/employer-needs"
    told_by_api = reader.call("GET", f"{base}/published-figures?table=occupation_municipality&limit=100").get_json()
    assert {(row["row"], row["column"]): row["people"] for row in told_by_api["items"]} == table
    everything = reader.call("GET", f"{base}/figures?by=municipality&round={world.round.id}").get_json()["items"]
    assert [row["people"] for row in everything if row["value"] == "2401"] == [77]


def test_change_is_told_of_figures_that_both_rounds_show(world: World, browser: Browser) -> None:
    fill(world)
    publish(world)
    days = {"opens_on": today() + timedelta(days=1), "closes_on": today() + timedelta(days=9)}
    with atomic(), world.inside():
        later = rounds.create_round(region=world.region, title="Våren", **days)
        rounds.open_round(region=world.region, round_id=later.id)
    second = World(world.make, world.region, later)
    fill(second, 48, first=200)
    publish(second)
    browser.get(url(world, "siffror"))
    assert "Förändring sedan förra omgången" in browser.text
    assert "fler personer behövs i Våren än i Hösten" in browser.text
    assert "Vårdbiträden" in browser.text


def test_another_regions_figures_are_not_here(world: World, browser: Browser) -> None:
    fill(world)
    publish(world)
    other = open_world(world.make)
    assert "Inget är publicerat än" in browser.get(url(other, "siffror")).text
    assert browser.get(f"/r/{other.region.slug}/employer-needs/siffror?omgang={world.round.id}").status == 200
    assert "Vårdbiträden" not in browser.text
    assert world.rows(SurveyRound)[0].id == world.round.id


def test_board_costs_the_same_for_ten_and_for_many(world: World, strategist: Browser, database: Any) -> None:
    def cost(rest: str) -> int:
        strategist.get(url(world, rest))
        with statements(database) as seen:
            strategist.get(url(world, rest))
        assert strategist.status == 200
        return len(seen)

    pages = ["", "?kommun=2417", "?yrkesgrupp=5330&bransch=C", "?tid=0_1", "panel.csv?efter=section"]
    fill(world, 6)
    few = [cost(page) for page in pages]
    fill(world, 120, first=500)
    assert [cost(page) for page in pages] == few
    assert max(few) < 40
