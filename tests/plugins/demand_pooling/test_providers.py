"""From a cluster to a provider and back: request, offer, joint order, decision."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from core.clock import today
from core.db import db, utcnow
from core.errors import Conflict, DomainError, Gone, NotFound
from core.mail.models import Mail
from core.organisations.models import Organisation, OrganisationKind
from core.regions.models import Region
from plugins.demand_pooling.providers import answering, service
from plugins.demand_pooling.providers.answering import Terms
from plugins.demand_pooling.providers.deciding import Share
from plugins.demand_pooling.providers.models import AskedProvider, AskedState, PricePer, ProviderRequest, RequestState, StudyForm
from plugins.demand_pooling.providers.tokens import token_of
from plugins.demand_pooling.work.progress import Progress

from .conftest import Pool
from .test_clusters import told
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
