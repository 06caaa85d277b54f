"""What is needed and what is offered: heard, matched with reasons, listed, and left out when it should be."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from core.db import atomic, db
from core.events.replay import ReplayRequested
from core.jobs.models import Outbox
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.training_catalog.finding.centres import centres_of
from plugins.training_catalog.finding.models import Receiving
from plugins.training_catalog.gap import service, words
from plugins.training_catalog.gap.events import ClusterUpdated
from plugins.training_catalog.gap.jobs import match_needs
from plugins.training_catalog.gap.models import Answer, ClusterNeed, Fit
from plugins.training_catalog.models import EducationEvent, EducationInfo

from .conftest import KIRUNA, NORSJO, SKELLEFTEA, Catalogue, event_, info, provider

NURSES = "5321"
FACTS: dict[str, Any] = {
    "cluster_id": 7,
    "occupation_group": NURSES,
    "occupation_label": "Undersköterskor",
    "level": "upper_secondary",
    "headcount": 9,
    "employers": 2,
    "municipalities": 2,
    "threshold": 12,
    "missing": 3,
    "municipality_codes": [NORSJO, SKELLEFTEA],
    "skills": ["demensvård"],
    "start": "2027-2",
    "revision": 5,
}


def hear(catalogue: Catalogue, **facts: Any) -> None:
    """An event arrives, and the job that it asks for runs."""
    with catalogue.scope(), atomic():
        service.hear(region=catalogue.region, cluster=ClusterUpdated(**{**FACTS, **facts}))
    with catalogue.scope():
        match_needs(catalogue.region)


def said(catalogue: Catalogue) -> dict[str, tuple[str, list[str]]]:
    """By title: how far each education answers, and its reasons."""
    with catalogue.scope():
        rows = db.session.execute(
            select(ClusterNeed, Answer, EducationInfo, EducationEvent)
            .join(Answer, Answer.need_id == ClusterNeed.id)
            .join(EducationInfo, EducationInfo.id == Answer.info_id)
            .join(EducationEvent, EducationEvent.id == Answer.event_id)
        ).all()
        received = centres_of({event.id for _need, _answer, _one, event in rows})
        return {
            one.title: (str(answer.fit), words.reasons(need, answer, one.level, event, received.get(event.id, ())))
            for need, answer, one, event in rows
        }


@pytest.fixture
def care(catalogue: Catalogue) -> Catalogue:
    """Six educations: each answers a nurse's need in another way, or not at all."""
    given = {"condition": {"code": "1"}}
    catalogue.read(
        [
            provider(),
            info("i.1", title="Vård och omsorg", description="Du läser demensvård.", type={"code": "VUXGY"}),
            info("i.2", title="Undersköterska, kväll", type={"code": "VUXGY"}),
            info("i.3", title="Undersköterska i Kiruna", type={"code": "VUXGY"}),
            info("i.4", title="Demensvård, fördjupning", type={"code": "AU"}),
            info("i.5", title="Specialistundersköterska demensvård", type={"code": "YH"}),
            info("i.6", title="Svetsning, grund", type={"code": "YH"}, subjects=[{"type": "AUB_Subject", "code": "7212"}]),
            info("i.7", title="Keramik", type={"code": "FHS"}),
            event_("e.1", education="i.1", distance={"noOfMandatorySessions": 0}, locations=[]),
            event_("e.2", education="i.2", locations=[{"areaCode": SKELLEFTEA}], execution={**given, "start": "2028-01-10"}),
            event_("e.3", education="i.3", locations=[{"areaCode": KIRUNA}]),
            event_("e.4", education="i.4", locations=[{"areaCode": NORSJO}]),
            event_("e.5", education="i.5", distance={}, locations=[]),
            event_("e.6", education="i.6"),
            event_("e.7", education="i.7"),
        ]
    )
    return catalogue


def fits(catalogue: Catalogue) -> dict[str, str]:
    return {title: fit for title, (fit, _reasons) in said(catalogue).items()}


def need(catalogue: Catalogue) -> ClusterNeed:
    [found] = catalogue.all(ClusterNeed)
    return found


def test_each_education_says_why_it_answers_a_need(care: Catalogue) -> None:
    hear(care)
    found = said(care)
    assert found["Vård och omsorg"] == (
        "whole",
        [
            "Utbildningens namn innehåller ”vård och omsorg”.",
            "Nämner ”demensvård”, som behovet frågar efter.",
            "Nivån är den som behovet anger: gymnasial nivå.",
            "Kan följas hemifrån: distans, inga obligatoriska träffar.",
            "Startar 23 augusti 2027, i tid för klassen som planeras till hösten 2027.",
        ],
    )
    assert found["Undersköterska, kväll"] == (
        "part",
        [
            "Utbildningens namn innehåller ”Undersköterska”.",
            "Nivån är den som behovet anger: gymnasial nivå.",
            "Nås från Skellefteå, men inte från Norsjö.",
            "Startar 10 januari 2028, senare än klassen som planeras till hösten 2027.",
        ],
    )
    assert found["Undersköterska i Kiruna"][0] == "none"
    assert found["Undersköterska i Kiruna"][1][2] == "Ingen av behovets kommuner når den. Den närmaste har 329 km dit."
    assert found["Specialistundersköterska demensvård"][0] == "part"
    assert found["Specialistundersköterska demensvård"][1][2] == "Nivån är yrkeshögskolenivå, men behovet är gymnasial nivå."
    assert (need(care).fit, need(care).answers) == (Fit.WHOLE, 4)


