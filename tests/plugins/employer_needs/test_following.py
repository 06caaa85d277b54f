"""Following needs by mail: nothing before the address has said yes, one mail each time something happens, and one click ends it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.mail.models import Mail
from core.testing.client import Browser
from plugins.employer_needs import subscriptions
from plugins.employer_needs.answering.models import Follower
from plugins.employer_needs.events import ClusterProgressed
from plugins.employer_needs.services.answers import response_token
from plugins.employer_needs.trail_words import STEPS

from .conftest import World, open_world
from .test_overview import answer
from .test_trail import lines, tell

Visitors = Callable[[], Browser]


def mails(kind: str) -> list[Mail]:
    return list(db.session.execute(select(Mail).where(Mail.kind == f"employer_needs.{kind}").order_by(Mail.id)).scalars())


def asked(world: World, visitor: Browser, email: str = "foljer@exempel.example") -> Browser:
    response = world.response
    visitor.get(f"/r/{world.region.slug}/employer-needs/svar/{response.reference}?nyckel={response_token(response.seed)}")
    return visitor.follow("Få mejl när något händer").submit(email=email)


def link(mail: Mail) -> str:
    found = re.search(r"https?://[^/]+(/r/\S+/folj/\S+)", mail.body)
    assert found
    return found[1]


def test_nothing_is_sent_before_the_address_says_yes(world: World, employer: Visitors) -> None:
    _response, need = answer(world)
    asked(world, employer())
    tell(world, [need.id])
    assert (len(mails("follow")), mails("news")) == (1, [])
    address = link(mails("follow")[0])
    employer().get(address)
    assert world.only(Follower).confirmed_at is None
    visitor = employer().get(address).submit()
    assert "Vad händer med era behov?" in visitor.text
    assert "inte längre aktuellt" not in visitor.text
    tell(world, [need.id], headcount=12, missing=0, viable=True)
    (news,) = mails("news")
    assert news.recipient == "foljer@exempel.example"
    assert "Vårdbiträde: Gruppen räcker till en klass" in news.body
    assert news.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_ends_it_and_may_be_repeated(world: World, employer: Visitors) -> None:
    _response, need = answer(world)
    asked(world, employer())
    employer().get(link(mails("follow")[0])).submit()
    tell(world, [need.id])
    (news,) = mails("news")
    stop = re.sub(r"^<https?://[^/]+(.*)>$", r"\1", news.headers["List-Unsubscribe"])
    for _ in range(2):
        assert employer().post(stop, {"List-Unsubscribe": "One-Click"}).status == 200
    assert world.only(Follower).ended_at is not None
    tell(world, [need.id], headcount=12, missing=0, viable=True)
    assert len(mails("news")) == 1


def test_the_page_does_not_tell_whether_an_address_follows(world: World, employer: Visitors) -> None:
    answer(world)
    first = asked(world, employer()).text
    employer().get(link(mails("follow")[0])).submit()
    assert asked(world, employer()).text == first
    assert len(mails("follow")) == 1


def test_wrong_address_is_told_at_the_field(world: World, employer: Visitors) -> None:
    answer(world)
    visitor = asked(world, employer(), "inte en adress")
    assert visitor.status == 422
    assert "Skriv en e-postadress på formen" in visitor.text


def test_links_belong_to_their_region(world: World, employer: Visitors) -> None:
    answer(world)
    asked(world, employer())
    other = open_world(world.make)
    address = link(mails("follow")[0])
    assert employer().get(address.replace(f"/r/{world.region.slug}/", f"/r/{other.region.slug}/")).status == 404
    assert employer().get(address + "x").status == 404


def progress(world: World, need_ids: list[int], status: str, **facts: Any) -> None:
    with atomic(), world.inside():
        event = ClusterProgressed(cluster_id=facts.pop("cluster_id", 5), need_ids=need_ids, status=status, facts=facts)
        subscriptions.tell_of_progress(world.region, event)


@pytest.mark.parametrize("status", list(STEPS))
def test_every_step_has_words(world: World, status: str) -> None:
    _response, need = answer(world)
    progress(world, [need.id], status)
    code, words = lines(world, need.id)[-1]
    assert code == "progressed"
    assert words == str(STEPS[status][1]) != ""


def test_a_step_is_told_once_and_its_facts_follow(world: World) -> None:
    _response, need = answer(world)
    progress(world, [need.id], "offered", provider="Exempelskolan")
    progress(world, [need.id], "offered", provider="Demoskolan", start="HT 2027")
    progress(world, [need.id], "cancelled", reason="För få sökande.")
    assert [words for code, words in lines(world, need.id) if code == "progressed"] == [
        "En utbildningsanordnare har erbjudit sig att ge utbildningen. Utbildningsanordnare: Demoskolan. Planerad start: HT 2027.",
        "Utbildningen blir inte av den här gången. Behovet finns kvar och kan ingå i en ny grupp. Skäl: För få sökande.",
    ]


def test_an_unknown_step_is_passed_over(world: World) -> None:
    _response, need = answer(world)
    progress(world, [need.id], "teleported")
    assert [code for code, _words in lines(world, need.id)] == ["received"]


def test_why_an_education_was_cancelled_and_what_there_is_instead_is_told(world: World) -> None:
    _response, need = answer(world)
    told = {"cancelled": "Vård och omsorg", "ref": "training_catalog:event:4", "reason": "För få sökande", "alternative": "Vård 2"}
    progress(world, [need.id], "pooled", **told)
    progress(world, [need.id], "in_catalogue", resumed="Vård och omsorg")
    back = "Tillsammans är ni nu så många att det räcker till en klass."
    assert [words for code, words in lines(world, need.id) if code == "progressed"] == [
        f"Vård och omsorg är inställd. {back} Skäl: För få sökande. I stället finns Vård 2.",
        "Vård och omsorg blir av ändå. Utbildningen finns nu i kurskatalogen, så att man kan söka den.",
    ]
