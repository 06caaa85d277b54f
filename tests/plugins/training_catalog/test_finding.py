"""The search's picture: it answers as the tables do, counts every further choice rightly, and survives being stored."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.testing.client import Browser
from plugins.training_catalog import queries
from plugins.training_catalog.filters import Filters
from plugins.training_catalog.finding import building
from plugins.training_catalog.finding.block import lay, mask_of, pack, positions, unpack
from plugins.training_catalog.finding.conditions import event_conditions, info_conditions
from plugins.training_catalog.finding.models import Receiving, SearchBlock
from plugins.training_catalog.finding.searching import FACETS, search
from plugins.training_catalog.models import CatalogueState, EducationEvent, EducationInfo

from .conftest import KIRUNA, LYCKSELE, NORSJO, SKELLEFTEA, TODAY, Catalogue, event_, info, provider, row, swe

URL = "/r/norr/training-catalog/"
PLACES = (NORSJO, SKELLEFTEA, KIRUNA, LYCKSELE, "2480")


@pytest.fixture
def many(catalogue: Catalogue) -> Catalogue:
    """Sixty educations with up to seven occasions each, in every combination that chance gives; some received at a centre."""
    rng = random.Random(20)
    documents: list[Any] = [provider(f"p.{n}", name=swe(f"Skolan {n}")) for n in range(4)]
    for n in range(60):
        form = rng.choice(["YH", "HS", "VUXGY", "FHS", "AUB"])
        credits = (
            {"credits": {"credits": rng.choice([5, 30, 100, 200]), "system": {"code": rng.choice(["hp", "yh", "vp"])}}} if n % 3 else {}
        )
        subjects = [{"type": "C_Subject_SUN", "code": f"{rng.randint(0, 8)}82d"}]
        documents.append(info(f"i.{n}", title=swe(f"Utbildning {n % 17} {n}"), type={"code": form}, subjects=subjects, **credits))
        for m in range(rng.randint(1, 7)):
            start = TODAY + timedelta(days=rng.randint(-20, 700))
            distance = rng.choice([None, None, {}, {"noOfMandatorySessions": rng.choice([0, 2, 4, 12])}])
            documents.append(
                event_(
                    f"e.{n}.{m}",
                    education=f"i.{n}",
                    providers=[f"p.{rng.randint(0, 3)}"],
                    execution={"condition": {"code": rng.choice("123")}, **({"start": start.isoformat()} if rng.random() < 0.9 else {})},
                    locations=[{"areaCode": code} for code in rng.sample(PLACES, rng.randint(0, 2))],
                    languageOfInstructions=rng.choice([["swe"], ["eng"], ["swe", "eng"], []]),
                    paceOfStudy={"percentage": rng.choice([25, 50, 60, 100, 110])},
                    application={"first": (start - timedelta(days=200)).isoformat(), "last": (start - timedelta(days=20)).isoformat()},
                    **({} if distance is None else {"distance": distance}),
                )
            )
    catalogue.read(documents)
    with catalogue.scope(), atomic():
        events = db.session.execute(select(EducationEvent.id).where(EducationEvent.is_distance.is_(True)).limit(12)).scalars().all()
        for n, event_id in enumerate(events):
            db.session.add(
                Receiving(
                    region_id=catalogue.region.id, course_id=n, centre_id=1, event_id=event_id, revision=1, centre="Lärcentrum",
                    municipality_code=rng.choice([NORSJO, KIRUNA]),
                )
            )  # fmt: skip
    return catalogue


def by_tables(filters: Filters) -> set[int]:
    """What the tables say that a choice gives."""
    event, about = EducationEvent, EducationInfo
    statement = select(about.id).join(event, event.info_id == about.id).where(about.is_current.is_(True))
    statement = statement.where(*info_conditions(filters), *event_conditions(filters, TODAY))
    return set(db.session.execute(statement).scalars())


def choices(rng: random.Random, providers: list[int]) -> Filters:
    """Some filters, by chance."""
    values: dict[str, list[Any]] = {
        "form": [("YH",), ("HS", "FHS")], "level": [("higher", "vocational")], "subject": [("5",), ("1", "7", "0")],
        "unit": ["hp", "yh"], "pace": [("50",), ("25", "100"), ("75",)], "language": [("eng",), ("swe", "eng")],
        "place": [NORSJO, "2480"], "home": [NORSJO, KIRUNA], "km": ["0", "60", "150"], "travel": [True], "distance": ["only", "on-site"],
        "sessions": ["0", "2", "5"], "start": ["2027-1", "2027-2", "none"], "open": [True], "provider": providers,
    }  # fmt: skip
    picked = {name: rng.choice(values[name]) for name in rng.sample(sorted(values), rng.randint(1, 3))}
    if "unit" in picked:
        picked |= {"credits_from": rng.choice([0, 20]), "credits_to": rng.choice([0, 100])}
    return Filters(**picked)


def test_the_picture_answers_as_the_tables_do(many: Catalogue) -> None:
    rng = random.Random(5)
    providers = [each.id for each in many.providers]
    found = 0
    with many.scope():
        for _n in range(150):
            filters = choices(rng, providers)
            answer = search(filters, "", TODAY)
            assert set(answer.ids("start")) == by_tables(filters), filters
            found += bool(answer.total())
    assert found > 60  # the choices were not all empty


def test_every_number_is_what_choosing_it_gives(many: Catalogue) -> None:
    rng = random.Random(6)
    checked = 0
    with many.scope():
        for _n in range(12):
            filters = choices(rng, [many.providers[0].id])
            for name, numbers in search(filters, "", TODAY).facets().items():
                for value, number in numbers.items():
                    kind: Any = value
                    if name in ("form", "level", "subject", "pace", "language"):
                        kind = (value,)
                    elif name in ("open", "provider"):
                        kind = int(value) if name == "provider" else True
                    changes = {name: kind, **({"credits_from": 0, "credits_to": 0} if name == "unit" else {})}
                    assert number == len(by_tables(replace(filters, **changes))), (filters, name, value)
                    checked += 1
    assert checked > 200
    assert set(search_names(many)) == set(FACETS)


def search_names(many: Catalogue) -> list[str]:
    with many.scope():
        return list(search(Filters(), "", TODAY).facets())


@pytest.mark.parametrize("order", ["start", "deadline", "title"])
def test_the_order_is_the_tables(many: Catalogue, order: str) -> None:
    with many.scope():
        whole = queries.overview()
        plain = [found.id for number in (1, 2) for found in queries.listing(Filters(sort=order), whole, today=TODAY, number=number).items]
        assert list(search(Filters(), "", TODAY).ids(order)) == plain


def test_a_stored_picture_is_the_one_that_was_drawn(many: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    with many.scope():
        drawn = building.draw(many.region.id, TODAY)
        again = unpack(pack(drawn))
        assert again is not None
        assert (again.ids, again.sizes, again.starts, again.lasts) == (drawn.ids, drawn.sizes, drawn.starts, drawn.lasts)
        assert (again.events, again.infos, again.credits, again.providers) == (drawn.events, drawn.infos, drawn.credits, drawn.providers)
        for damaged in (b"", b"nonsense", pack(drawn)[:-20]):
            assert unpack(damaged) is None
        # A large catalogue is searched in the stored one, until the job has drawn it anew.
        monkeypatch.setattr(building, "LIVE", 0)
        with atomic():
            building.rebuild(many.region.id, TODAY)
        state = db.session.execute(select(CatalogueState.token)).scalar_one()
        assert db.session.execute(select(SearchBlock.token)).scalar_one() == state
        monkeypatch.setattr(building, "draw", lambda *_: pytest.fail("drawn in a request"))
        assert building.blocks(TODAY)[0].ids == drawn.ids
        assert building.blocks(TODAY + timedelta(days=1))[0].ids == drawn.ids


def test_bits_and_layers() -> None:
    numbers = [0, 7, 8, 63, 64, 1000]
    assert positions(mask_of(numbers, 1001)) == numbers
    assert lay({10: 3, 20: 1, 30: 2, 40: 1}) == ([10, 30, 20, 40], [4, 2, 1])
    assert lay({}) == ([], [])


def test_each_hit_says_how_it_can_be_followed(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(
        row(kurstillfalleId="1", Namn="På plats"),
        row(kurstillfalleId="2", Namn="Hemifrån", Studieort="", DistansObligatorisk="0", DistansValfritt="3"),
        row(kurstillfalleId="3", Namn="Med träffar", Studieort="Umeå", DistansObligatorisk="4"),
        row(kurstillfalleId="4", Namn="Vid lärcentrum", Studieort="Kiruna", DistansObligatorisk="6"),
    )
    with catalogue.scope(), atomic():
        event_id = next(event.id for event in catalogue.events if event.mandatory_sessions == 6)
        db.session.add(
            Receiving(
                region_id=catalogue.region.id, course_id=1, centre_id=1, event_id=event_id, revision=1, centre="Lärcentrum Norsjö",
                municipality_code=NORSJO,
            )
        )  # fmt: skip
    browser.get(URL, query_string={"from": NORSJO})
    for words in (
        "På plats i Norsjö, i din kommun",
        "Hemifrån på distans, inga träffar på plats",
        "Kan följas på Lärcentrum Norsjö, i din kommun",
    ):
        assert words in browser.text
    assert "Med träffar" not in browser.text
    browser.get(URL, query_string={"from": NORSJO, "travel": "1"})
    assert "Distans med 4 träffar på plats i Umeå, " in browser.text


def test_words_that_name_an_occupation_find_what_leads_to_it(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(row(Namn="Vård och omsorg", Niva="gymnasial vuxenutbildning"), row(kurstillfalleId="2", Namn="Svetsning"))
    for word in ("undersköterska", "usk"):
        browser.get(URL, query_string={"q": word})
        assert "Vård och omsorg" in browser.text, word
        assert "Svetsning" not in browser.text, word


def test_an_empty_answer_says_what_to_take_away(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(row(Namn="Svetsning"), row(kurstillfalleId="2", Namn="Kock"), row(kurstillfalleId="3", Namn="Kallskänka"))
    browser.get(URL, query_string={"q": "svetsning", "place": NORSJO, "form": "YH"})
    assert "Utan Yrkeshögskola : 1 utbildning" in browser.text
    browser.get(URL, query_string={"place": NORSJO, "form": "YH"})
    assert "Utan Yrkeshögskola : 3 utbildningar" in browser.text
    assert "Utan Ges i Norsjö" not in browser.text


def test_comparing_and_sharing(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(*(row(kurstillfalleId=str(n), Namn=f"Kurs {n}", Poang=str(100 + n)) for n in range(5)))
    ids = [each.id for each in catalogue.infos]
    browser.get(f"{URL}compare", query_string={"id": [ids[2], ids[0], 999_999, "x"]})
    assert (browser.status, "102 verksamhetspoäng" in browser.text, "100 verksamhetspoäng" in browser.text) == (200, True, True)
    assert "Kurs 1" not in browser.text
    browser.get(f"{URL}compare", query_string={"id": ids})
    assert "Fyra kan jämföras åt gången" in browser.text
    assert "Kurs 4" not in browser.text
    browser.get(f"{URL}compare")
    assert "Inga utbildningar att jämföra" in browser.text
    long = {
        "q": "kurs",
        "form": ["VUXGY", "YH", "HS", "FHS"],
        "subject": ["1", "2", "3"],
        "level": ["vocational", "upper_secondary"],
        "open": "1",
    }
    browser.get(f"{URL}share", query_string={**long, "language": ["swe", "eng"], "pace": ["25", "50", "75", "100"]})
    browser.submit()
    short = next(href for href, _words in browser.links if "/training-catalog/s/" in href)
    browser.get(short[short.index("/r/") :])
    assert "Ta bort Yrkeshögskola" in browser.text
