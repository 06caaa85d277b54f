"""Dirty records as sources write them, each with how it must be read. Made for the tests; nothing of it is anybody's.

An entry is `name: (documents or rows, expected)`; `expected` maps a path in the catalogue to its value. See test_corpus.py.
"""

from __future__ import annotations

from typing import Any

from .conftest import KIRUNA, LYCKSELE, NORSJO, SKELLEFTEA, event_, info, provider, row, swe

Entry = tuple[list[Any], dict[str, Any]]
PLAIN = [provider(), info()]


def _info(**fields: Any) -> list[Any]:
    return [info(**fields)]


def _event(**fields: Any) -> list[Any]:
    return [*PLAIN, event_(**fields)]


def _without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in names}


DOCUMENTS: dict[str, Entry] = {
    # HTML and odd characters in texts
    "paragraphs become lines": (
        _info(description=swe("<p>Du lär dig <b>svetsa</b>.</p><p>Kursen är på plats.</p>")),
        {"info.description": "Du lär dig svetsa.\nKursen är på plats."},
    ),
    "lists become lines": (
        _info(description=swe("<ul><li>Ritning</li><li>Material</li></ul>")),
        {"info.description": "• Ritning\n\n• Material"},
    ),
    "script is not text": (_info(description=swe("Före<script>alert(1)</script>efter")), {"info.description": "Föreefter"}),
    "entities in a title": (_info(title=swe("H&auml;lsa &amp; v&#229;rd")), {"info.title": "Hälsa & vård"}),
    "HTML in a title": (_info(title=swe("<h2>Vård</h2> och <i>omsorg</i>")), {"info.title": "Vård och omsorg"}),
    "hidden marks in a title": (_info(title=swe("Sv\u200bets\u00ad\ufeffare\u202e")), {"info.title": "Svets\u00adare"}),
    "letters in parts": (_info(title=swe("Fo\u0308rskola")), {"info.title": "Förskola"}),
    "hard spaces and line breaks in a title": (_info(title=swe("Vård \u00a0 och\r\n omsorg")), {"info.title": "Vård och omsorg"}),
    "a comparison is no tag": (_info(description=swe("Betyg < 3 och > 1 räcker")), {"info.description": "Betyg < 3 och > 1 räcker"}),
    # Shapes of texts
    "a text without its envelope": (_info(title="Enkel titel"), {"info.title": "Enkel titel"}),
    "texts as a list": (_info(title=[{"lang": "swe", "value": "I lista"}]), {"info.title": "I lista"}),
    "the older word content": (_info(title={"strings": [{"lang": "swe", "content": "Äldre"}]}), {"info.title": "Äldre"}),
    "only English": (_info(title=swe("", "Only English")), {"info.title": "Only English", "info.title_en": ""}),
    "both languages": (_info(title=swe("Svetsning", "Welding")), {"info.title": "Svetsning", "info.title_en": "Welding"}),
    "a title of null": (_info(title=None), {"infos": 0, "rejected": 1}),
    "a title of nothing but tags": (_info(title=swe("<br><br>")), {"infos": 0, "rejected": 1}),
    # Addresses of pages
    "an address as an object": (
        _info(url={"urls": [{"lang": "swe", "value": "https://skola.example/kurs"}]}),
        {"info.url": "https://skola.example/kurs"},
    ),
    "an address as an object with url": (
        _info(url={"urls": [{"lang": "swe", "url": "https://skola.example/kurs"}]}),
        {"info.url": "https://skola.example/kurs"},
    ),
    "an address without scheme": (_info(url="www.skola.example/kurs"), {"info.url": "https://www.skola.example/kurs"}),
    "an address that runs script": (_info(url="javascript:alert(1)"), {"info.url": "", "infos": 1, "ignored": 1}),
    "an address of null": (_info(url=None), {"info.url": "", "ignored": 0}),
    # Credits: the number and its unit are kept apart
    "credits of higher vocational education": (
        _info(credits={"system": {"type": "C_Credits", "code": "yh"}, "credits": 400}),
        {"info.credits": 400.0, "info.credits_unit": "yh"},
    ),
    "credits of upper secondary level are no vocational credits": (
        _info(type={"type": "C_SchoolType", "code": "VUXGY"}, credits={"system": {"type": "C_Credits", "code": "gy"}, "credits": "1900"}),
        {"info.credits": 1900.0, "info.credits_unit": "gy"},
    ),
    "credits with a comma": (
        _info(credits={"system": {"code": "hp"}, "credits": "7,5"}),
        {"info.credits": 7.5, "info.credits_unit": "hp"},
    ),
    "credits in a unit nobody knows": (
        _info(credits={"system": {"code": "poäng"}, "credits": 100}),
        {"info.credits": 100.0, "info.credits_unit": "", "ignored": 1},
    ),
    "zero credits are none said": (
        _info(credits={"system": {"code": "gy"}, "credits": 0}),
        {"info.credits": None, "info.credits_unit": ""},
    ),
    "credits in words": (_info(credits={"system": {"code": "hp"}, "credits": "sju"}), {"info.credits": None, "ignored": 1}),
    # School forms and codes
    "a school form in small letters": (_info(type={"type": "C_SchoolType", "code": "vuxgy"}), {"info.school_form": "VUXGY"}),
    "a school form that is no more": (_info(type={"type": "C_SchoolType", "code": "KY"}), {"info.school_form": "", "ignored": 1}),
    "a code without its list": (_info(type="YH"), {"info.school_form": "YH"}),
    "one subject that is not in a list": (
        [_without(info(subject={"type": "SV_Subject", "code": "SVE01"}), "subjects")],
        {"info.subjects": [{"type": "SV_Subject", "code": "SVE01"}]},
    ),
    # Municipalities: given, wrong, lacking
    "a municipality that lost its zero": (_event(locations=[{"areaCode": "580"}]), {"places": [("0580", "")]}),
    "a municipality that does not exist": (
        _event(locations=[{"areaCode": "9999", "town": "Norsjö"}]),
        {"places": [(NORSJO, "place")], "ignored": 1, "inferred": 1},
    ),
    "a municipality as a number": (_event(locations=[{"areaCode": 2417}]), {"places": [(NORSJO, "")]}),
    "no municipality but a town": (_event(locations=[{"town": "LYCKSELE"}]), {"places": [(LYCKSELE, "place")], "inferred": 1}),
    "no municipality but a campus": (
        _event(locations=[{"studyLocation": swe("Campus Skellefteå")}]),
        {"places": [(SKELLEFTEA, "place")], "inferred": 1},
    ),
    "no place at all but a municipal provider": (
        [provider(name=swe("Kiruna kommun")), info(), event_(locations=[])],
        {"places": [(KIRUNA, "provider")], "inferred": 1},
    ),
    "nothing to infer from": (_event(locations=[{"town": "Storgatan 1"}]), {"places": [(None, "")], "inferred": 0, "unlocated": 1}),
    "one place that is not in a list": (_event(locations={"areaCode": NORSJO}), {"places": [(NORSJO, "")]}),
    # The same course once per municipality
    "the same course once per municipality": (
        [*PLAIN, *(event_(f"e.test.{n}", locations=[{"areaCode": code}]) for n, code in enumerate((NORSJO, KIRUNA, LYCKSELE)))],
        {"current": 1, "places": [(NORSJO, ""), (KIRUNA, ""), (LYCKSELE, "")]},
    ),
    "two groups in one town are two": (
        [*PLAIN, *(event_(f"e.test.{n}", locations=[{"areaCode": NORSJO}]) for n in range(2))],
        {"current": 2},
    ),
    # Distance: its presence is enough
    "an empty distance": (_event(distance={}, locations=[]), {"event.is_distance": True, "event.mandatory_sessions": None, "places": []}),
    "distance with sessions": (
        _event(distance={"noOfMandatorySessions": "2", "noOfOptionalSessions": 0}),
        {"event.is_distance": True, "event.mandatory_sessions": 2, "event.optional_sessions": 0},
    ),
    "distance with sessions nobody can read": (
        _event(distance={"noOfMandatorySessions": "några"}),
        {"event.is_distance": True, "event.mandatory_sessions": None, "ignored": 1},
    ),
    "distance of null": (_event(distance=None), {"event.is_distance": False}),
    # Dates
    "a date with a time": (_event(execution={"start": "2027-08-23T00:00:00+02:00"}), {"event.start": "2027-08-23"}),
    "a date with slashes": (_event(execution={"start": "2027/8/23"}), {"event.start": "2027-08-23"}),
    "a date without marks": (_event(execution={"start": "20270823"}), {"event.start": "2027-08-23"}),
    "a day that does not exist": (_event(execution={"start": "2027-02-30"}), {"events": 0, "rejected": 1}),
    "a start in words": (_event(execution={"start": "hösten 2027"}), {"events": 0, "rejected": 1}),
    "an end before the start": (
        _event(execution={"start": "2027-08-23", "end": "2027-01-01"}),
        {"event.start": "2027-08-23", "event.end": None, "ignored": 1},
    ),
    "applications that close before they open": (
        _event(application={"first": "2027-05-01", "last": "2027-04-01"}),
        {"event.application_first": None, "event.application_last": None, "ignored": 1},
    ),
    "no dates at all": (_event(execution=None), {"event.start": None, "events": 1}),
    # Nulls and wrong types
    "nulls everywhere": (
        _event(url=None, description=None, fees=None, paceOfStudy=None, application=None, languageOfInstructions=None, places=None),
        {"events": 1, "rejected": 0, "ignored": 0},
    ),
    "places in words": (_event(places="många"), {"event.places": None, "events": 1, "ignored": 1}),
    "a negative number of places": (_event(places=-3), {"event.places": None, "ignored": 1}),
    "one provider that is not in a list": (_event(providers="p.test.1"), {"event.provider_key": "p.test.1"}),
    "a provider as an object": (_event(providers=[{"identifier": "P.TEST.1"}]), {"event.provider_key": "p.test.1", "current": 1}),
    "no provider": ([*PLAIN, _without(event_(), "providers")], {"events": 0, "rejected": 1}),
    "an identifier in other letters": ([provider("P.Test.1"), info("I.TEST.1"), event_()], {"current": 1}),
    "languages in two letters": (_event(languageOfInstructions=["sv", "en"]), {"event.languages": "swe,eng"}),
    "a language in words": (_event(languageOfInstructions=["svenska", "klingonska"]), {"event.languages": "swe", "ignored": 1}),
    "cancelled in words": (_event(isCancelled="true"), {"event.is_cancelled": True, "current": 0}),
    "an education nobody gave": ([provider(), event_(education="i.missing")], {"events": 1, "current": 0, "rejected": 1}),
    "not a document": (["text", 17, None, *PLAIN, event_()], {"events": 1, "rejected": 3}),
    "the same twice": ([*PLAIN, event_(), event_()], {"events": 1, "rejected": 1}),
    "an organisation number with a hyphen": ([provider(organisationNumber="212000-2833")], {"provider.orgnr": "2120002833"}),
    "an e-mail address that is none": ([provider(emailAddresses=["ring oss"])], {"provider.email": ""}),
}

