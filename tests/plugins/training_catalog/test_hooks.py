"""What the rest of the house gets from the catalogue: supply, hits, links, cards, checks, reports, and persons' rights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask

from core.audit.models import AuditEntry
from core.db import atomic, db, utcnow
from core.plugins import hooks
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.training_catalog import demo, occupations
from plugins.training_catalog.events import CatalogueChanged
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationProvider, ImportFault, ImportRun

from .conftest import KIRUNA, LYCKSELE, NORSJO, SKELLEFTEA, TODAY, Catalogue, event_, info, provider, row, swe


def supply(catalogue: Catalogue, group: str, *places: str) -> list[Any]:
    return hooks.for_region(catalogue.region).supply_for(occupation_group=group, municipalities=places)


@pytest.fixture
def care(catalogue: Catalogue) -> Catalogue:
    """Three ways to become an assistant nurse, and one that has begun."""
    catalogue.read(
        [
            provider(),
            info("i.1", title="Vård- och omsorgsutbildning med vård och omsorg", type={"code": "VUXGY"}),
            info("i.2", title="Undersköterska på distans", type={"code": "VUXGY"}),
            info("i.3", title="Keramik", type={"code": "FHS"}),
            event_("e.1", education="i.1", locations=[{"areaCode": SKELLEFTEA}]),
            event_(
                "e.2",
                education="i.2",
                distance={"noOfMandatorySessions": 0},
                execution={"start": "2027-09-06"},
                locations=[{"areaCode": "0180"}],
            ),
            event_("e.3", education="i.3"),
            event_("e.4", education="i.1", locations=[{"areaCode": NORSJO}], execution={"start": "2026-08-24"}),
        ]
    )
    return catalogue


def test_supply_leads_to_the_group_can_be_reached_and_says_why(care: Catalogue) -> None:
    found = supply(care, "5321", NORSJO)  # Skellefteå is 72 km away, more than the 60 that count
    assert [(s.title, s.place, s.distance, s.start) for s in found] == [("Undersköterska på distans", "", True, date(2027, 9, 6))]
    first = found[0]
    assert first.ref == f"training_catalog:info:{care.info('Undersköterska på distans').id}"
    assert first.url == f"/r/norr/training-catalog/{care.info('Undersköterska på distans').id}"
    assert first.provider == "Exempelskolan"
    assert first.reason == ("Utbildningens namn innehåller ”Undersköterska”. Kan följas hemifrån: distans, inga obligatoriska träffar.")
    assert [s.place for s in supply(care, "5321", SKELLEFTEA)] == ["Skellefteå", ""]
    assert (
        supply(care, "5321", SKELLEFTEA)[0].reason
        == "Utbildningens namn innehåller ”vård och omsorg”. Ges i Skellefteå, där behovet finns."
    )
    assert supply(care, "7212", NORSJO) == []
    assert supply(care, "0000", "9999") == []


def test_distance_with_sessions_out_of_reach_is_no_supply(care: Catalogue) -> None:
    care.read(
        [
            info("i.5", title="Undersköterska med resor", type={"code": "VUXGY"}),
            event_("e.5", education="i.5", distance={"noOfMandatorySessions": 6}, locations=[{"areaCode": "0180"}]),
        ]
    )
    assert "Undersköterska med resor" not in [s.title for s in supply(care, "5321", NORSJO)]
    assert "Undersköterska med resor" in [s.title for s in supply(care, "5321", "0180")]


def test_reach_is_the_regions_own_setting(make: Factory) -> None:
    far = Catalogue(make, make.region("vidd", plugins=["training_catalog"], settings={"training_catalog": {"reach_km": 150}}))
    far.rows(row(Namn="Undersköterska", Studieort="Skellefteå"))
    assert [s.reason for s in supply(far, "5321", LYCKSELE, NORSJO)] == [
        "Utbildningens namn innehåller ”Undersköterska”. Ges i Skellefteå, 72 km från Norsjö."
    ]
    assert supply(far, "5321", KIRUNA) == []
    make.forget()


def test_supply_works_in_a_job_without_a_request_and_where_the_catalogue_is_off_there_is_none(care: Catalogue, app: Flask) -> None:
    from core.plugins import lifecycle

    assert len(supply(care, "5321", SKELLEFTEA)) == 2
    with atomic():
        lifecycle.disable(care.region, "training_catalog")
    assert supply(care, "5321", SKELLEFTEA) == []


@pytest.mark.parametrize(
    ("title", "form", "credits", "subjects", "expected"),
    [
        ("Svetsare", "VUXGY", 1000, [], {"7212": "svets"}),
        ("Undersköterskor", "YH", 200, [], {"5321": "Undersköterskor", "5323": "Undersköterskor"}),
        ("Lastbilsförare C", "AUB", None, [], {"8332": "lastbilsförare"}),
        ("Truck", "AUB", None, [{"type": "AUB_Subject", "code": "4322"}], {"4322": "4322"}),
        ("Sjuksköterskeprogrammet", "HS", 180, [], {"2221": "sjuksköterskeprogram"}),
        ("Engelska för undersköterskor", "VUXGY", 100, [], {}),  # for whom, not what one becomes
        ("Undersköterska", "VUXGR", 100, [], {}),  # basic education trains for no occupation
        ("Programmering", "HS", 7.5, [], {}),
        ("Musik", "FHS", None, [], {}),
        ("Matematik 1a", "VUXGY", 100, [], {}),
        ("Allmän kurs", "FHS", None, [{"type": "FH_Subject", "code": "5321"}], {}),  # that code is of another list
    ],
)
def test_what_an_education_leads_to(
    context: None, title: str, form: str, credits: float | None, subjects: list[dict[str, str]], expected: dict[str, str]
) -> None:
    found = occupations.leads_to(occupations.known_terms(), title=title, school_form=form, subjects=subjects, credits=credits)
    assert {lead.group_code: lead.term for lead in found} == expected


def test_search_hits_for_the_whole_region(care: Catalogue, browser: Browser) -> None:
    browser.get("/r/norr/search", query_string={"q": "undersköterskor"})
    assert "Undersköterska på distans" in [words for _href, words in browser.links]
    hits = hooks.for_region(care.region).search(user=None, query="undersköterska distans")
    assert [(hit.title, str(hit.kind), hit.summary) for hit in hits] == [
        (
            "Undersköterska på distans",
            "Utbildning",
            "Komvux gymnasial nivå · Exempelskolan · Stockholm · start 6 september 2027",
        )
    ]
    assert hooks.for_region(care.region).search(user=None, query="  ") == []


def test_refs(make: Factory, care: Catalogue) -> None:
    region = hooks.for_region(care.region)
    course, event = care.infos[0], care.events[0]
    link = region.resolve_ref(user=None, ref=f"training_catalog:info:{course.id}")
    assert link is not None
    assert (link.title, link.url, str(link.kind)) == (course.title, f"/r/norr/training-catalog/{course.id}", "Utbildning")
    link = region.resolve_ref(user=None, ref=f"training_catalog:event:{event.id}")
    assert link is not None
    assert (link.title, link.url) == (f"{course.title}, start 23 augusti 2027", f"/r/norr/training-catalog/{course.id}#event-{event.id}")
    other = hooks.for_region(make.region("syd", plugins=["training_catalog"]))
    for ref in ("info:999999", "info:x", "info:", "event:-1", "trosa:1", "info:²", f"info:{10**30}"):
        assert region.resolve_ref(user=None, ref=f"training_catalog:{ref}") is None
    assert other.resolve_ref(user=None, ref=f"training_catalog:info:{course.id}") is None


def test_cards_for_everybody_and_for_those_who_work_here(make: Factory, care: Catalogue, browser: Browser) -> None:
    browser.get("/r/norr/")
    assert "Hitta en utbildning" in [words for _href, words in browser.links]
    assert "Sök bland 3 utbildningar" in browser.text
    care.rows(row(Namn="Okänd"), source="Annan")
    browser.sign_in(make.user(care.region, "strategist")).get("/r/norr/")
    assert "Kommande utbildningar 3" in browser.text
    assert "1 rad i fil gick inte att läsa in." in browser.text
    other = Browser(browser.client.application)
    other.sign_in(make.user(care.region, "supervisor")).get("/r/norr/")
    assert "gick inte att läsa in" not in other.text


SOURCES_CHECKED = [("Ingen hämtning väntar på besked", True), ("Källorna hämtas som de ska", True)]  # see test_harvest_trouble.py


def test_checks_say_what_to_do(make: Factory, catalogue: Catalogue) -> None:
    def answers() -> list[tuple[str, bool]]:
        make.forget()
        found = [(str(check.title), check.ok) for _plugin, check in hooks.for_region(catalogue.region).region_checks()]
        return [each for each in found if each not in SOURCES_CHECKED]

    assert answers() == [("Det finns kommande utbildningar", False)]
    catalogue.rows(row())
    assert answers() == [("Det finns kommande utbildningar", True), ("Senaste inläsningen lyckades", True), ("Katalogen är färsk", True)]
    catalogue.read(b"")
    assert answers()[1] == ("Senaste inläsningen lyckades", False)
    with catalogue.scope(), atomic():
        for run in catalogue.all(ImportRun):
            run.created_at = utcnow() - timedelta(days=46)
    assert answers()[2] == ("Katalogen är färsk", False)


def test_open_data_and_the_yearly_report(care: Catalogue) -> None:
    datasets = hooks.for_region(care.region).open_data()
    assert [(dataset.name, len(dataset.header)) for dataset in datasets] == [("courses", 21)]
    rows = datasets[0].rows()
    assert [line[4] for line in rows] == ["Vård- och omsorgsutbildning med vård och omsorg", "Keramik", "Undersköterska på distans"]
    sections = hooks.for_region(care.region).report_sections(period=2027)
    assert [(str(s.title), s.tables[0][2]) for s in sections] == [
        ("Utbildningsutbud", [["Komvux gymnasial nivå", 2, 2], ["Folkhögskola", 1, 1]])
    ]
    assert hooks.for_region(care.region).report_sections(period=2019) == []


def test_the_log_in_words(catalogue: Catalogue) -> None:
    catalogue.rows(row(), row(kurstillfalleId="2", Namn="Okänd"))
    catalogue.read(b"")
    entries = db.session.query(AuditEntry).filter(AuditEntry.action.startswith("training_catalog.")).order_by(AuditEntry.id)
    assert [hooks.stewardship().describe_log_entry(entry=entry) for entry in entries] == [
        "Lämnade in en fil från Exempelkällan till utbildningskatalogen",
        "Läste in utbildningar från Exempelkällan: 3 nya, 0 ändrade, 0 borttagna, 1 fel",
        "Lämnade in en fil från Exempelkällan till utbildningskatalogen",
        "Inläsningen av en fil till utbildningskatalogen misslyckades",
    ]


def test_a_persons_traces_are_exported_and_erased(make: Factory, catalogue: Catalogue) -> None:
    user = make.user(catalogue.region, "education_coordinator")
    catalogue.read([provider(emailAddresses=[user.email.upper()]), provider("p.2", name=swe("Annan"))])
    with catalogue.scope(), atomic():
        catalogue.all(ImportRun)[0].requested_by_id = user.id

    def exported() -> dict[str, list[Any]]:
        found = hooks.stewardship().export_personal_data(user=user)
        return {data.name: [list(line)[-2:] for line in data.rows] for data in found if data.name.startswith("training_catalog")}

    assert exported() == {
        "training_catalog_import_run": [["fil", 2]],
        "training_catalog_education_provider": [["Exempelskolan", user.email.upper()]],
    }
    with atomic():
        hooks.stewardship().erase_personal_data(user=user)
    assert exported() == {"training_catalog_import_run": [], "training_catalog_education_provider": []}
    assert [p.email for p in catalogue.all(EducationProvider)] == ["", "info@skolan.example"]
    assert len(catalogue.all(ImportRun)) == 1
    assert {rule.name for rule in hooks.stewardship().retention_rules()} >= {"training_catalog.import_run", "training_catalog.education"}


def test_the_demo_fills_every_page_and_twice_makes_nothing_more(catalogue: Catalogue, statements: Callable[..., Any]) -> None:
    def seed() -> tuple[int, int, int, int]:
        with catalogue.scope(), atomic():
            demo.seed(catalogue.region, Random(7))
        return tuple(len(catalogue.all(model)) for model in (EducationEvent, EducationInfo, EducationProvider, ImportFault))  # type: ignore[return-value]

    first = seed()
    assert 110 <= first[0] <= 140
    assert {info.school_form for info in catalogue.infos} >= {"YH", "VUXGY", "VUXGR", "VUXSFI", "FHS", "HS", "AUB"}
    for group in ("5321", "5311", "7212", "7411", "8332", "8171", "2512", "2221", "2343"):
        assert supply(catalogue, group), group
    assert any(event.is_distance and event.mandatory_sessions for event in catalogue.events)
    assert all(event.start is None or event.start > TODAY for event in catalogue.events if event.is_current)
    before = [(event.id, event.digest) for event in catalogue.events]
    assert seed() == first
    assert [(event.id, event.digest) for event in catalogue.events] == before


def test_the_demo_of_a_collaboration_is_what_its_members_share(make: Factory, catalogue: Catalogue) -> None:
    union = Catalogue(make, make.region("tillsammans", plugins=["training_catalog"]))
    make.share(catalogue.region, union.region, "training_catalog")
    for each in (catalogue, union):
        with each.scope(), atomic():
            demo.seed(each.region, Random(7))
    assert len(union.all(EducationInfo)) == len(catalogue.infos) == 31
    assert len(supply(union, "7212")) == len(supply(catalogue, "7212")) > 0


def test_an_event_sample_is_the_event() -> None:
    assert CatalogueChanged.sample().model_dump() == {"source": "exempelfilen", "added": 12, "changed": 3, "removed": 1}