def test_a_skill_in_the_title_is_an_answer_in_part(care: Catalogue) -> None:
    hear(care, occupation_group="2111", skills=["keramik"])
    assert said(care) == {
        "Keramik": (
            "part",
            [
                "Leder inte till yrket, men ger en kompetens.",
                "Nämner ”keramik”, som behovet frågar efter.",
                "Nivån är den som behovet anger: gymnasial nivå.",
                "Nås från Norsjö, men inte från Skellefteå.",
                "Startar 23 augusti 2027, i tid för klassen som planeras till hösten 2027.",
            ],
        )
    }


def test_what_is_out_of_reach_is_no_answer(care: Catalogue) -> None:
    hear(care, municipality_codes=["1280"], skills=[])
    assert fits(care)["Undersköterska, kväll"] == "none"
    assert fits(care)["Vård och omsorg"] == "whole"  # by distance


def receive(catalogue: Catalogue, key: str, *codes: str) -> None:
    """Learning centres in some municipalities begin, or cease, to receive an occasion."""
    [event] = [each for each in catalogue.events if each.identifier == key]
    with catalogue.scope(), atomic():
        db.session.execute(delete(Receiving).where(Receiving.event_id == event.id))
        for number, code in enumerate(codes, start=1):
            row = Receiving(course_id=event.id, centre_id=number, event_id=event.id, municipality_code=code, centre=f"Lärcentrum {number}")
            row.region_id, row.revision = catalogue.region.id, 1
            db.session.add(row)
        service.outdate(region=catalogue.region)
    with catalogue.scope():
        match_needs(catalogue.region)


@pytest.mark.parametrize(
    ("sessions", "held", "received", "fit", "reasons"),
    [
        (0, [], [], "whole", ["Kan följas hemifrån: distans, inga obligatoriska träffar."]),
        (None, [], [], "whole", ["Kan följas hemifrån: distans.", "Hur många träffar det är på plats framgår inte."]),
        (
            2,
            [KIRUNA],
            [],
            "none",
            [
                "Distans, 2 obligatoriska träffar på plats.",
                "Ingen av behovets kommuner når den. Den närmaste har 329 km dit.",
            ],
        ),
        (2, [], [], "none", ["Distans, 2 obligatoriska träffar på plats.", "Orten är inte känd, så vi vet inte vilka som kan nå den."]),
        (
            2,
            [KIRUNA],
            [KIRUNA, NORSJO],
            "part",
            [
                "Distans, 2 obligatoriska träffar på plats.",
                "Nås från Norsjö, men inte från Skellefteå.",
                "Kan följas på lärcentrum: Lärcentrum 2 i Norsjö, Lärcentrum 1 i Kiruna.",
            ],
        ),
        (
            2,
            [SKELLEFTEA],
            [NORSJO],
            "whole",
            [
                "Distans, 2 obligatoriska träffar på plats.",
                "Nås från alla kommuner med behovet: Norsjö, Skellefteå.",
                "Kan följas på lärcentrum: Lärcentrum 1 i Norsjö.",
            ],
        ),
    ],
)
def test_by_distance_with_sessions_a_centre_or_the_place_must_be_within_reach(
    catalogue: Catalogue, strategist: Browser, sessions: int | None, held: list[str], received: list[str], fit: str, reasons: list[str]
) -> None:
    distance = {} if sessions is None else {"noOfMandatorySessions": sessions}
    catalogue.read([event_("e.1", education="i.1", distance=distance, locations=[{"areaCode": code} for code in held])])
    hear(catalogue)
    receive(catalogue, "e.1", *received)
    found = said(catalogue)["Vård och omsorg"]
    assert (found[0], found[1][3:-1]) == (fit, reasons)
    strategist.get("/r/norr/training-catalog/needs/7")
    assert all(reason in strategist.text for reason in reasons)
    assert "ligger högst 60 km bort" in strategist.text
    strategist.get("/r/norr/training-catalog/needs.csv")
    assert strategist.response is not None
    assert " ".join(reasons) in strategist.response.get_data().decode("utf-8-sig")


def test_an_older_event_changes_nothing_and_a_newer_one_does(care: Catalogue) -> None:
    hear(care, headcount=9, revision=5)
    hear(care, headcount=1, revision=4)
    assert need(care).headcount == 9
    hear(care, headcount=11, revision=6)
    assert (need(care).headcount, need(care).revision) == (11, 6)


def test_a_cluster_that_is_no_more_has_no_answers_and_a_late_event_does_not_wake_it(care: Catalogue, strategist: Browser) -> None:
    hear(care)
    hear(care, headcount=0, municipality_codes=[], skills=[], revision=8)
    hear(care, revision=7)
    assert (need(care).headcount, care.all(Answer)) == (0, [])
    assert strategist.get("/r/norr/training-catalog/needs/7").status == 404


