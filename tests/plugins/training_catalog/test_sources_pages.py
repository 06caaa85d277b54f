"""Pages for sources, and the file that is looked at before it is read."""

from __future__ import annotations

import io

import pytest

from core.jobs.runner import drain
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.training_catalog.models import ImportRun, RunStatus, Source

from .conftest import NORSJO, Catalogue, course_file, event_, row
from .feed_server import Feed
from .test_receiving import centre, told

URL = "/r/norr/admin/training-catalog/"


@pytest.fixture
def keeper(make: Factory, catalogue: Catalogue, browser: Browser) -> Browser:
    """A visitor who may keep the catalogue."""
    return browser.sign_in(make.user(catalogue.region, "education_coordinator", name="Test Samordnare"))


def set_up(browser: Browser, feed: Feed, **more: object) -> None:
    browser.get(f"{URL}sources/new")
    browser.submit({"name": "Susa-navet", "kind": "susa_navet", "url": feed.url, "schedule": "daily", **more})


def test_a_source_is_set_up_fetched_paused_and_changed(catalogue: Catalogue, keeper: Browser, feed: Feed) -> None:
    feed.fill(3)
    keeper.get(f"{URL}sources")
    assert "Inga källor finns än" in keeper.text
    set_up(keeper, feed, municipality_codes=[NORSJO])
    source = catalogue.all(Source)[0]
    assert keeper.url == f"{URL}sources/{source.id}"
    assert (source.kind, source.schedule, source.municipality_codes, source.keep_distance) == ("susa_navet", "daily", [NORSJO], True)
    keeper.submit(to=f"{URL}sources/{source.id}/fetch")
    assert "Hämtningen väntar på sin tur." in keeper.text
    drain()
    keeper.get(keeper.url)
    for words in ("Hämtning av Susa-navet", "Klar", "Lästa poster"):
        assert words in keeper.text, words
    for what, paused in (("pause", True), ("resume", False)):
        keeper.get(f"{URL}sources/{source.id}")
        keeper.submit(to=f"{URL}sources/{source.id}/{what}")
        assert catalogue.all(Source)[0].is_paused is paused
    keeper.get(f"{URL}sources/{source.id}/edit")
    keeper.submit({"name": "Susa", "schedule": "weekly"})
    assert [(each.name, each.schedule, each.municipality_codes) for each in catalogue.all(Source)] == [("Susa", "weekly", [NORSJO])]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"name": ""}, "Skriv ett namn på källan."),
        ({"url": "http://169.254.169.254/"}, "Skriv en adress som börjar med https:// och som kan nås från internet."),
        ({"url": "file:///etc/passwd"}, "Skriv en adress som börjar med https:// och som kan nås från internet."),
        ({"url": "https://user:word@example.com/"}, "Skriv en adress som börjar med https:// och som kan nås från internet."),
        ({"provider_ids": "\n".join(f"p.{n}" for n in range(201))}, "Skriv högst 200 anordnare."),
    ],
)
@pytest.mark.requirement("S29")
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    catalogue: Catalogue, keeper: Browser, feed: Feed, said: dict[str, str], message: str
) -> None:
    set_up(keeper, feed, **said)
    assert keeper.page.count(message) == 2
    assert catalogue.all(Source) == []
    if "url" in said:
        assert f'value="{said["url"]}"' in keeper.page


def test_of_two_who_change_a_source_the_second_is_told(catalogue: Catalogue, keeper: Browser, feed: Feed) -> None:
    set_up(keeper, feed)
    source = catalogue.all(Source)[0]
    keeper.get(f"{URL}sources/{source.id}/edit")
    old = dict(keeper.form(having="name").fields)
    keeper.get(f"{URL}sources/{source.id}/edit")
    keeper.submit({"name": "Först"})
    keeper.post(f"{URL}sources/{source.id}/edit", {**old, "name": "Sedan"})
    assert keeper.status == 409
    assert catalogue.all(Source)[0].name == "Först"


def test_a_name_is_taken_once(catalogue: Catalogue, keeper: Browser, feed: Feed) -> None:
    set_up(keeper, feed)
    set_up(keeper, feed, name="SUSA-navet")
    assert "Det finns redan en källa som heter så." in keeper.text
    assert len(catalogue.all(Source)) == 1


