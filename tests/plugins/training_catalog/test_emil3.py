"""EMIL 3 documents: every shape they come in, what is removed, and what refers to something that is not there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plugins.training_catalog.models import RunStatus

from .conftest import NORSJO, SKELLEFTEA, Catalogue, event_, info, provider, swe


def wrapped(*documents: dict[str, Any]) -> list[dict[str, Any]]:
    """Documents as the API wraps them."""
    return [{"id": document["identifier"], "status": "ACTIVE", "content": document} for document in documents]


def page(**lists: Any) -> dict[str, Any]:
    """A page of the API."""
    return {"links": [{"rel": "self", "href": "x"}], **lists, "page": {"size": 1, "totalElements": 1, "totalPages": 1, "pageNumber": 0}}


@pytest.mark.parametrize(
    "document",
    [
        [provider(), info(), event_()],
        [event_(), info(), provider()],  # what an event refers to may come later
        {"educationProviders": [provider()], "educationInfos": [info()], "educationEvents": [event_()]},
        [page(educationEvents=wrapped(event_())), page(educationInfos=wrapped(info())), page(educationProviders=wrapped(provider()))],
    ],
    ids=["list", "backwards", "lists", "pages"],
)
def test_every_shape_gives_the_same_catalogue(catalogue: Catalogue, document: Any) -> None:
    run = catalogue.read(document)
    assert (run.status, run.rows, run.added, run.rejected, run.ignored) == (RunStatus.DONE, 3, 3, 0, 0)
    found = catalogue.infos[0]
    assert (found.title, found.school_form, found.is_current, found.next_start) == ("Exempelkurs", "YH", True, date(2027, 8, 23))
    assert (found.provider_names, found.place_names) == ("Exempelskolan", "Norsjö")
    again = catalogue.read(document)
    assert (again.added, again.changed, again.unchanged, again.removed) == (0, 0, 3, 0)


def test_single_documents_come_one_by_one_in_any_order(catalogue: Catalogue) -> None:
    """An event whose education is not known yet is kept, listed as a fault, and shown when the education comes in another file."""
    first = catalogue.read(event_())
    assert catalogue.faults(first) == [
        (1, "education", "Utbildningen i.test.1 finns varken i filen eller i katalogen. Tillfället visas när den har lästs in.", True)
    ]
    second = catalogue.read(info())
    assert catalogue.faults(second) == []
    assert not catalogue.infos[0].is_current
    again = catalogue.read(event_())
    assert catalogue.faults(again) == [
        (1, "providers", "Anordnaren p.test.1 finns varken i filen eller i katalogen. Tillfället visas när den har lästs in.", True)
    ]
    catalogue.read(provider())
    assert (catalogue.infos[0].is_current, catalogue.infos[0].event_count, len(catalogue.events)) == (True, 1, 1)
    assert catalogue.faults(catalogue.read(event_())) == []


def test_identifiers_are_compared_without_regard_to_case(catalogue: Catalogue) -> None:
    catalogue.read([provider("P.Test.1"), info("I.TEST.1"), event_("E.test.1", education="i.Test.1", providers=["p.TEST.1"])])
    assert catalogue.infos[0].is_current
    again = catalogue.read([info("i.test.1", title=swe("Nytt namn"))])
    assert (again.added, again.changed) == (0, 1)
    assert [found.title for found in catalogue.infos] == ["Nytt namn"]


def test_null_content_means_removed_and_the_row_stays(catalogue: Catalogue) -> None:
    catalogue.read([provider(), info(), event_(), event_("e.test.2", execution={"start": "2027-10-04"})])
    run = catalogue.read(page(educationEvents=[{"id": "E.TEST.1", "status": "REMOVED", "content": None}]))
    assert (run.removed, run.added, run.changed, run.rejected) == (1, 0, 0, 0)
    assert [(event.removed_at is None, event.is_current) for event in catalogue.events] == [(False, False), (True, True)]
    assert (catalogue.infos[0].event_count, catalogue.infos[0].next_start) == (1, date(2027, 10, 4))
    run = catalogue.read(page(educationInfos=[{"id": "i.test.1", "status": "REMOVED", "content": None}]))
    assert (run.removed, catalogue.infos[0].removed_at is None, catalogue.infos[0].is_current) == (1, False, False)
    assert catalogue.read(page(educationInfos=[{"id": "i.test.1", "status": "REMOVED", "content": None}])).removed == 0
    back = catalogue.read([info(), event_()])
    assert (back.changed, catalogue.infos[0].is_current) == (2, True)


def test_texts_in_two_languages(catalogue: Catalogue) -> None:
    catalogue.read(
        [
            provider(),
            info(title=swe("Svetsare", "Welder"), description={"strings": [{"lang": "eng", "content": "<p>Only English</p>"}]}),
            event_(title={"strings": [{"lang": "en", "value": "Evening"}, {"lang": "sv", "value": "Kväll"}]}),
        ]
    )
    found = catalogue.infos[0]
    assert (found.title, found.title_en, found.description, found.description_en) == ("Svetsare", "Welder", "Only English", "")
    assert catalogue.events[0].title == "Kväll"


def test_everything_the_catalogue_has_a_column_for(catalogue: Catalogue) -> None:
    catalogue.read(
        [
            provider(organisationNumber="212000-0142", phones=[{"number": swe("0918-140 00")}], visitAddresses=[{"areaCode": "2417"}]),
            info(
                credits={"system": {"type": "C_Credits", "code": "yh"}, "credits": 400},
                extent={"length": 2, "max": 3, "unit": {"type": "C_TimeType", "code": "years"}},
                qualificationLevel={"type": "C_Qualification", "code": "6"},
                degrees=swe("Kvalificerad yrkeshögskoleexamen"),
                eligibility=swe("<b>Grundläggande</b> behörighet"),
                isVocational=True,
            ),
            event_(
                languageOfInstructions=["swe", "en"],
                paceOfStudy={"percentage": 50},
                timeOfStudy={"type": "C_TimeOfStudy", "code": "kväll"},
                places=24,
                distance={"noOfMandatorySessions": 4, "noOfOptionalSessions": 0, "description": swe("Träffar i Norsjö")},
                application={
                    "first": "2027-02-01",
                    "last": "2027-04-15T00:00:00+02:00",
                    "url": {"urls": [{"lang": "swe", "value": "https://ansok.example"}]},
                    "instruction": swe("Ansök på webben"),
                    "continuous": False,
                },
                url={"urls": [{"lang": "swe", "value": "www.skolan.example/kurs"}]},
                fees=[{"totalAmount": 0}],
                orderers=["p.test.9"],
            ),
        ]
    )
    school, course, event = catalogue.providers[0], catalogue.infos[0], catalogue.events[0]
    assert (school.orgnr, school.phone, school.municipality_code, school.body) == ("2120000142", "0918-140 00", NORSJO, "enskild")
    assert (course.credits, course.credits_unit, course.extent, course.level) == (400.0, "yh", "2–3 years", "vocational")
    assert (course.qualification_level, course.degree) == ("6", "Kvalificerad yrkeshögskoleexamen")
    assert (course.eligibility, course.is_vocational, course.result_is_degree) == ("Grundläggande behörighet", True, True)
    assert (event.languages, event.pace, event.time_of_study, event.places) == ("swe,eng", 50.0, "kväll", 24)
    assert (event.is_distance, event.mandatory_sessions, event.optional_sessions, event.distance_note) == (True, 4, 0, "Träffar i Norsjö")
    assert (event.application_first, event.application_last) == (date(2027, 2, 1), date(2027, 4, 15))
    assert (event.application_url, event.url) == ("https://ansok.example", "https://www.skolan.example/kurs")
    # Kept for an export, though no page shows it; under "emil3" what the columns do not hold of fields that have one.
    assert {name: event.extra[name] for name in sorted(event.extra)} == {
        "emil3": {name: event.extra["emil3"][name] for name in ("application", "locations")},
        "fees": [{"totalAmount": 0}],
        "orderers": ["p.test.9"],
    }


@pytest.mark.parametrize(("value", "expected"), [({}, True), ({"noOfMandatorySessions": 0}, True), (None, False)])
def test_the_presence_of_distance_means_distance(catalogue: Catalogue, value: Any, expected: bool) -> None:
    catalogue.read([provider(), info(), event_(distance=value)])
    assert catalogue.events[0].is_distance is expected


def test_a_missing_municipality_comes_from_the_place_or_the_provider(catalogue: Catalogue) -> None:
    catalogue.read([provider(name=swe("Vuxenskolan i Skellefteå")), info()])
    run = catalogue.read(
        [
            event_("e.1", locations=[{"studyLocation": swe("Nyland")}]),
            event_("e.2", locations=[]),  # the provider, from an earlier file
            event_("e.3", locations=[{"areaCode": "580", "town": "Linköping"}]),  # a code that lost its zero
            event_("e.4", locations=[], distance={}),
        ]
    )
    found = [
        ((place.origin_id or place.event_id) - catalogue.events[0].id, place.municipality_code, place.inferred_from)
        for place in catalogue.locations
    ]
    assert found == [(0, "2282", "place"), (1, SKELLEFTEA, "provider"), (2, "0580", "")]
    assert (run.inferred, run.unlocated) == (2, 0)


def test_a_bad_value_is_passed_over_and_a_bad_document_left_out(catalogue: Catalogue) -> None:
    run = catalogue.read(
        {
            "educationProviders": [provider(url={"urls": [{"lang": "swe", "value": "ftp://skolan.example"}]})],
            "educationInfos": [
                info("i.1", credits={"system": {"code": "poäng"}, "credits": "många"}, type={"code": "TROLL"}),
                info("i.2", title={"strings": []}),
                {"identifier": "i.3"},
                "i.4",
                info("I.1"),
            ],
            "educationEvents": [
                event_("e.1", education="i.1", places="ca 20", distance={"noOfMandatorySessions": -1}),
                event_("e.2", education="i.1", execution={"start": "2027-13-01"}),
                event_("e.3", providers=[]),
                event_("e.4", education="i.1", application={"first": "2027-05-01", "last": "2027-04-01"}),
                {"id": "", "status": "REMOVED", "content": None},
            ],
        }
    )
    assert catalogue.faults(run) == [
        (1, "educationProviders[0].url", "”ftp://skolan.example” är ingen webbadress. Skriv den så att den börjar med https://.", False),
        (2, "educationInfos[0].credits.credits", "”många” är inget tal. Skriv bara siffror.", False),
        (
            2,
            "educationInfos[0].type",
            "Skolformen ”TROLL” är okänd. Använd EMIL:s koder, till exempel YH eller VUXGY, eller orden i klartext.",
            False,
        ),
        (2, "educationInfos[0].credits.system", "Poängenheten ”poäng” är okänd. De som finns är hp, yh, gy, vp, fup, nyp.", False),
        (3, "educationInfos[1].title", "Titeln saknas eller är tom. Skriv minst en text på svenska eller engelska.", True),
        (4, "educationInfos[2].title", "Värdet saknas. Fyll i det.", True),
        (5, "educationInfos[3]", "Här ska ett objekt stå, men det står något annat.", True),
        (6, "educationInfos[4].identifier", "I.1 finns redan som nummer 2 i filen. Ta bort det ena.", True),
        (7, "educationEvents[0].places", "”ca 20” är inget heltal från 0 och uppåt.", False),
        (7, "educationEvents[0].distance.noOfMandatorySessions", "-1 är utanför det rimliga (0–100000).", False),
        (8, "educationEvents[1].execution.start", "”2027-13-01” är inget datum. Skriv så här: 2026-08-24.", True),
        (9, "educationEvents[2].providers", "Värdet saknas. Fyll i det.", True),
        (
            10,
            "educationEvents[3].application.last",
            "Sista ansökningsdag 2027-04-01 ligger före första ansökningsdag 2027-05-01.",
            False,
        ),
        (11, "educationEvents[4]", "Identifieraren är tom eller längre än 200 tecken.", True),
    ]
    assert [event.identifier for event in catalogue.events] == ["e.1", "e.4"]
    assert (catalogue.events[0].is_distance, catalogue.events[0].mandatory_sessions) == (True, None)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{", "Filen är inte giltig JSON (rad 1). Hämta filen på nytt eller rätta den."),
        ('{"a": 1,\n "b": }', "Filen är inte giltig JSON (rad 2). Hämta filen på nytt eller rätta den."),
        ("[" * 100_000, "Filen är inte giltig JSON. Hämta filen på nytt eller rätta den."),
        ('{"hej": "du"}', "Filen innehåller inga dokument enligt EMIL 3."),
        ("[]", "Filen innehåller inga dokument enligt EMIL 3."),
    ],
)
def test_what_is_no_emil_is_refused_with_what_to_do(catalogue: Catalogue, data: str, message: str) -> None:
    run = catalogue.read(data)
    assert (run.status, run.message) == (RunStatus.FAILED, message)


@pytest.mark.requirement("S34")
def test_hostile_text_is_made_harmless(catalogue: Catalogue) -> None:
    """A NUL, a lone surrogate and a number beyond all bounds must not reach the database, wherever they stand."""
    text = '[{"identifier": "i.\\u0000x", "title": "A\\u0000B\\ud800C", "secret": {"deep": ["\\u0000", 1e999, {"k\\u0000": "\\ud800"}]}}]'
    catalogue.read(text)
    found = catalogue.infos[0]
    assert (found.identifier, found.title) == ("i.x", "ABC")
    assert found.extra == {"secret": {"deep": ["", None, {"k": ""}]}}