ROWS: dict[str, Entry] = {
    "one row per municipality": (
        [row(SusaKurstillfällePlatsKommunkod=code, Studieort="") for code in (NORSJO, KIRUNA)],
        {"events": 1, "places": [(NORSJO, ""), (KIRUNA, "")]},
    ),
    "a code that a spreadsheet made a number": ([row(SusaKurstillfällePlatsKommunkod="580.0", Studieort="")], {"places": [("0580", "")]}),
    "a code that is wrong": (
        [row(SusaKurstillfällePlatsKommunkod="0000", Studieort="Kiruna")],
        {"places": [(KIRUNA, "place")], "ignored": 1},
    ),
    "credits with a decimal comma": ([row(Poang="100,0")], {"info.credits": 100.0, "info.credits_unit": "vp"}),
    "credits of vocational education": ([row(Niva="YH", Poang="200")], {"info.credits": 200.0, "info.credits_unit": "yh"}),
    "sessions mean distance": ([row(DistansObligatorisk="3")], {"event.is_distance": True, "event.mandatory_sessions": 3}),
    "no sessions mean nothing": ([row()], {"event.is_distance": False}),
    "HTML in a cell": ([row(RekommenderadInformation="<p>Läs <b>mer</b></p>")], {"info.description": "Läs mer"}),
    "no name": ([row(Namn="Okänd")], {"events": 0, "rejected": 1}),
    "a formula": ([row(Poang="=1+1")], {"info.credits": None, "ignored": 1}),
    "the same id with other facts": ([row(), row(Namn="En annan kurs")], {"events": 1, "rejected": 1}),
}
