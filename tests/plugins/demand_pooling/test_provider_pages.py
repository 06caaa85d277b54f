"""The pages of a request and an offer, and what of a request leaves the region."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from core.clock import today
from core.db import atomic, utcnow
from core.regions.models import Region
from core.testing.client import Browser
from plugins.demand_pooling.providers import service, stewardship
from plugins.demand_pooling.providers.models import AskedState
from plugins.demand_pooling.providers.tokens import token_of

from .conftest import Pool
from .test_clusters import fill
from .test_providers import Market, mails


@pytest.fixture
def market(pool: Pool, north: Region) -> Market:
    return Market(pool, north)


def fields(**facts: str) -> dict[str, str]:
    later = (today() + timedelta(days=100)).isoformat()
    plain = {"form": "distance", "price": "12 500", "price_per": "person", "starts_on": later, "seats_min": "4", "seats_max": "20"}
    return {**plain, "valid_until": later, "contact_name": "Karin", "contact_email": "karin@test.samkraft.example", **facts}


def test_from_the_cluster_s_page_to_the_decision(market: Market, browser: Browser, app: Flask) -> None:
    fill(market.pool, market.region, 7)
    market.settled()
    browser.sign_in(market.actor)
    browser.get(f"/r/norr/demand-pooling/{market.south}").follow("Fråga anordnare")
    assert "räcker inte till en klass" not in browser.text
    key = market.school.id
    browser.submit({f"ask_{key}": "y", f"email_{key}": "fel"}, having="answer_by")
    assert (browser.status, "Skriv en e-postadress på formen namn@exempel.se." in browser.text) == (422, True)
    browser.submit({f"ask_{key}": "y", f"email_{key}": "rektor@test.samkraft.example", "message": "Hej där"}, having="answer_by")
    assert "Förfrågan är skickad till 1 anordnare." in browser.text
    assert "rektor@test.samkraft.example" in browser.text
    link = re.findall(r"http://[^/]+(/\S+/offer/\S+)|https://[^/]+(/\S+/offer/\S+)", mails("demand_pooling.request")[0].body)[0]
    path = "".join(link)
    provider = Browser(app)
    provider.get(path)
    assert (provider.status, "Hej där" in provider.text, "12" in provider.text) == (200, True, True)
    assert "Exempelbolaget" not in provider.text, "no employer has allowed its name outside the region"
    provider.submit(fields(seats_max="3"), having="price", button=("do", "offer"))
    assert (provider.status, "minst lika stort" in provider.text, "Karin" in provider.page) == (422, True, True)
    provider.submit(fields(), having="price", button=("do", "offer"))
    assert "Erbjudandet är sparat." in provider.text
    assert "12 500 kr per person" in provider.text.replace("\u00a0", " ")
    browser.get(browser.url)
    assert "Karin" in browser.text
    persons, share = f"persons_{market.town.id}", f"share_{market.town.id}"
    browser.submit({persons: "12", share: "99"}, having=share, button=("do", "shares"))
    assert (browser.status, "De ska bli 100 %." in browser.text) == (422, True)
    browser.submit({persons: "12", share: "100,00 %"}, having=share, button=("do", "shares"))
    assert "Beställarna är sparade." in browser.text
    browser.submit(having="accepted", accepted=str(market.asked(market.school).id), reason="Bäst", button=("do", "decide"))
    assert "Beslutet är sparat" in browser.text
    provider.get(path)
    assert ("Antaget" in provider.text, any("price" in form.names for form in provider.forms)) == (True, False)


def test_a_member_of_the_provider_reads_and_answers_signed_in_and_nobody_else_s(market: Market, browser: Browser) -> None:
    market.ask(market.school, market.college)
    browser.sign_in(market.pool.make.user(market.region, "provider_representative", organisation=market.school))
    browser.get("/r/norr/").follow("Förfrågningar till oss")
    assert ("Exempelskolan AB" in browser.text, "Exempelhögskolan" in browser.text) == (True, False)
    own, other = market.asked(market.school), market.asked(market.college)
    browser.get(f"/r/norr/demand-pooling/asked/{own.id}")
    browser.submit({"reason": "Inga lärare"}, having="reason", button=("do", "decline"))
    assert "Ert nej är sparat." in browser.text
    assert browser.get(f"/r/norr/demand-pooling/asked/{other.id}").status == 404
    assert market.asked(market.school).state is AskedState.DECLINED
    assert browser.get(f"/r/norr/demand-pooling/requests/{market.request().id}").status == 403


@pytest.mark.requirement("S2")
def test_who_acts_for_no_organisation_sees_no_request_and_what_to_do(market: Market, browser: Browser) -> None:
    market.ask(market.school)
    browser.sign_in(market.pool.make.user(market.region, "provider_representative")).get("/r/norr/demand-pooling/asked")
    assert ("Exempelskolan AB" in browser.text, "Du företräder ingen organisation här" in browser.text) == (False, True)
    assert browser.get(f"/r/norr/demand-pooling/asked/{market.asked(market.school).id}").status == 404


def test_a_wrong_link_and_a_foreign_region_s_link_say_nothing(market: Market, browser: Browser) -> None:
    market.ask(market.school)
    market.pool.make.region("annan", plugins=["demand_pooling"])
    token = token_of(market.asked(market.school).seed)
    assert browser.get(f"/r/norr/demand-pooling/offer/{'x' * 43}").status == 404
    assert browser.get(f"/r/annan/demand-pooling/offer/{token}").status == 404
    assert "Exempelskolan" not in browser.text


def test_a_small_cluster_may_be_asked_about_with_a_warning(market: Market, browser: Browser) -> None:
    browser.sign_in(market.actor).get(f"/r/norr/demand-pooling/{market.south}/request")
    assert (browser.status, "Klustret räcker inte till en klass" in browser.text) == (200, True)


def test_a_request_names_only_those_who_let_it_and_holds_nothing_secret(market: Market, browser: Browser) -> None:
    make = market.pool.publish
    make(market.region, organisation_name="Öppna Verkstaden AB", visibility="named_in_dossiers", headcount_0_1=2)
    make(market.region, organisation_name="Strategens Vetskap AB", visibility="named_to_strategists", headcount_0_1=3)
    make(market.region, organisation_name="", visibility="aggregate_only", headcount_0_1=4)
    secret = {"organisation_name": "Hemliga Bolaget AB", "visibility": "named_in_dossiers", "secret": True}
    make(market.region, **secret, headcount_0_1=100, skills=["Hemlig kompetens"], local_title="Hemlig titel", municipality_code="2417")
    market.settled()
    request = market.ask(market.school)
    assert request.evidence["people"] == 5 + 2 + 3 + 4
    assert request.evidence["names"] == [{"name": "Öppna Verkstaden AB", "municipality": "2482"}]
    assert [place["code"] for place in request.evidence["places"]] == ["2482"]
    assert "Hemlig" not in repr(request.evidence)
    browser.get(f"/r/norr/demand-pooling/offer/{token_of(market.asked(market.school).seed)}")
    assert "Öppna Verkstaden AB" in browser.text
    for hidden in ("Strategens Vetskap", "Hemliga Bolaget", "Hemlig kompetens", "Hemlig titel", "Norsjö"):
        assert hidden not in browser.text


def test_the_figure_of_a_municipality_with_few_employers_cannot_be_worked_out(market: Market) -> None:
    fill(market.pool, market.region, 4, municipality_code="2481")
    market.pool.publish(market.region, municipality_code="2417", headcount_0_1=7)
    market.settled()
    places = {place["code"]: place["people"] for place in market.ask(market.school).evidence["places"]}
    assert places == {"2482": 5, "2481": None, "2417": None}, "the hidden one could else be had by subtraction"


def test_each_morning_those_are_reminded_whose_last_day_is_near(market: Market) -> None:
    market.ask(market.school, market.college)
    market.offer(market.college)
    with market.pool.make.inside(market.region, "demand_pooling"):
        for days, told in ((5, 0), (12, 1), (13, 0), (20, 0)):
            with time_machine.travel(utcnow() + timedelta(days=days)), atomic():
                assert service.remind_all(region=market.region, within_days=3) == told
    assert [mail.recipient for mail in mails("demand_pooling.request_reminder")] == [market.asked(market.school).email]


def test_the_api_shows_offers_and_no_person(market: Market, app: Flask) -> None:
    market.ask(market.school)
    market.offer(market.school)
    program = Browser(app, token=market.pool.make.token(market.region, "demand_pooling.request.manage"))
    found = program.call("GET", f"/api/v1/regions/norr/demand-pooling/requests/{market.request().id}").get_json()
    (answer,) = found["answers"]
    assert (answer["organisation"], answer["state"], answer["offer"]["price"]) == ("Exempelskolan AB", "offered", 12_500)
    assert "karin" not in repr(found).lower()
    assert "Kontakt" not in repr(found)


def test_a_request_can_be_disclosed_and_an_open_offer_is_marked(market: Market) -> None:
    market.ask(market.school)
    market.offer(market.school)
    with market.pool.make.inside(market.region, "demand_pooling"):
        (record,) = stewardship.find(market.region, "exempelskolan", 5)
        whole = stewardship.whole(market.region, record.ref)
        assert whole is not None
        assert {field.secrecy for field in whole.fields if field.name.startswith("offer-")} == {"19:1", ""}
        assert stewardship.find(market.region, "ingen sådan", 5) == []
        assert stewardship.whole(market.region, "demand_pooling:request:999999") is None
    assert stewardship.blockers(f"core:organisation:{market.school.id}") != []
    assert stewardship.blockers(f"core:organisation:{market.college.id}") == []
