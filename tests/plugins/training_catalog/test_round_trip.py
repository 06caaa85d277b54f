"""What is exported and read into an empty region is the same catalogue, and is exported as the same bytes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.testing.factories import Factory
from plugins.training_catalog import service, writer
from plugins.training_catalog.exports import emil3
from plugins.training_catalog.models import EducationEvent, EducationInfo, EducationProvider, EventLocation
from plugins.training_catalog.records import EventRecord, InfoRecord, Place, ProviderRecord

from .conftest import KIRUNA, LYCKSELE, NORSJO, Catalogue, days, event_, info, provider, row, swe

REAL = Path(__file__).parents[4] / "shared" / "data" / "courses" / "sundsvall-adult-education-courses-a.csv"
APART = {
    "id",
    "source_id",
    "region_id",
    "info_id",
    "provider_id",
    "event_id",
    "digest",
    "extra",
    "removed_at",
    "folded_into_id",
    "origin_id",
}


def exported(catalogue: Catalogue) -> str:
    return "".join(emil3.text(catalogue.region))


def contents(catalogue: Catalogue) -> dict[str, list[dict[str, Any]]]:
    """Every column of every row, apart from what only says which row it is."""
    found = {}
    with catalogue.scope():
        for model in (EducationProvider, EducationInfo, EducationEvent, EventLocation):
            columns = [column.key for column in model.__table__.columns if column.key not in APART]
            rows = [{name: getattr(each, name) for name in columns} for each in db.session.execute(select(model)).scalars()]
            found[model.__tablename__] = sorted(rows, key=repr)
    return found


def joined(catalogue: Catalogue) -> dict[str, tuple[str, list[str]]]:
    """Per event: the one that it is shown as, and the places that are shown at it."""
    keys = {event.id: event.identifier for event in catalogue.events}
    shown: dict[int, list[str]] = {}
    for place in catalogue.locations:
        shown.setdefault(place.event_id, []).append(place.municipality_code or "")
    return {event.identifier: (keys.get(event.folded_into_id, ""), sorted(shown.get(event.id, []))) for event in catalogue.events}


def the_same_elsewhere(catalogue: Catalogue, make: Factory) -> Catalogue:
    """Read the export of one region into an empty one; both must hold and export the same."""
    first = exported(catalogue)
    elsewhere = Catalogue(make, make.region("tom", plugins=["training_catalog"], municipalities=[NORSJO]))
    run = elsewhere.read(first)
    assert [cause for _row, _column, cause, _rejected in elsewhere.faults(run) if "i.missing" not in cause] == []
    assert exported(elsewhere) == first
    assert contents(elsewhere) == contents(catalogue)
    assert joined(elsewhere) == joined(catalogue)
    return elsewhere


RICH = [
    provider(
        name={"strings": [{"lang": "swe", "value": "Skolan"}, {"lang": "fin", "value": "Koulu"}]},
        contactAddress={"country": "SE", "areaCode": NORSJO, "postBox": "12", "town": "Norsjö"},
        visitAddresses=[{"areaCode": KIRUNA, "streetAddress": "Gatan 1", "wgs84": "67.8 20.2"}],
        emailAddresses=["info@skolan.example", "rektor@skolan.example"],
        phones=[{"number": swe("0910-10 00 00"), "function": swe("Växel")}, {"number": swe("0910-10 00 01")}],
        years=[{"type": "C_SchoolYear", "code": "7"}],
    ),
    info(
        title=swe("Lågor & <eld>", "Flames"),
        description=swe("<p>Ett &amp; två</p><ul><li>tre</li></ul>", "One"),
        credits={"system": {"type": "C_Credits", "code": "yh"}, "credits": 200, "min": 100},
        extent={"length": 40, "max": 60, "unit": {"type": "C_TimeType", "code": "weeks"}, "note": swe("ungefär")},
        configuration={"type": "C_Configuration", "code": "program"},
        qualificationLevel={"type": "C_Qualification", "code": "5"},
        degrees=swe("Yrkeshögskoleexamen"),
        eligibility=swe("Gymnasium"),
        recommendedPriorKnowledge=swe("Körkort"),
        isVocational=True,
        extensions=[{"aubType": {"type": "C_AUB", "code": "x"}}],
    ),
    event_(
        providers=["p.test.1", "p.test.2"],
        title=swe("Hösten"),
        locations=[
            {"areaCode": NORSJO, "town": "Norsjö", "country": "SE", "studyLocation": swe("Lärcentrum")},
            {"town": "Okänd plats", "department": swe("Hus B")},
        ],
        distance={"noOfMandatorySessions": 2, "noOfOptionalSessions": 0, "description": swe("Två träffar")},
        application={"first": "2027-03-01", "last": "2027-04-15", "email": "sok@skolan.example", "code": "A-1", "continuous": False},
        paceOfStudy={"percentage": 50, "individual": True},
        timeOfStudy={"type": "C_TimeOfStudy", "code": "kväll"},
        languageOfInstructions=["sv", "eng"],
        places=24,
        isApprenticeship=True,
        fees=[{"totalAmount": 0, "currency": "SEK"}],
        keywords=[swe("eld")],
    ),
    event_("e.test.2", education="i.missing", distance={}, isCancelled=True, execution={"condition": {"code": "2"}}),
]


def test_a_rich_document_comes_back_with_everything_it_said(catalogue: Catalogue, make: Factory) -> None:
    catalogue.read(RICH)
    elsewhere = the_same_elsewhere(catalogue, make)
    documents = json.loads(exported(elsewhere))
    [school], [course], [autumn, other] = (documents[name] for name in ("educationProviders", "educationInfos", "educationEvents"))
    for name in ("name", "contactAddress", "visitAddresses", "emailAddresses", "phones", "years"):
        assert school[name] == RICH[0][name], name
    for name in ("credits", "extent", "configuration", "qualificationLevel", "degrees", "eligibility", "isVocational", "extensions"):
        assert course[name] == RICH[1][name], name
    for name in ("providers", "locations", "application", "paceOfStudy", "places", "fees", "keywords", "lastEdited", "expires"):
        assert autumn[name] == RICH[2][name], name
    assert course["description"]["strings"][0]["value"] == "Ett & två\n\n• tre"  # cleaned, as the pages show it
    assert (other["education"], other["distance"], other["isCancelled"]) == ("i.missing", {}, True)


def test_what_is_shown_as_one_with_several_places_is_exported_as_the_source_gave_it(catalogue: Catalogue, make: Factory) -> None:
    """The same course once per municipality: each keeps its identifier and its own place, also when the one that shows them is changed."""
    events = [event_(f"e.test.{n}", locations=[{"areaCode": code}]) for n, code in enumerate((NORSJO, KIRUNA, LYCKSELE))]
    catalogue.read([provider(), info(), *events, event_("e.test.9", locations=[])])
    one = {"e.test.0": ("", sorted((NORSJO, KIRUNA, LYCKSELE))), "e.test.1": ("e.test.0", []), "e.test.2": ("e.test.0", [])}
    assert joined(catalogue) == {**one, "e.test.9": ("", [])}
    elsewhere = the_same_elsewhere(catalogue, make)
    places = {
        each["identifier"]: [place["areaCode"] for place in each.get("locations", [])]
        for each in json.loads(exported(elsewhere))["educationEvents"]
    }
    assert places == {"e.test.0": [NORSJO], "e.test.1": [KIRUNA], "e.test.2": [LYCKSELE], "e.test.9": []}
    for each in (catalogue, elsewhere):
        each.read([event_("e.test.0", execution={"start": "2028-01-10"}, locations=[{"areaCode": NORSJO}])])
    assert joined(elsewhere) == joined(catalogue)
    assert joined(catalogue)["e.test.1"] == ("", sorted((KIRUNA, LYCKSELE)))
    assert json.loads(exported(elsewhere)) == json.loads(exported(catalogue))


def test_what_was_inferred_is_still_marked_as_inferred(catalogue: Catalogue, make: Factory) -> None:
    catalogue.rows(row(), row(kurstillfalleId="2", Namn="Annan kurs", Studieort="Skellefteå", Intresseomrade_kategori="Teknik"))
    assert {place.inferred_from for place in catalogue.locations} == {"place"}
    elsewhere = the_same_elsewhere(catalogue, make)
    assert {place.inferred_from for place in elsewhere.locations} == {"place"}


def test_texts_that_look_like_markup_survive(catalogue: Catalogue, make: Factory) -> None:
    with catalogue.scope(), atomic():
        source = service.source_named(region=catalogue.region, name="Källa")
        odd = "Om 1 < 2 &amp; <b>fet</b>\nrad"
        writer.write(source, [InfoRecord("i.1", "A & B &lt;c&gt;", "YH", description=odd, extent="tre veckor")])
        service.refresh_stale(catalogue.region)
    elsewhere = the_same_elsewhere(catalogue, make)
    assert [(each.title, each.description, each.extent) for each in elsewhere.infos] == [("A & B &lt;c&gt;", odd, "tre veckor")]


@pytest.mark.parametrize(
    "own",
    [
        {"url": "javascript:alert(1)"},
        {"locations": [{"municipality_code": "9999"}]},
        {"locations": [{"municipality_code": NORSJO, "town": "x" * 101}]},
        {"title": 7},
        {"title": "x" * 301, "locations": "nej"},
        ["inte", "ett", "objekt"],
        {"identifier": "e.other", "education": "i.other"},
    ],
)
def test_what_a_file_claims_to_know_beyond_the_standard_is_checked(catalogue: Catalogue, own: Any) -> None:
    catalogue.read([provider(), info(), event_(samkraft=own, url={"urls": [{"lang": "swe", "value": "https://a.example"}]})])
    [event] = catalogue.events
    assert (event.identifier, event.url, event.title, event.education_key) == ("e.test.1", "https://a.example", "", "i.test.1")
    assert [place.municipality_code for place in catalogue.locations] in ([NORSJO], [])


def test_the_same_identifier_in_two_sources_is_two_records_in_the_export(catalogue: Catalogue, make: Factory) -> None:
    catalogue.read([provider(), info(title=swe("Första")), event_()], source="En")
    catalogue.read([provider(), info(title=swe("Andra")), event_()], source="Två")
    documents = json.loads(exported(catalogue))
    assert [each["title"]["strings"][0]["value"] for each in documents["educationInfos"]] == ["Första", "Andra"]
    assert len({each["identifier"] for each in documents["educationEvents"]}) == 2
    assert {each["education"] for each in documents["educationEvents"]} == {each["identifier"] for each in documents["educationInfos"]}
    first = exported(catalogue)
    elsewhere = Catalogue(make, make.region("tom", plugins=["training_catalog"], municipalities=[NORSJO]))
    elsewhere.read(first)
    assert exported(elsewhere) == first


def test_what_a_source_has_taken_away_is_not_exported(catalogue: Catalogue) -> None:
    catalogue.read([provider(), info(), event_()])
    catalogue.read([{"id": "e.test.1", "status": "REMOVED", "content": None}])
    assert json.loads(exported(catalogue))["educationEvents"] == []


def generated(seed: int, number: int) -> list[Any]:
    """Records with every field now set, now not."""
    rng = Random(seed)

    def maybe(value: Any, empty: Any) -> Any:
        return value if rng.random() < 0.6 else empty

    def date_() -> Any:
        from datetime import date

        return date.fromisoformat(days(rng.randrange(-200, 600)))

    found: list[Any] = [
        ProviderRecord(
            f"p.{one}", f"Skola {one} “åäö”", maybe("Text\nmed rad", ""), maybe(f"https://skola{one}.example", ""), maybe("2120000142", ""),
            maybe(f"s{one}@skola.example", ""), maybe("0910-1", ""), maybe("kommunal", ""), maybe(NORSJO, None),
        )
        for one in range(5)
    ]  # fmt: skip
    for one in range(number):
        found.append(
            InfoRecord(
                f"I.{one}", f"Kurs {one} & mer", rng.choice(("YH", "HS", "VUXGY", "")), maybe(f"K{one}", ""), maybe("Course", ""),
                maybe("Läs om A < B.", ""), maybe("About", ""), maybe("https://kurs.example", ""), maybe("kurs", ""),
                maybe([{"type": "C_Subject_SUN", "code": "525"}], []), maybe("6", ""), rng.choice((True, False, None)),
                rng.choice((True, False, None)), maybe("Examen", ""), credits=maybe(7.5, None), extent=maybe("10–20 weeks", ""),
                eligibility=maybe("Gymnasium", ""), extra=maybe({"educationBase": "x", "audience": {"code": "1"}}, {}),
            )
        )  # fmt: skip
        start = maybe(date_(), None)
        found.append(
            EventRecord(
                f"e.{one}", f"I.{one}", f"p.{rng.randrange(5)}", maybe("Kväll", ""), maybe("Mer", ""), maybe("https://t.example", ""),
                maybe("1", ""), start, None, maybe(["swe", "eng"], []), maybe(50.0, None), maybe("dag", ""), rng.random() < 0.5,
                application_last=maybe(date_(), None), application_continuous=rng.random() < 0.2, places=maybe(20, None),
                is_apprenticeship=rng.choice((True, False, None)), is_cancelled=rng.random() < 0.1, application_note=maybe("Gör så", ""),
                locations=[Place(NORSJO, rng.choice(("", "place")), "Norsjö"), Place(None, "", "Ingenstans")][: rng.randrange(3)],
            )
        )  # fmt: skip
    for record in found:
        if isinstance(record, InfoRecord) and record.credits is not None:
            record.credits_unit = rng.choice(("yh", "hp", ""))
        if isinstance(record, EventRecord) and record.is_distance:
            record.mandatory_sessions, record.distance_note = maybe(3, None), maybe("Träffar", "")
    return found


@pytest.mark.parametrize("seed", range(4))
def test_generated_catalogues_come_back_as_they_were(catalogue: Catalogue, make: Factory, seed: int) -> None:
    with catalogue.scope(), atomic():
        writer.write(service.source_named(region=catalogue.region, name="Källa"), generated(seed, 30))
        while service.refresh_stale(catalogue.region):
            pass
    the_same_elsewhere(catalogue, make)


@pytest.mark.skipif(not REAL.exists(), reason="the shared data folder is not here")
def test_the_real_course_file_comes_back_as_it_was(catalogue: Catalogue, make: Factory) -> None:
    catalogue.read(REAL.read_bytes(), source="Sundsvall")
    elsewhere = the_same_elsewhere(catalogue, make)
    assert (len(elsewhere.events), len(elsewhere.infos), len(elsewhere.providers)) == (633, 244, 13)


@pytest.mark.skipif(not REAL.exists(), reason="the shared data folder is not here")
def test_the_real_course_file_repeated_for_each_municipality_comes_back_as_it_was(catalogue: Catalogue, make: Factory) -> None:
    lines = list(csv.DictReader(REAL.read_text("utf-8-sig").splitlines()))
    made = io.StringIO()
    writer_ = csv.DictWriter(made, lines[0].keys())
    writer_.writeheader()
    for line in lines:
        for number, code in enumerate((NORSJO, KIRUNA, LYCKSELE)):
            there = {"SusaKurstillfällePlatsKommunkod": code, "Studieort": "", "kurstillfalleId": f"{line['kurstillfalleId']}-{number}"}
            writer_.writerow({**line, **there})
    catalogue.read(made.getvalue().encode(), source="Sundsvall")
    elsewhere = the_same_elsewhere(catalogue, make)
    folded = [identifier for identifier, (main, _places) in joined(elsewhere).items() if main]
    assert len(folded) >= len(elsewhere.events) // 2
