"""A course file: what is read, what is left out and why, and that reading it again changes nothing."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from core.errors import DomainError
from core.files.sheets import xlsx_bytes
from core.files.tabular import Limits
from plugins.training_catalog.imports import files, reading
from plugins.training_catalog.models import EventLocation, RunStatus

from .conftest import COLUMNS, HEADER, NORSJO, SKELLEFTEA, Catalogue, course_file, row

BROKEN = course_file(
    row(kurstillfalleId="1", Namn="Svetsare", Kurskod="SV1", Poang="100.0"),
    row(kurstillfalleId="2", Namn="Okänd", Kurskod="Okänd", Niva=""),
    row(kurstillfalleId="3", KurstillfalleStartdatum="i höst"),
    row(kurstillfalleId="4", KurstillfalleStartdatum="2027-08-23", KurstillfalleSlutdatum="2027-01-15"),
    row(kurstillfalleId="5", Utbildningsanordnare=""),
    row(kurstillfalleId="6", Namn="Kock", Poang="många", AntalPlatser="-3", Undervisningssprak="klingonska"),
    row(kurstillfalleId="7", Namn="Snickare", UrlKurs="javascript:alert(1)", SusaKurstillfällePlatsKommunkod="9999", Niva="trollkonstnivå"),
    "8,för,få,kolumner",
    row(kurstillfalleId="1", Namn="Svetsare", Kurskod="SV1", Poang="100.0", KurstillfalleStartdatum="2027-09-20"),
    row(kurstillfalleId="9", Namn="Elektriker", ForstaAnsokningsdag="2027-05-01", SistaAnsokningsdag="2027-04-01"),
    row(kurstillfalleId="10", Namn="x" * 301),
)
FAULTS = [
    (3, "Namn", "Namnet på utbildningen saknas (det står ”Okänd”). Skriv vad utbildningen heter.", True),
    (4, "KurstillfalleStartdatum", "”i höst” är inget datum. Skriv så här: 2026-08-24.", True),
    (5, "KurstillfalleSlutdatum", "Slutdatumet 2027-01-15 ligger före startdatumet 2027-08-23.", True),
    (6, "Utbildningsanordnare", "Värdet saknas. Fyll i det.", True),
    (7, "Poang", "”många” är inget tal. Skriv bara siffror.", False),
    (7, "Undervisningssprak", "Språket ”klingonska” är okänt. Använd koder med tre bokstäver, till exempel swe eller eng.", False),
    (7, "AntalPlatser", "-3 är utanför det rimliga (0–100000).", False),
    (
        8,
        "Niva",
        "Skolformen ”trollkonstnivå” är okänd. Använd EMIL:s koder, till exempel YH eller VUXGY, eller orden i klartext.",
        False,
    ),
    (8, "SusaKurstillfällePlatsKommunkod", "Det finns ingen kommun med koden ”9999”. Använd SCB:s fyra siffror.", False),
    (8, "UrlKurs", "”javascript:alert(1)” är ingen webbadress. Skriv den så att den börjar med https://.", False),
    (9, "", f"Raden har 4 kolumner men rubrikraden har {len(COLUMNS)}. Kontrollera avgränsare och citattecken.", True),
    (10, "kurstillfalleId", "Samma tillfälle (1) står på rad 2 med andra uppgifter. Ge tillfällena olika id.", True),
    (11, "SistaAnsokningsdag", "Sista ansökningsdag 2027-04-01 ligger före första ansökningsdag 2027-05-01.", False),
    (12, "Namn", "Texten är för lång. Den får ha högst 300 tecken.", True),
]


def test_good_rows_are_read_and_every_fault_is_named(catalogue: Catalogue) -> None:
    run = catalogue.read(BROKEN)
    assert catalogue.faults(run) == FAULTS
    assert (run.status, run.rows, run.rejected, run.ignored) == (RunStatus.DONE, 11, 7, 7)
    assert [info.title for info in catalogue.infos] == ["Svetsare", "Kock", "Snickare", "Elektriker"]
    assert (run.added, run.changed, run.unchanged, run.removed) == (1 + 4 + 4, 0, 0, 0)


def test_the_same_file_again_changes_nothing_and_names_the_same_faults(catalogue: Catalogue) -> None:
    catalogue.read(BROKEN)
    before = [(event.id, event.digest, event.info_id) for event in catalogue.events]
    again = catalogue.read(BROKEN)
    assert (again.added, again.changed, again.unchanged, again.removed) == (0, 0, 9, 0)
    assert catalogue.faults(again) == FAULTS
    assert [(event.id, event.digest, event.info_id) for event in catalogue.events] == before


def test_a_changed_row_changes_one_event_and_no_other(catalogue: Catalogue) -> None:
    catalogue.rows(row(kurstillfalleId="1"), row(kurstillfalleId="2"))
    run = catalogue.rows(row(kurstillfalleId="1"), row(kurstillfalleId="2", KurstillfalleStartdatum="2027-09-06", Studieort="Skellefteå"))
    assert (run.added, run.changed, run.unchanged) == (0, 1, 3)
    assert [event.start for event in catalogue.events] == [date(2027, 8, 23), date(2027, 9, 6)]
    assert {place.municipality_code for place in catalogue.locations} == {NORSJO, SKELLEFTEA}
    assert catalogue.infos[0].place_names == "Norsjö, Skellefteå"


def test_rows_that_differ_only_in_subject_or_place_are_one_event(catalogue: Catalogue) -> None:
    """The shared course file joins events with subjects, so that one event fills many rows."""
    run = catalogue.rows(
        row(Amneskod="42", Intresseomrade_kategori="Vård"),
        row(Amneskod="43", Intresseomrade_kategori="Omsorg", Studieort="Skellefteå"),
        row(Amneskod="42", Intresseomrade_kategori="Vård"),
    )
    assert (run.rows, run.added, run.rejected) == (3, 3, 0)
    assert catalogue.infos[0].subjects == [
        {"type": "SV_Subject", "code": "42"},
        {"type": "category", "code": "", "label": "Vård"},
        {"type": "SV_Subject", "code": "43"},
        {"type": "category", "code": "", "label": "Omsorg"},
    ]
    assert sorted(str(place.municipality_code) for place in catalogue.locations) == [NORSJO, SKELLEFTEA]


def test_the_same_course_in_several_municipalities_is_one_education(catalogue: Catalogue) -> None:
    catalogue.rows(
        row(kurstillfalleId="1", Namn="Matematik 1a", Kurskod="MATMAT01a", Utbildningsanordnare="Norsjö kommun"),
        row(
            kurstillfalleId="2", Namn="Matematik 1a ", Kurskod="MATMAT01a", Utbildningsanordnare="Skellefteå kommun", Studieort="Skellefteå"
        ),
        row(kurstillfalleId="3", Namn="Allmän kurs", Utbildningsanordnare="Norra folkhögskolan", Niva="folkhögskola"),
        row(kurstillfalleId="4", Namn="Allmän kurs", Utbildningsanordnare="Södra folkhögskolan", Niva="folkhögskola"),
    )
    found = [(info.title, info.event_count, info.provider_names, info.place_names) for info in catalogue.infos]
    assert found == [
        ("Matematik 1a", 2, "Norsjö kommun, Skellefteå kommun", "Norsjö, Skellefteå"),
        ("Allmän kurs", 1, "Norra folkhögskolan", "Norsjö"),
        ("Allmän kurs", 1, "Södra folkhögskolan", "Norsjö"),
    ]


def test_units_of_credits_are_kept_apart(catalogue: Catalogue) -> None:
    catalogue.rows(
        row(kurstillfalleId="1", Namn="A", Niva="yrkeshögskoleutbildning", Poang="400.0"),
        row(kurstillfalleId="2", Namn="B", Niva="gymnasial vuxenutbildning", Poang="100,0"),
        row(kurstillfalleId="3", Namn="C", Niva="högskola", Poang="7.5"),
        row(kurstillfalleId="4", Namn="D", Niva="folkhögskola", Poang="0.0"),
    )
    assert [(info.credits, info.credits_unit) for info in catalogue.infos] == [(400.0, "yh"), (100.0, "vp"), (7.5, "hp"), (None, "")]


def test_distance_is_said_by_sessions_and_their_number_kept(catalogue: Catalogue) -> None:
    catalogue.rows(
        row(kurstillfalleId="1", Namn="På plats"),
        row(kurstillfalleId="2", Namn="Distans", DistansObligatorisk="16", DistansValfritt="3"),
    )
    assert [(e.is_distance, e.mandatory_sessions, e.optional_sessions) for e in catalogue.events] == [(False, None, None), (True, 16, 3)]


@pytest.mark.parametrize(
    ("place", "code", "provider", "expected"),
    [
        ("Norsjö", "2417", "Exempelskolan", (NORSJO, "")),
        ("Norsjö", "", "Exempelskolan", (NORSJO, "place")),
        ("Nyland", "", "Exempelskolan", ("2282", "place")),  # a village, known from the localities
        ("", "", "Skellefteå kommun", (SKELLEFTEA, "provider")),
        ("Lokal 3", "", "Skellefteå kommun", (SKELLEFTEA, "provider")),
        ("Lokal 3", "", "Skellefteå musikfabrik", (None, "")),  # may teach anywhere
        ("Okänd", "", "Umeå folkhögskola", ("2480", "provider")),
    ],
)
def test_a_missing_municipality_is_inferred_and_marked(
    catalogue: Catalogue, place: str, code: str, provider: str, expected: tuple[str | None, str]
) -> None:
    run = catalogue.rows(row(Studieort=place, SusaKurstillfällePlatsKommunkod=code, Utbildningsanordnare=provider))
    found = catalogue.all(EventLocation)[0]
    assert (found.municipality_code, found.inferred_from) == expected
    assert (run.inferred, run.unlocated) == (int(bool(expected[1])), int(expected[0] is None))


@pytest.mark.requirement("S34")
def test_html_in_texts_is_cleaned(catalogue: Catalogue) -> None:
    catalogue.rows(
        row(
            Namn="<b>Vård</b> &amp; omsorg",
            RekommenderadInformation="<p>Läs h&auml;r</p><script>alert(1)</script><ul><li>ett</li></ul>&lt;p&gt;till 3 < 4&lt;/p&gt;",
        )
    )
    info = catalogue.infos[0]
    assert info.title == "Vård & omsorg"
    assert info.description == "Läs här\n\n• ett\n\ntill 3 < 4"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_the_trade(catalogue: Catalogue, encoding: str, delimiter: str) -> None:
    text = f"Namn{delimiter}Anordnare{delimiter}Ort\r\nVård på Åsen{delimiter}Exempelskolan{delimiter}Åsele\r\n"
    run = catalogue.read(text.encode(encoding))
    assert (run.status, run.rejected, run.message) == (RunStatus.DONE, 0, "")
    assert [info.title for info in catalogue.infos] == ["Vård på Åsen"]
    assert [place.municipality_code for place in catalogue.locations] == ["2463"]


def test_columns_that_are_not_known_are_named(catalogue: Catalogue) -> None:
    run = catalogue.read("Namn,Anordnare,Skonummer\nKurs,Skolan,43\n")
    assert run.message == "Kolumner som inte används: Skonummer."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Filen är tom. Välj en fil med rubriker på första raden."),
        (
            b"PK\x03\x04...",
            "Arbetsboken är skadad eller låst. Öppna den i Excel, spara den på nytt som .xlsx utan lösenord och försök igen.",
        ),
        (b"%PDF-1.7", "Filen är varken en CSV-fil eller en Excel-arbetsbok. Välj en fil i något av formaten."),
        (b"<html></html>", "Filen är en webbsida, XML eller JSON. Välj en CSV-fil eller en Excel-arbetsbok (.xlsx)."),
        (
            b"Namn,Anordnare\n\x00\x00",
            "Filen går inte att läsa som text. Spara kalkylbladet som CSV UTF-8 eller som Excel-arbetsbok (.xlsx).",
        ),
        (
            b"Kurs,Skola 2\nA,B\n",
            "Rubrikraden saknar Utbildningsanordnare. De kolumner som behövs är Namn, Utbildningsanordnare; de andra är frivilliga.",
        ),
    ],
)
def test_what_is_no_course_file_is_refused_with_what_to_do(catalogue: Catalogue, data: bytes, message: str) -> None:
    run = catalogue.read(data)
    assert (run.status, run.message) == (RunStatus.FAILED, message)
    assert catalogue.infos == []


@pytest.mark.requirement("S36")
def test_a_file_beyond_the_limits_is_refused(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DomainError, match="större än 20 MB"):
        files.kind_of(b"x" * (files.LIMITS.bytes + 1))
    monkeypatch.setattr(reading, "LIMITS", Limits(rows=2))
    run = catalogue.rows(row(kurstillfalleId="1"), row(kurstillfalleId="2"), row(kurstillfalleId="3"))
    assert (run.status, run.message) == (RunStatus.FAILED, "Filen har fler än 2 rader. Dela upp den i flera filer.")


def test_an_unclosed_quote_is_named_at_its_row(catalogue: Catalogue) -> None:
    """It takes the rest of the file with it: the rows before it are read, and the fault says where it is."""
    plain = ",".join(["7", "Skolan", "", "", "Kurs"] + [""] * (len(COLUMNS) - 5))
    run = catalogue.read("\n".join([HEADER, row(kurstillfalleId="1"), '2,"Aldrig stängt,,,,Kurs', *[plain] * 40]))
    assert len(catalogue.events) == 1
    assert [(number, rejected) for number, _column, _cause, rejected in catalogue.faults(run)] == [(3, True)]


def test_a_cell_of_a_hundred_thousand_characters_is_cut_not_stored(catalogue: Catalogue) -> None:
    catalogue.rows(row(RekommenderadInformation="ord " * 25_000))
    assert len(catalogue.infos[0].description) <= 20_000


def test_a_formula_from_our_own_download_comes_back_as_it_was(catalogue: Catalogue) -> None:
    catalogue.rows(row(Namn="'=Räkna med kalkylblad"))
    assert catalogue.infos[0].title == "=Räkna med kalkylblad"


def test_a_workbook_is_read_as_the_same_file_in_csv(catalogue: Catalogue) -> None:
    text = course_file(row(kurstillfalleId="1", Namn="Svetsare"), row(kurstillfalleId="2", Namn="Okänd"))
    heading, *lines = csv.reader(text.splitlines())
    run = catalogue.read(xlsx_bytes(heading, lines))
    assert (run.status, run.format, run.rows, run.rejected) == (RunStatus.DONE, "xlsx", 2, 1)
    assert [info.title for info in catalogue.infos] == ["Svetsare"]
    again = catalogue.rows(row(kurstillfalleId="1", Namn="Svetsare"))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)


def test_a_complete_file_removes_what_it_no_longer_speaks_of(catalogue: Catalogue) -> None:
    catalogue.rows(row(kurstillfalleId="1", Namn="Stannar"), row(kurstillfalleId="2", Namn="Går"), row(kurstillfalleId="3", Namn="Trasig"))
    run = catalogue.rows(
        row(kurstillfalleId="1", Namn="Stannar"), row(kurstillfalleId="3", Namn="Trasig", KurstillfalleStartdatum="?"), complete=True
    )
    assert run.removed == 2  # the event and its education; the faulty row is no removal
    assert [(info.title, info.removed_at is None, info.is_current) for info in catalogue.infos] == [
        ("Stannar", True, True),
        ("Går", False, False),
        ("Trasig", True, True),
    ]
    back = catalogue.rows(row(kurstillfalleId="2", Namn="Går"))
    assert (back.added, back.changed) == (0, 2)
    assert catalogue.info("Går").is_current


def test_a_file_of_another_source_touches_nothing(catalogue: Catalogue) -> None:
    catalogue.rows(row(kurstillfalleId="1", Namn="Kurs"), source="Ena")
    run = catalogue.rows(row(kurstillfalleId="1", Namn="Kurs"), source="Andra", complete=True)
    assert (run.added, run.removed) == (3, 0)
    assert len(catalogue.events) == 2
