"""The pages of those who keep the catalogue."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import func, select

from core.db import db
from core.jobs.runner import drain
from core.testing.client import Browser
from core.testing.factories import Factory
from plugins.training_catalog.models import ImportRun

from .conftest import Catalogue, course_file, row

URL = "/r/norr/admin/training-catalog/"


@pytest.fixture
def keeper(make: Factory, catalogue: Catalogue, browser: Browser) -> Browser:
    """A visitor who may read files into the catalogue."""
    return browser.sign_in(make.user(catalogue.region, "education_coordinator", name="Test Samordnare"))


def hand_in(browser: Browser, data: bytes, *, name: str = "kurser.csv", source: str = "Norsjö kommun", **more: str) -> dict[str, Any]:
    """Fill in the upload form and send it. Returns what was sent, to send it again."""
    browser.get(f"{URL}new")
    form = browser.form(having="source")
    values = {**dict(form.fields), "source": source, "direct": "y", **more}
    send(browser, values, data, name)
    return values


def send(browser: Browser, values: dict[str, Any], data: bytes, name: str = "kurser.csv") -> None:
    """Send the upload form with a file, and close the temporary file that the test client made of a large body."""
    browser.post(f"{URL}new", {**values, "file": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    assert browser.response is not None
    for response in (*browser.response.history, browser.response):
        response.request.environ["wsgi.input"].close()


def runs(catalogue: Catalogue) -> int:
    with catalogue.scope():
        return int(db.session.execute(select(func.count(ImportRun.id))).scalar_one())


def test_a_file_is_handed_in_read_and_its_faults_fetched(catalogue: Catalogue, keeper: Browser) -> None:
    keeper.get(URL)
    assert "Inga filer är inlästa än" in keeper.text
    hand_in(keeper, course_file(row(), row(kurstillfalleId="2", Namn="Okänd"), row(kurstillfalleId="3", Poang="=1+1")).encode())
    assert (keeper.status, keeper.url) == (200, f"{URL}{catalogue.all(ImportRun)[0].id}")
    assert "Filen väntar på sin tur." in keeper.text
    drain()
    keeper.get(keeper.url)
    for words in ("Inläsning av kurser.csv", "Klar", "Norsjö kommun", "1 rad lästes inte in.", "1 värde hoppades över"):
        assert words in keeper.text, words
    assert "Namnet på utbildningen saknas (det står ”Okänd”)." in keeper.text
    keeper.follow("Ladda ner alla fel som CSV")
    assert keeper.response is not None
    lines = list(csv.reader(io.StringIO(keeper.response.get_data().decode("utf-8-sig")), delimiter=";"))
    assert lines == [
        ["Rad", "Kolumn", "Värde", "Orsak", "Följd"],
        ["3", "Namn", "Okänd", "Namnet på utbildningen saknas (det står ”Okänd”). Skriv vad utbildningen heter.", "Raden lästes inte in"],
        ["4", "Poang", "'=1+1", "”=1+1” är inget tal. Skriv bara siffror.", "Värdet hoppades över"],
    ]
    keeper.get(URL)
    assert "Test Samordnare" in keeper.text
    assert [words for href, words in keeper.links if href.startswith(URL) and words == "kurser.csv"] == ["kurser.csv"]


def test_who_forgot_a_field_is_told_that_the_file_must_be_chosen_again(keeper: Browser) -> None:
    hand_in(keeper, course_file(row()).encode(), source="")
    assert "Skriv vem utbildningarna kommer från." in keeper.text
    assert "Välj filen en gång till." in keeper.text
    keeper.get(f"{URL}new")
    assert "Välj filen en gång till." not in keeper.text


@pytest.mark.parametrize(
    ("data", "name", "source", "message"),
    [
        (b"", "tom.csv", "Källa", "Filen är tom."),
        (b"PK\x03\x04", "kurser.xlsx", "Källa", "Arbetsboken är skadad eller låst."),
        (b"Namn", "kurser.csv", "", "Skriv vem utbildningarna kommer från."),
        (b"Namn", "kurser.csv", "x" * 81, "Texten är 81 tecken lång och får vara högst 80."),
        (b"Namn", "", "Källa", "Välj en fil."),
    ],
)
@pytest.mark.requirement("S25")
def test_what_cannot_be_handed_in_is_said_at_its_field_and_nothing_typed_is_lost(
    catalogue: Catalogue, keeper: Browser, data: bytes, name: str, source: str, message: str
) -> None:
    hand_in(keeper, data, name=name, source=source)
    assert keeper.status == 200
    assert keeper.page.count(message) == 2  # in the summary and at the field
    assert f'value="{source}"' in keeper.page
    assert runs(catalogue) == 0


def test_a_file_of_21_megabytes_gets_its_own_answer_and_one_of_12_is_taken(catalogue: Catalogue, keeper: Browser) -> None:
    hand_in(keeper, b"Namn;Anordnare\n" + b"x" * (21 * 1024 * 1024 - 1000))
    assert "Filen är större än 20 MB. Dela upp den." in keeper.text
    hand_in(keeper, b"x" * (30 * 1024 * 1024))
    assert keeper.status == 413
    assert runs(catalogue) == 0
    hand_in(keeper, b"Namn;Anordnare\n" + b"x" * (12 * 1024 * 1024))
    assert (keeper.status, runs(catalogue)) == (200, 1)


def test_the_same_form_sent_twice_reads_the_file_once(catalogue: Catalogue, keeper: Browser) -> None:
    data = course_file(row()).encode()
    sent = hand_in(keeper, data)
    first = keeper.url
    send(keeper, sent, data)
    assert (keeper.url, runs(catalogue)) == (first, 1)


@pytest.mark.requirement("S25")
def test_a_path_in_the_files_name_is_left_out(catalogue: Catalogue, keeper: Browser) -> None:
    hand_in(keeper, course_file(row()).encode(), name="..\\..\\etc/passwd.csv")
    assert catalogue.all(ImportRun)[0].file_name == "passwd.csv"


def test_only_those_with_the_right_come_in(make: Factory, catalogue: Catalogue, browser: Browser) -> None:
    run = catalogue.rows(row())
    paths = ("", "new", str(run.id), f"{run.id}/faults.csv")
    for path in paths:
        assert "/sign-in" in browser.get(f"{URL}{path}").url
    browser.sign_in(make.user(catalogue.region, "guidance_counsellor"))
    for path in paths:
        assert browser.get(f"{URL}{path}").status == 403
    assert "Läs in utbildningar" not in [words for _href, words in browser.get("/r/norr/").links]


def test_another_regions_import_is_not_found(make: Factory, catalogue: Catalogue, keeper: Browser) -> None:
    other = Catalogue(make, make.region("syd", plugins=["training_catalog"]))
    foreign = other.rows(row(Namn="Okänd"))
    for path in (str(foreign.id), f"{foreign.id}/faults.csv", "999999"):
        assert keeper.get(f"{URL}{path}").status == 404


def test_a_running_import_shows_how_far_it_has_come(catalogue: Catalogue, keeper: Browser) -> None:
    from core.db import atomic
    from plugins.training_catalog.models import RunStatus

    run = catalogue.rows(row())
    with catalogue.scope(), atomic():
        found = catalogue.all(ImportRun)[0]
        found.status, found.records, found.position = RunStatus.RUNNING, 2000, 500
    keeper.get(f"{URL}{run.id}")
    assert '<progress value="500" max="2000"' in keeper.page
    assert "500 av 2 000" in keeper.text