def test_the_same_events_twice_make_the_same_rows(care: Catalogue) -> None:
    hear(care)
    first = [(row.id, row.info_id, row.fit, row.reached) for row in care.all(Answer)]
    hear(care)
    assert [(row.id, row.info_id, row.fit, row.reached) for row in care.all(Answer)] == first


def test_when_the_catalogue_changes_needs_are_matched_again(care: Catalogue) -> None:
    hear(care)
    care.read([event_("e.1", education="i.1", isCancelled=True)])
    with care.scope():
        with atomic():
            service.outdate(region=care.region)
        match_needs(care.region)
    assert "Vård och omsorg" not in fits(care)
    assert need(care).fit is Fit.PART


def test_asking_again_requests_a_replay(care: Catalogue, strategist: Browser) -> None:
    strategist.get("/r/norr/training-catalog/needs/")
    assert "Hämta behoven på nytt" not in strategist.text  # nobody is there to ask
    with care.scope(), atomic():
        service.ask_again_by_hand(region=care.region)
    with care.scope():
        rows = db.session.execute(select(Outbox).where(Outbox.name == ReplayRequested.name).order_by(Outbox.id)).scalars().all()
    asked = [row.payload["events"] for row in rows]
    assert asked.count(["demand_pooling.cluster_updated.v1"]) == 2  # once when the plugin was enabled, and once now


@pytest.fixture
def strategist(care: Catalogue, make: Factory, app: Flask) -> Browser:
    return Browser(app).sign_in(make.user(care.region, "strategist"))


def test_the_pages_list_needs_and_what_nobody_asked_for(care: Catalogue, strategist: Browser) -> None:
    hear(care)
    hear(care, cluster_id=8, occupation_group="2111", occupation_label="Fysiker", skills=[], level="higher", headcount=3)

    def shown(address: str, *wanted: str) -> list[str]:
        strategist.get(f"/r/norr/training-catalog/{address}")
        assert strategist.status == 200
        names = {words for _href, words in strategist.links}
        return [one for one in wanted if one in names]

    both = ("Undersköterskor", "Fysiker")
    assert shown("needs/", *both) == [*both]
    assert "Här saknas behoven" in strategist.text  # demand_pooling is not enabled here
    assert shown("needs/?fit=none", *both) == ["Fysiker"]
    assert shown("needs/?fit=whole&level=upper_secondary", *both) == ["Undersköterskor"]
    assert shown(f"needs/?municipality={SKELLEFTEA}&q=sköter", *both) == ["Undersköterskor"]
    assert shown(f"needs/?municipality={KIRUNA}", *both) == []
    assert "Inga behov passar" in strategist.text
    assert shown("needs/7", "Vård och omsorg", "Undersköterska i Kiruna", "Svetsning, grund") == [
        "Vård och omsorg",
        "Undersköterska i Kiruna",
    ]
    everything = ("Svetsning, grund", "Keramik", "Vård och omsorg")
    assert shown("unasked/", *everything) == ["Svetsning, grund"]
    assert shown("unasked/?leads=all", *everything) == ["Svetsning, grund", "Keramik"]
    assert shown("unasked/?leads=all&form=FHS", *everything) == ["Keramik"]


def test_the_file_has_a_row_per_need_and_education(care: Catalogue, strategist: Browser) -> None:
    hear(care, skills=[])
    hear(care, cluster_id=8, occupation_group="2111", occupation_label="Fysiker", skills=[], headcount=3)
    strategist.get("/r/norr/training-catalog/needs.csv")
    assert strategist.response is not None
    rows = list(csv.reader(io.StringIO(strategist.response.get_data().decode("utf-8-sig")), delimiter=";"))
    assert [(row[1], row[8], row[9], row[12]) for row in rows[1:]] == [
        ("Undersköterskor", "Har utbildning som svarar", "Vård och omsorg", "Svarar på behovet"),
        ("Undersköterskor", "Har utbildning som svarar", "Specialistundersköterska demensvård", "Svarar delvis"),
        ("Undersköterskor", "Har utbildning som svarar", "Demensvård, fördjupning", "Svarar delvis"),
        ("Undersköterskor", "Har utbildning som svarar", "Undersköterska, kväll", "Svarar delvis"),
        ("Undersköterskor", "Har utbildning som svarar", "Undersköterska i Kiruna", "Utom räckhåll"),
        ("Fysiker", "Ingen utbildning svarar", "", ""),
    ]


def test_another_regions_needs_are_not_shown(care: Catalogue, make: Factory, strategist: Browser) -> None:
    south = make.region("soder", plugins=["training_catalog"], municipalities=["1280"])
    hear(Catalogue(make, south), occupation_label="Hemlig grupp")
    strategist.get("/r/norr/training-catalog/needs/")
    assert (strategist.status, "Hemlig grupp" in strategist.text) == (200, False)
    assert strategist.get("/r/norr/training-catalog/needs/7").status == 404
