"""The public list: what is found, by which words and choices, and at what cost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory

from .conftest import KIRUNA, NORSJO, SKELLEFTEA, TODAY, Catalogue, course_file, days, event_, info, provider, row, swe

pytestmark = pytest.mark.both_databases  # search, order and counts are the database's work

URL = "/r/norr/training-catalog/"


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    """Six educations that differ in everything one can choose by."""
    execution = {"condition": {"code": "1"}}
    catalogue.read(
        [
            provider("p.1", name=swe("Norsjö kommun")),
            provider("p.2", name=swe("Yrkeshögskolan Exemplet")),
            info("i.1", title=swe("Undersköterska", "Assistant nurse"), type={"code": "VUXGY"}),
            info("i.2", title=swe("Svetsare"), type={"code": "VUXGY"}, description=swe("Även för dig som vill bli plåtslagare på Åland")),
            info("i.3", title=swe("Systemutvecklare"), type={"code": "YH"}),
            info("i.4", title=swe("Allmän kurs"), type={"code": "FHS"}),
            info("i.5", title=swe("Körkort för ämneslärare"), type={"code": "AU"}),
            info("i.6", title=swe("Har redan börjat"), type={"code": "VUXGY"}),
            event_("e.1", education="i.1", providers=["p.1"], execution={**execution, "start": "2027-08-23"}),
            event_(
                "e.2",
                education="i.2",
                providers=["p.1"],
                execution={**execution, "start": "2027-03-01"},
                locations=[{"areaCode": SKELLEFTEA}],
                application={"first": "2027-01-01", "last": "2027-02-15"},
            ),
            event_(
                "e.3",
                education="i.3",
                providers=["p.2"],
                execution={**execution, "start": "2027-09-06"},
                locations=[{"areaCode": "2480", "town": "Umeå"}],
                distance={"noOfMandatorySessions": 4},
                application={"first": "2027-03-01", "last": "2027-04-15"},
            ),
            event_(
                "e.4", education="i.4", providers=["p.2"], execution={}, locations=[{"areaCode": KIRUNA}], application={"continuous": True}
            ),
            event_("e.5", education="i.5", providers=["p.2"], execution={**execution, "start": "2028-01-17"}, locations=[], distance={}),
            event_("e.6", education="i.6", providers=["p.1"], execution={**execution, "start": "2027-01-11"}),
        ]
    )
    return catalogue


def titles(browser: Browser, **choice: Any) -> list[str]:
    """The educations the list shows for a choice, in order."""
    browser.get(URL, query_string=choice)
    assert browser.status == 200
    return [words for href, words in browser.links if href.startswith(URL) and href.removeprefix(URL).isdigit()]


ALL = ["Svetsare", "Undersköterska", "Systemutvecklare", "Körkort för ämneslärare", "Allmän kurs"]


def test_what_is_to_come_soonest_first_and_what_has_no_date_last(filled: Catalogue, browser: Browser) -> None:
    assert titles(browser) == ALL
    assert "5 träffar" in browser.text
    assert "Start 1 mars 2027 · ansök senast 15 februari 2027" in browser.text
    assert "Utan fast start" in browser.text


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"form": ["VUXGY"]}, ["Svetsare", "Undersköterska"]),
        ({"form": ["YH", "FHS"]}, ["Systemutvecklare", "Allmän kurs"]),
        ({"place": NORSJO}, ["Undersköterska"]),
        ({"place": "2480"}, ["Systemutvecklare"]),
        ({"from": NORSJO}, ["Undersköterska", "Körkort för ämneslärare"]),
        ({"from": NORSJO, "km": "100"}, ["Svetsare", "Undersköterska", "Körkort för ämneslärare"]),
        ({"from": NORSJO, "travel": "1"}, ["Undersköterska", "Systemutvecklare", "Körkort för ämneslärare"]),
        ({"from": KIRUNA}, ["Körkort för ämneslärare", "Allmän kurs"]),
        ({"sessions": "0"}, ["Körkort för ämneslärare"]),
        ({"sessions": "5"}, ["Systemutvecklare", "Körkort för ämneslärare"]),
        ({"distance": "only"}, ["Systemutvecklare", "Körkort för ämneslärare"]),
        ({"distance": "no-sessions"}, ["Körkort för ämneslärare"]),
        ({"distance": "on-site"}, ["Svetsare", "Undersköterska", "Allmän kurs"]),
        ({"start": "2027-1"}, ["Svetsare"]),
        ({"start": "2027-2"}, ["Undersköterska", "Systemutvecklare"]),
        ({"start": "none"}, ["Allmän kurs"]),
        ({"start": "started"}, ["Har redan börjat"]),
        ({"open": "1"}, ["Svetsare", "Allmän kurs"]),
        ({"group": "7212"}, ["Svetsare"]),
        ({"form": ["VUXGY"], "from": NORSJO, "start": "2027-2"}, ["Undersköterska"]),
        ({"level": ["vocational"]}, ["Systemutvecklare"]),
        ({"language": ["eng"]}, []),
        ({"form": ["YH"], "place": NORSJO}, []),
        # What cannot be understood is left out, and never an error.
        (
            {
                "form": ["TROLL"],
                "place": "9999",
                "start": "2027-3",
                "distance": "x",
                "provider": "'",
                "page": "-4",
                "group": "72",
                "sort": "x",
            },
            ALL,
        ),
    ],
)
def test_choices(filled: Catalogue, browser: Browser, choice: dict[str, Any], expected: list[str]) -> None:
    assert titles(browser, **choice) == expected


def test_by_provider(filled: Catalogue, browser: Browser) -> None:
    second = next(p for p in filled.providers if p.name == "Yrkeshögskolan Exemplet")
    assert titles(browser, provider=second.id) == ["Systemutvecklare", "Körkort för ämneslärare", "Allmän kurs"]
    assert "Yrkeshögskolan Exemplet" in browser.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("undersköterskor", ["Undersköterska"]),
        ("UNDERSKÖTERSKAN", ["Undersköterska"]),
        ("svetsar", ["Svetsare"]),
        ("åland", ["Svetsare"]),
        ("systemutvecklarna", ["Systemutvecklare"]),
        ("körkort ämneslärare", ["Körkort för ämneslärare"]),
        ("lärare", ["Körkort för ämneslärare"]),  # the end of a compound
        ("norsjö", ["Svetsare", "Undersköterska"]),  # provider or place
        ("TEST1 kurs", ["Allmän kurs"]),
        ("yrkeshögskola", ["Systemutvecklare", "Körkort för ämneslärare", "Allmän kurs"]),
        ("körkort undersköterska", []),
        ("och för", []),
        ("%", []),
        ("\"' OR 1=1 --", []),
    ],
)
def test_words(filled: Catalogue, browser: Browser, query: str, expected: list[str]) -> None:
    assert sorted(titles(browser, q=query)) == sorted(expected)


def test_who_searches_for_an_occupation_finds_what_leads_to_it(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(row(Namn="Sjuksköterskeprogrammet", Niva="HS", Poang="180"))
    assert titles(browser, q="sjuksköterskor") == ["Sjuksköterskeprogrammet"]


def test_words_and_choices_together_and_in_any_order(filled: Catalogue, browser: Browser) -> None:
    assert titles(browser, q="yrkeshögskola", distance="only", sort="start") == ["Systemutvecklare", "Körkort för ämneslärare"]
    assert titles(browser, q="yrkeshögskola", sort="title") == ["Allmän kurs", "Körkort för ämneslärare", "Systemutvecklare"]
    assert titles(browser, sort="deadline")[:2] == ["Svetsare", "Systemutvecklare"]
    assert titles(browser, sort="title")[0] == "Allmän kurs"
    assert titles(browser, q="redan börjat") == []
    assert titles(browser, q="redan börjat", start="started") == ["Har redan börjat"]


def test_a_hit_in_the_title_comes_before_one_in_passing(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(
        row(kurstillfalleId="1", Namn="Ledarskap", RekommenderadInformation="Bra för den som varit kock " + "och gillar mat " * 30),
        row(kurstillfalleId="2", Namn="Kock", KurstillfalleStartdatum="2027-10-01"),
    )
    assert titles(browser, q="kock") == ["Kock", "Ledarskap"]


def test_what_is_chosen_can_be_taken_away_one_by_one(filled: Catalogue, browser: Browser) -> None:
    titles(browser, q="undersköterska", form=["VUXGY"], **{"from": NORSJO})
    chips = [href for href, words in browser.links if words.startswith("Ta bort")]
    assert chips == [
        f"{URL}?form=VUXGY&from=2417",
        f"{URL}?q=undersk%C3%B6terska&from=2417",
        f"{URL}?q=undersk%C3%B6terska&form=VUXGY",
    ]
    assert browser.form(having="start").fields[:2] == [("q", "undersköterska"), ("from", "2417")]


def test_the_choices_are_what_the_catalogue_holds(filled: Catalogue, browser: Browser) -> None:
    browser.get(URL)
    page = browser.page
    for value in ('value="2480"', 'value="YH"', 'value="2027-2"', 'value="2028-1"'):
        assert value in page
    for value in ('value="0180"', 'value="GR"', 'value="2026-2"'):
        assert value not in page


def test_thirty_to_a_page(catalogue: Catalogue, browser: Browser) -> None:
    start = TODAY + timedelta(days=30)
    rows = [
        row(kurstillfalleId=str(n), Namn=f"Kurs {n:02}", KurstillfalleStartdatum=start + timedelta(days=n), KurstillfalleSlutdatum="")
        for n in range(65)
    ]
    catalogue.rows(*rows)
    assert titles(browser)[::29] == ["Kurs 00", "Kurs 29"]
    assert "Visar 1–30" in browser.text
    assert titles(browser, page=3) == [f"Kurs {n}" for n in range(60, 65)]
    assert titles(browser, page=99) == [f"Kurs {n}" for n in range(60, 65)]
    assert titles(browser, q="kurs", page=3, sort="start") == [f"Kurs {n}" for n in range(60, 65)]
    assert titles(browser, place=NORSJO, page=3) == [f"Kurs {n}" for n in range(60, 65)]


@pytest.mark.parametrize("choice", [{}, {"q": "kurs"}, {"from": NORSJO}, {"form": "VUXGY"}, {"q": "kurs", "start": "2027-2"}])
def test_one_row_and_thirty_cost_the_same_number_of_queries(
    make: Factory, browser: Browser, statements: Callable[..., Any], choice: dict[str, str]
) -> None:
    found = {}
    for number in (1, 30):
        region: Region = make.region(f"r{number}", plugins=["training_catalog"])
        lines = [row(kurstillfalleId=str(n), Namn=f"Kurs {n}", Utbildningsanordnare=f"Skola {n}") for n in range(number)]
        Catalogue(make, region).read(course_file(*lines))
        make.forget()
        browser.get(f"/r/r{number}/training-catalog/", query_string={"start": "2031-1"})  # draws the picture that is searched
        with statements() as run:
            browser.get(f"/r/r{number}/training-catalog/", query_string=choice)
        assert browser.text.count("Start 23 augusti 2027") == number
        found[number] = [statement for statement in run if "training_catalog_" in statement]
    assert len(found[1]) == len(found[30])
    # Whether anything has changed, the catalogue as a whole, which picture to search, the rows; the hits of words; and three for how
    # they can be followed from home. The first time; afterwards only the first of them.
    assert len(found[30]) <= (7 if "from" in choice else 5)


def test_a_page_is_remembered_until_the_catalogue_changes(filled: Catalogue, browser: Browser, statements: Callable[..., Any]) -> None:
    assert titles(browser, **{"from": NORSJO}) == ["Undersköterska", "Körkort för ämneslärare"]
    with statements() as run:
        titles(browser, **{"from": NORSJO})
    assert sum("training_catalog_" in statement for statement in run) == 1  # whether the catalogue has changed
    filled.read([info("i.7", title="Ny i Norsjö"), event_("e.7", education="i.7", providers=["p.1"])])
    assert "Ny i Norsjö" in titles(browser, **{"from": NORSJO})
    assert "3 träffar" in browser.text


def test_a_damaged_index_leaves_the_titles_to_search_in(filled: Catalogue, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    from core.search import index

    def broken(*_args: Any) -> Any:
        raise OperationalError("SELECT", {}, Exception("database disk image is malformed"))

    monkeypatch.setattr(index, "ranked", broken)
    assert titles(browser, q="sköterska") == ["Undersköterska"]


def test_empty_lists_say_the_next_step(catalogue: Catalogue, browser: Browser) -> None:
    assert titles(browser) == []
    assert "Katalogen är tom just nu" in browser.text
    catalogue.rows(row(KurstillfalleStartdatum=days(-20), KurstillfalleSlutdatum=""))
    assert titles(browser) == []
    assert "1 utbildning som stämmer med det du valt har redan startat." in browser.text
    browser.follow("Visa dem som har startat")
    assert "Exempelkurs" in browser.text
    assert titles(browser, q="svetsare") == []
    assert "Inga utbildningar stämmer med det du valt" in browser.text
    # A word for an occupation that no title holds leads on to what leads to that occupation.
    assert any(href.endswith("?group=7212") for href, _words in browser.links)


def test_english_titles_where_the_source_gives_them(filled: Catalogue, browser: Browser) -> None:
    browser.get(URL, headers={"Accept-Language": "en"})
    assert "Assistant nurse" in browser.text
    assert '<a href="/r/norr/training-catalog/2" lang="sv">' in browser.page.replace(str(filled.info("Svetsare").id), "2")


def test_every_word_in_english(filled: Catalogue, browser: Browser) -> None:
    browser.get(URL, headers={"Accept-Language": "en"})
    for words in ("Can be followed from", "Starts 1 March 2027 · apply by 15 February 2027", "No fixed start", "Show courses"):
        assert words in browser.text, words
    for words in ("Utbildning", "Startar", "Anordnare", "träffar", "ansök", "Visa"):
        assert words not in browser.text, words


@pytest.mark.requirement("S28")
def test_the_list_as_a_file_goes_back_in(filled: Catalogue, make: Factory, browser: Browser) -> None:
    browser.get(f"{URL}courses.csv", query_string={"from": NORSJO, "travel": "1"})
    assert browser.response is not None
    assert browser.response.headers["Content-Disposition"] == 'attachment; filename="utbildningar-norr.csv"'
    data = browser.response.get_data()
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [(line["Namn"], line["Niva"], line["Studieort"], line["Distans"], line["DistansObligatorisk"]) for line in lines] == [
        ("Undersköterska", "VUXGY", "Norsjö", "nej", ""),
        ("Systemutvecklare", "YH", "Umeå", "ja", "4"),
        ("Körkort för ämneslärare", "AU", "", "ja", ""),
    ]
    other = Catalogue(make, make.region("syd", plugins=["training_catalog"]))
    run = other.read(data)
    assert (run.rejected, run.ignored, len(other.events)) == (0, 0, 3)
    assert [(e.start, e.is_distance, e.mandatory_sessions) for e in other.events] == [
        (e.start, e.is_distance, e.mandatory_sessions) for e in filled.events if e.identifier in ("e.1", "e.3", "e.5")
    ]


@pytest.mark.requirement("S28")
def test_no_cell_of_the_file_is_a_formula(catalogue: Catalogue, browser: Browser) -> None:
    catalogue.rows(row(Namn="=HYPERLINK(1)", Utbildningsanordnare="@skolan", Kurskod="+1", Studieort="-Norsjö"))
    browser.get(f"{URL}courses.csv")
    assert browser.response is not None
    line = next(iter(csv.DictReader(io.StringIO(browser.response.get_data().decode("utf-8-sig")), delimiter=";")))
    assert (line["Namn"], line["Utbildningsanordnare"], line["Kurskod"], line["Studieort"]) == (
        "'=HYPERLINK(1)",
        "'@skolan",
        "'+1",
        "'-Norsjö",
    )


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"q": "kurs"},
        {"from": NORSJO},
        {"place": NORSJO},
        {"q": "kurs", "from": NORSJO},
        {"q": "kurs", "place": NORSJO, "form": "VUXGY"},
        {"distance": "on-site"},
        {"start": "2027-2", "sort": "deadline"},
        {"start": "2027-2", "sort": "title"},
        {"from": NORSJO, "place": NORSJO},
    ],
)
def test_no_choice_shows_another_regions_education(make: Factory, catalogue: Catalogue, browser: Browser, choice: dict[str, str]) -> None:
    """Every way the list asks the database goes through the fence: two regions hold the same, but for the names."""
    for slug in ("a", "b"):
        Catalogue(make, make.region(slug, plugins=["training_catalog"])).rows(
            row(Namn=f"Kurs {slug.upper()}"), row(kurstillfalleId="2", Namn=f"Distanskurs {slug.upper()}", DistansObligatorisk="2")
        )
    make.forget()
    browser.get("/r/a/training-catalog/", query_string=choice)
    assert "Kurs A" in browser.text
    assert "Kurs B" not in browser.text
    assert "Distanskurs B" not in browser.text
    browser.get("/r/a/training-catalog/courses.csv", query_string=choice)
    assert browser.response is not None
    assert "Kurs A" in browser.response.get_data(as_text=True)
    assert "Kurs B" not in browser.response.get_data(as_text=True)


def test_a_collaboration_lists_what_its_members_share(make: Factory, filled: Catalogue, browser: Browser) -> None:
    other = Catalogue(make, make.region("syd", plugins=["training_catalog"]))
    other.rows(row(Namn="Delas inte"))
    union = make.region("tillsammans", plugins=["training_catalog"], municipalities=())
    make.share(filled.region, union, "training_catalog")
    make.share(other.region, union)
    browser.get("/r/tillsammans/training-catalog/")
    assert "5 träffar" in browser.text
    assert "Delas inte" not in browser.text
    browser.get("/r/tillsammans/training-catalog/", query_string={"q": "undersköterska"})
    browser.follow("Undersköterska")
    assert (browser.status, browser.url.startswith("/r/tillsammans/")) == (200, True)