def hand_in(browser: Browser, data: bytes, **more: str) -> None:
    """Hand in a file to look at first."""
    browser.get(f"{URL}new")
    values = {**dict(browser.form(having="source").fields), "source": "Norsjö kommun", **more}
    browser.post(f"{URL}new", {**values, "file": (io.BytesIO(data), "kurser.csv")}, content_type="multipart/form-data")


STRANGE = "Vad;Vem;När;Var\nSvets grund;Exempelskolan;2027-08-23;Norsjö\nKock;Exempelskolan;2027-09-01;Norsjö\n".encode()


def test_a_table_with_strange_headings_is_mapped_looked_at_and_then_read(catalogue: Catalogue, keeper: Browser) -> None:
    hand_in(keeper, STRANGE)
    run = catalogue.all(ImportRun)[0]
    assert (keeper.url, run.held) == (f"{URL}{run.id}/columns", "columns")
    assert "Svets grund · Kock" in keeper.text
    keeper.submit({"column-0": "Namn"})
    assert "Välj vilken kolumn som är ”Anordnare”." in keeper.text
    keeper.submit({"column-0": "Namn", "column-1": "Namn"})
    assert "”Utbildningens namn” är vald två gånger." in keeper.text
    keeper.submit({"column-0": "Namn", "column-1": "Utbildningsanordnare", "column-2": "KurstillfalleStartdatum", "column-3": "Studieort"})
    drain()
    keeper.get(keeper.url)
    for words in ("Väntar på ditt besked", "Så förstår vi de första raderna", "Svets grund", "Norsjö (tolkad)"):
        assert words in keeper.text, words
    assert catalogue.events == []
    before = catalogue.all(ImportRun)[0]
    assert (before.held, before.added, before.rows) == ("preview", 5, 2)
    keeper.submit(to=f"{URL}{run.id}/go-ahead")
    drain()
    done = catalogue.all(ImportRun)[0]
    assert (done.status, done.added, len(catalogue.events)) == (RunStatus.DONE, 5, 2)
    hand_in(keeper, STRANGE)  # the next file of the same source needs no choice
    keeper.submit()
    drain()
    again = catalogue.all(ImportRun)[1]
    assert (again.held, again.added, again.changed, again.unchanged) == ("preview", 0, 0, 5)


def test_a_file_of_what_has_been_is_told_before_it_is_read(catalogue: Catalogue, keeper: Browser) -> None:
    old = row(KurstillfalleStartdatum="2023-08-23", KurstillfalleSlutdatum="2024-01-14")
    for file, is_told in ((course_file(old, row(kurstillfalleId="2")), False), (course_file(old), True)):
        hand_in(keeper, file.encode())
        keeper.submit()
        drain()
        keeper.get(keeper.url)
        assert ("Inget av tillfällena är kommande" in keeper.text) is is_told


def test_no_file_is_read_into_what_the_application_fills(catalogue: Catalogue, keeper: Browser) -> None:
    told(catalogue, 1, centre())  # a learning centre's own course
    keeper.get(f"{URL}sources").follow("Lärcentrum")
    assert not {"Läs in en fil", "Ändra"} & {words for _href, words in keeper.links}
    assert "Lärcentrum" not in keeper.get(f"{URL}new").text
    hand_in(keeper, STRANGE, source=" lärcentrum ")
    assert "Källan fylls av lärcentrumen själva." in keeper.text
    assert catalogue.all(ImportRun) == []


def test_what_is_declined_changes_nothing(catalogue: Catalogue, keeper: Browser) -> None:
    catalogue.rows(row(), source="Norsjö kommun")
    hand_in(keeper, course_file(row(Namn="En annan")).encode(), complete="y")
    keeper.submit()
    drain()
    run = catalogue.all(ImportRun)[1]
    assert (run.held, run.added, run.changed) == ("preview", 1, 1)
    keeper.get(f"{URL}{run.id}")
    keeper.submit(to=f"{URL}{run.id}/decline")
    assert "Avbruten av en person. Ingenting har tagits bort." in keeper.text
    drain()
    assert [info.title for info in catalogue.infos] == ["Exempelkurs"]


def test_a_document_is_looked_at_without_choosing_columns(catalogue: Catalogue, keeper: Browser) -> None:
    import json

    hand_in(keeper, json.dumps([event_()]).encode())
    drain()
    run = catalogue.all(ImportRun)[0]
    assert (keeper.url, run.held, run.format) == (f"{URL}{run.id}", "preview", "emil3")
