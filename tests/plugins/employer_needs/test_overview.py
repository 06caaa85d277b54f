"""What the strategist sees of the needs: figures, the table, its download, and what stays hidden."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from core.db import atomic
from core.testing.client import Browser
from plugins.employer_needs.models import CompetenceNeed, Response
from plugins.employer_needs.services import answers, sending
from plugins.employer_needs.values import Level, NeedKind, Visibility

from .conftest import World, open_world

pytestmark = pytest.mark.both_databases  # search, order and counts are the database's work


def answer(world: World, number: int = 1, **facts: Any) -> tuple[Response, CompetenceNeed]:
    """A sent answer with one need."""
    name = facts.pop("name", f"Demo {number} AB")
    invitation = world.invite(name, number=number)
    with atomic(), world.inside():
        response = answers.begin(region=world.region, survey_round=world.round, invitation=invitation)
        answers.save_organisation(response, name=name, orgnr=response.orgnr, municipality_code="2417")
        need = answers.add_need(response, title=facts.pop("title", "Vårdbiträde"), coded=None)
        defaults: dict[str, Any] = {
            "occupation_group": "5330",
            "group_label": "Vårdbiträden",
            "kind": NeedKind.NEW_RECRUITMENT,
            "headcount_0_1": 2,
            "municipality_code": "2417",
            "level": Level.UPPER_SECONDARY,
            "shortage": 4,
            "distance_acceptable": True,
        }
        visibility = facts.pop("visibility", Visibility.NAMED)
        for key, value in {**defaults, **facts}.items():
            setattr(need, key, value)
        answers.save_contact(response, name="Demo Person", email=f"person{number}@exempel.example", phone="", visibility=visibility)
        sending.send(region=world.region, response=response, survey_round=world.round, needs=[need])
    return response, need


@contextmanager
def counted(connection: Any) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", note)


def url(world: World, rest: str = "") -> str:
    return f"/r/{world.region.slug}/employer-needs/{rest}"


def test_board_has_figures_and_a_finding_in_words(world: World, strategist: Browser) -> None:
    answer(world, 1, headcount_1_3=3)
    answer(
        world,
        2,
        occupation_group="7212",
        group_label="Svetsare och gasskärare",
        municipality_code="2482",
        visibility=Visibility.AGGREGATE_ONLY,
    )
    strategist.get(url(world))
    assert "Vårdbiträden behövs mest: 5 personer hos 1 arbetsgivare i 1 kommun." in strategist.text
    assert "Flest behövs i Norsjö: 5 personer." in strategist.text
    assert "Svetsare och gasskärare" in strategist.text
    assert "varav 4 inom ett år" in strategist.text


def test_empty_board_says_the_next_step(world: World, strategist: Browser) -> None:
    assert "Inga behov än" in strategist.get(url(world)).text
    assert "Inga behov här" in strategist.get(url(world, "behov")).text


def test_list_is_narrowed_by_filters_that_stay_in_the_address(world: World, strategist: Browser) -> None:
    answer(world, 1)
    answer(world, 2, title="Svetsare", occupation_group="7212", group_label="Svetsare och gasskärare", kind=NeedKind.UPSKILLING)
    strategist.get(url(world, "behov"))
    assert "2 träffar" in strategist.text
    strategist.submit({"yrkesgrupp": "7212", "behov": "upskilling"}, having="yrkesgrupp")
    assert "1 träff " in strategist.text
    assert "Demo 2 AB" in strategist.text
    assert "Demo 1 AB" not in strategist.text
    strategist.follow("Kompetensutveckling")
    assert strategist.response is not None
    assert strategist.response.request.args.to_dict() == {"yrkesgrupp": "7212"}
    assert "1 träff " in strategist.get(url(world, "behov?q=svets")).text
    assert "1 träff " in strategist.get(url(world, "behov?q=demo+1")).text
    for nonsense in ("yrkesgrupp=zzzzzz", "kommun=9999", "behov=nonsens&page=99", "omgang=x", "page=-3", "q=" + "å" * 3_000):
        assert strategist.get(url(world, f"behov?{nonsense}")).status == 200


def test_employer_who_wants_only_sums_is_in_no_row(world: World, strategist: Browser, browser: Browser) -> None:
    response, need = answer(world, 1, name="Hemliga Demo AB", title="Hemlig titel", visibility=Visibility.AGGREGATE_ONLY)
    strategist.get(url(world, "behov"))
    assert "Hemliga Demo AB" not in strategist.text
    assert "1 behov till räknas i siffror och diagram" in strategist.text
    for rest in (f"behov/{need.id}", f"omgangar/{world.round.id}/svar/{response.id}"):
        strategist.get(url(world, rest))
        assert strategist.status == 200
        assert "visas sammanräknade" in strategist.text
        assert "Hemlig titel" not in strategist.text
    assert "Hemlig titel" not in strategist.get(f"/r/{world.region.slug}/search?q=hemlig").text
    csv_text = strategist.client.get(url(world, "behov.csv")).get_data(as_text=True)
    assert "Hemlig" not in csv_text
    admin = browser.sign_in(world.make.user(world.region, "region_admin"))
    assert "Hemliga Demo AB" in admin.get(url(world, "behov")).text
    assert "Hemlig titel" in admin.get(url(world, f"behov/{need.id}")).text


@pytest.mark.requirement("S28")
def test_download_holds_the_same_rows_and_runs_no_formula(world: World, strategist: Browser) -> None:
    answer(world, 1, title="=HYPERLINK(1)", name="+Demo AB", headcount_0_1=3)
    answer(world, 2, title="Svetsare", occupation_group="7212", group_label="Svetsare och gasskärare")
    response = strategist.client.get(url(world, "behov.csv?yrkesgrupp=5330"))
    assert response.mimetype == "text/csv"
    (row,) = csv.DictReader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff")), delimiter=";")
    assert row["Yrke med egna ord"] == "'=HYPERLINK(1)"
    assert row["Organisation"] == "'+Demo AB"
    assert (row["Inom 1 år"], row["Kommun"], row["Distans går bra"]) == ("3", "Norsjö", "ja")


def test_need_and_answer_pages(world: World, strategist: Browser) -> None:
    response, need = answer(world, 1, note="Gärna på våren")
    strategist.get(url(world, f"behov/{need.id}"))
    assert "Gärna på våren" in strategist.text
    assert "Mottaget" in strategist.text
    strategist.follow("Demo 1 AB")
    assert response.reference in strategist.text
    assert "person1@exempel.example" in strategist.text


def test_drafts_and_foreign_rows_are_nobodys_to_see(world: World, strategist: Browser) -> None:
    other = open_world(world.make)
    response, need = answer(other, 1, name="Grannlänets Demo AB")
    assert strategist.get(url(world, f"behov/{need.id}")).status == 404
    assert strategist.get(url(world, f"omgangar/{other.round.id}/svar/{response.id}")).status == 404
    assert strategist.get(url(world, f"omgangar/{world.round.id}/svar/{response.id}")).status == 404
    assert "Grannlänets" not in strategist.get(url(world, "behov")).text
    with atomic(), world.inside():
        draft = answers.begin(region=world.region, survey_round=world.round)
        begun = answers.add_need(draft, title="Utkastets titel", coded=None)
    assert strategist.get(url(world, f"behov/{begun.id}")).status == 404
    assert strategist.get(url(world, f"omgangar/{world.round.id}/svar/{draft.id}")).status == 404
    assert "Utkastets titel" not in strategist.get(url(world)).text + strategist.get(url(world, "behov")).text


def test_number_of_queries_does_not_grow_with_the_rows(world: World, strategist: Browser, database: Any) -> None:
    lists = f"omgangar/{world.round.id}"
    addresses = [url(world, rest) for rest in ("behov", "", "behov.csv", "omgangar", lists, f"{lists}/svar", f"{lists}/ej-svarat")]

    def measured() -> dict[str, int]:
        found = {}
        for address in addresses:
            with counted(database) as statements:
                strategist.get(address)
            assert strategist.status == 200
            found[address] = len(statements)
        return found

    answer(world, 1)
    world.invite(number=100)
    measured()
    few = measured()
    for number in range(2, 31):
        answer(world, number)
        world.invite(number=100 + number)
    assert measured() == few


def test_employers_pages_do_not_grow_either(world: World, employer: Callable[[], Browser], database: Any) -> None:
    visitor = employer().get(world.link(world.invite())).submit().submit()
    reference = world.response.reference
    counts = []
    for size in (1, 12):
        with atomic(), world.inside():
            response = world.response
            for _ in range(size - len(world.rows(CompetenceNeed))):
                answers.add_need(response, title="svetsare", coded=None)
        for page in ("behov", "kontrollera"):
            with counted(database) as statements:
                visitor.get(url(world, f"svar/{reference}/{page}"))
            assert visitor.status == 200
            counts.append(len(statements))
    assert counts[:2] == counts[2:]


def test_round_filter(world: World, strategist: Browser) -> None:
    answer(world, 1)
    strategist.get(url(world, f"behov?omgang={world.round.id}"))
    assert "1 träff " in strategist.text
    assert "0 träffar" in strategist.get(url(world, f"behov?omgang={world.round.id + 1000}")).text
