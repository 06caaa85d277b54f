"""From a cluster to a provider and back: request, offer, joint order, decision."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.errors import Conflict, DomainError, Gone, NotFound
from core.mail.models import Mail
from core.organisations.models import Organisation, OrganisationKind
from core.regions.models import Region
from core.testing.client import Browser
from plugins.demand_pooling.providers import answering, service, stewardship
from plugins.demand_pooling.providers.answering import Terms
from plugins.demand_pooling.providers.days import today
from plugins.demand_pooling.providers.deciding import Share
from plugins.demand_pooling.providers.models import AskedProvider, AskedState, PricePer, ProviderRequest, RequestState, StudyForm
from plugins.demand_pooling.providers.tokens import token_of
from plugins.demand_pooling.work.progress import Progress

from .conftest import Pool
from .test_clusters import fill, told
from .test_statuses import PROGRESSED
from .test_working import Bench


class Market(Bench):
    """Two schools and a municipality beside the clusters."""

    def __init__(self, pool: Pool, region: Region) -> None:
        super().__init__(pool, region)
        make = pool.make
        self.school = make.organisation(region, "Exempelskolan AB", kind=OrganisationKind.EDUCATION_PROVIDER)
        self.college = make.organisation(region, "Exempelhögskolan", kind=OrganisationKind.UNIVERSITY)
        self.town = make.organisation(region, "Exempel kommun", kind=OrganisationKind.MUNICIPALITY, municipality="2482")

    def ask(self, *whom: Organisation, **facts: Any) -> ProviderRequest:
        given: dict[str, Any] = {
            "cluster_id": self.south,
            "seen": None,
            "providers": {each.id: f"skola{each.id}@test.samkraft.example" for each in whom or (self.school, self.college)},
            "forms": [StudyForm.DISTANCE],
            "start_wish": "augusti 2027",
            "answer_by": today() + timedelta(days=14),
            "message": "Vi behöver fler.",
            **facts,
        }
        made: ProviderRequest = self.do(service.ask, **given)
        return made

    def asked(self, organisation: Organisation) -> AskedProvider:
        with self.pool.make.inside(self.region):
            found = select(AskedProvider).where(AskedProvider.organisation_id == organisation.id).order_by(AskedProvider.id.desc())
            return db.session.execute(found.execution_options(populate_existing=True)).scalars().all()[0]

    def request(self) -> ProviderRequest:
        self.pool.make.forget()
        with self.pool.make.inside(self.region):
            return db.session.execute(select(ProviderRequest)).scalars().one()

    def offer(self, organisation: Organisation, seen: int | None = None, **facts: Any) -> None:
        self.do(service.offer, asked_id=self.asked(organisation).id, seen=seen, terms=terms(**facts), actor=None)


def terms(**facts: Any) -> Terms:
    plain: dict[str, Any] = {
        "form": StudyForm.DISTANCE,
        "price": 12_500,
        "price_per": PricePer.PERSON,
        "starts_on": today() + timedelta(days=200),
        "seats_min": 4,
        "seats_max": 20,
        "centres": "Norsjö lärcentrum",
        "conditions": "Tre närträffar",
        "valid_until": today() + timedelta(days=60),
        "contact_name": "Karin Kontakt",
        "contact_email": "karin@test.samkraft.example",
    }
    return Terms(**{**plain, **facts})


@pytest.fixture
def market(pool: Pool, north: Region) -> Market:
    return Market(pool, north)


def mails(kind: str) -> list[Mail]:
    return list(db.session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars())


def test_a_request_locks_the_cluster_and_mails_each_provider_a_link_of_its_own(market: Market) -> None:
    request = market.ask()
    cluster = market.cluster(market.south)
    assert (cluster.status, cluster.locked_at is not None) == (Progress.REQUESTED, True)
    assert told(market.region, PROGRESSED)[0]["facts"] == {"providers": 2, "answer_by": request.answer_by.isoformat()}
    assert told(market.region, PROGRESSED)[0]["need_ids"] == market.south_needs
    sent = mails("demand_pooling.request")
    links = [re.findall(r"http\S+/offer/(\S+)", mail.body)[0] for mail in sent]
    assert [token_of(market.asked(each).seed) for each in (market.school, market.college)] == links
    assert len(set(links)) == 2
    assert request.evidence["people"] == 5


def test_the_whole_way_to_a_decision(market: Market) -> None:
    market.ask(market.school, market.college, market.town)
    market.offer(market.school)
    market.offer(market.college, price=200_000, price_per=PricePer.WHOLE)
    assert market.cluster(market.south).status is Progress.OFFERED
    market.offer(market.school, seen=1, price=11_000)
    market.do(service.decline, asked_id=market.asked(market.town).id, reason="Inga lokaler", actor=None)
    orderers = [Share(market.town.id, 3, 6_667), Share(market.school.id, 2, 3_333)]
    market.do(service.set_orderers, request_id=market.request().id, seen=None, shares=orderers)
    request = market.request()
    accepted = market.asked(market.school)
    market.do(service.decide, request_id=request.id, seen=request.version, accepted_id=accepted.id, reason="Billigast och närmast")
    assert market.request().state is RequestState.DECIDED
    states = [market.asked(each).state for each in (market.school, market.college, market.town)]
    assert states == [AskedState.ACCEPTED, AskedState.NOT_CHOSEN, AskedState.DECLINED]
    assert market.cluster(market.south).status is Progress.DECIDED
    assert [event["status"] for event in told(market.region, PROGRESSED)] == ["requested", "offered", "decided"]
    facts = told(market.region, PROGRESSED)[-1]["facts"]
    assert (facts["provider"], facts["form"]) == ("Exempelskolan AB", "distance")
    assert len(mails("demand_pooling.request_decided")) == 2
    kinds = [kind for cluster, kind, _other in market.steps() if cluster == market.south]
    assert kinds.count("provider") == 7
    with pytest.raises(Conflict):
        market.offer(market.college)
    with pytest.raises(Conflict):
        market.do(service.decline, asked_id=market.asked(market.college).id, reason="För sent", actor=None)


def test_none_of_the_offers_sends_the_cluster_back(market: Market) -> None:
    market.ask(market.school)
    market.offer(market.school)
    market.do(service.decide, request_id=market.request().id, seen=None, accepted_id=None, reason="För dyrt")
    assert market.request().state is RequestState.NONE_CHOSEN
    assert market.cluster(market.south).status is Progress.CLUSTERED
    market.ask(market.college)
    assert market.cluster(market.south).status is Progress.REQUESTED


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"answer_by": "yesterday"}, "answer_by"),
        ({"answer_by": None}, "answer_by"),
        ({"answer_by": "far"}, "answer_by"),
        ({"providers": {}}, "providers"),
        ({"providers": "employer"}, "providers"),
        ({"providers": {99_999: "a@test.samkraft.example"}}, "providers"),
        ({"providers": "no address"}, "email"),
        ({"message": "x" * 2001}, "text"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_at_its_field(market: Market, facts: dict[str, Any], field: str) -> None:
    employer = market.pool.make.organisation(market.region)
    given = dict(facts)
    if "answer_by" in given:
        given["answer_by"] = {"yesterday": today() - timedelta(days=1), "far": today() + timedelta(days=800)}.get(given["answer_by"])
    if given.get("providers") == "employer":
        given["providers"] = {employer.id: "a@test.samkraft.example"}
    if given.get("providers") == "no address":
        given["providers"] = {market.school.id: "ingen adress"}
    with pytest.raises(DomainError) as refused:
        market.ask(**given)
    assert (refused.value.field or "").startswith(field)
    assert (mails("demand_pooling.request"), market.cluster(market.south).status) == ([], Progress.CLUSTERED)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"price": -1}, "price"),
        ({"price": 100_000_001}, "price"),
        ({"starts_on": "past"}, "starts_on"),
        ({"seats_min": 0}, "seats_min"),
        ({"seats_min": 9, "seats_max": 8}, "seats_max"),
        ({"valid_until": "past"}, "valid_until"),
        ({"contact_email": "karin"}, "contact_email"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_at_its_field(market: Market, facts: dict[str, Any], field: str) -> None:
    market.ask(market.school)
    given = {name: today() - timedelta(days=1) if value == "past" else value for name, value in facts.items()}
    with pytest.raises(DomainError) as refused:
        market.offer(market.school, **given)
    assert refused.value.field == field
    assert market.asked(market.school).state is AskedState.SENT


def test_shares_must_be_a_hundred_percent(market: Market) -> None:
    market.ask(market.school)
    request_id = market.request().id
    with pytest.raises(DomainError) as refused:
        third = [Share(each.id, 1, 3_333) for each in (market.school, market.college, market.town)]
        market.do(service.set_orderers, request_id=request_id, seen=None, shares=third)
    assert "99,99" in refused.value.message
    for wrong in ([Share(market.town.id, 0, 10_000)], [Share(market.town.id, 1, 5_000)] * 2, [Share(99_999, 1, 10_000)]):
        with pytest.raises(DomainError):
            market.do(service.set_orderers, request_id=request_id, seen=None, shares=wrong)


def test_of_two_who_decide_the_second_is_told(market: Market) -> None:
    market.ask(market.school)
    market.offer(market.school)
    request = market.request()
    market.do(service.decide, request_id=request.id, seen=request.version, accepted_id=None, reason="För dyrt")
    for seen in (request.version, None):
        with pytest.raises(Conflict):
            market.do(service.decide, request_id=request.id, seen=seen, accepted_id=market.asked(market.school).id, reason="Bra")
    assert market.request().state is RequestState.NONE_CHOSEN


def test_an_offer_that_changed_while_one_looked_is_not_accepted_unseen(market: Market) -> None:
    market.ask(market.school)
    market.offer(market.school)
    seen = market.request().version
    market.offer(market.school, price=99_000)
    with pytest.raises(Conflict):
        market.do(service.decide, request_id=market.request().id, seen=seen, accepted_id=market.asked(market.school).id, reason="Bra")


def test_two_at_the_same_provider_do_not_overwrite_each_other(market: Market) -> None:
    market.ask(market.school)
    market.offer(market.school, seen=0)
    with pytest.raises(Conflict):
        market.offer(market.school, seen=0, price=1)


def test_an_expired_offer_is_not_accepted_and_an_expired_link_says_so(market: Market) -> None:
    market.ask(market.school)
    market.offer(market.school, valid_until=today() + timedelta(days=3))
    token = token_of(market.asked(market.school).seed)
    with time_machine.travel(utcnow() + timedelta(days=5)):
        with pytest.raises(DomainError) as refused:
            market.do(service.decide, request_id=market.request().id, seen=None, accepted_id=market.asked(market.school).id, reason="Bra")
        assert refused.value.field == "accepted"
    with market.pool.make.inside(market.region):
        with time_machine.travel(utcnow() + timedelta(days=103)):
            assert answering.by_token(market.region, token).organisation_name == "Exempelskolan AB"
        with time_machine.travel(utcnow() + timedelta(days=106)), pytest.raises(Gone):
            answering.by_token(market.region, token)
        with pytest.raises(NotFound):
            answering.by_token(market.region, "x" * 43)


def test_a_reminder_goes_to_those_who_have_not_answered_and_not_every_day(market: Market) -> None:
    market.ask(market.school, market.college)
    market.offer(market.school)
    assert market.do(service.remind, request_id=market.request().id) == 0
    with time_machine.travel(utcnow() + timedelta(days=3)):
        assert market.do(service.remind, request_id=market.request().id) == 1
        assert market.do(service.remind, request_id=market.request().id) == 0
    (mail,) = mails("demand_pooling.request_reminder")
    assert mail.recipient == market.asked(market.college).email


def test_a_withdrawn_request_takes_no_offers(market: Market) -> None:
    market.ask(market.school)
    with pytest.raises(DomainError):
        market.do(service.withdraw, request_id=market.request().id, seen=None, reason="")
    market.do(service.withdraw, request_id=market.request().id, seen=None, reason="Behovet är löst")
    with pytest.raises(Conflict):
        market.offer(market.school)
    assert "Behovet är löst" in mails("demand_pooling.request_decided")[0].body


# -- the pages ----------------------------------------------------------------------------------------------------------


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


# -- what leaves the region -----------------------------------------------------------------------------------------------


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
