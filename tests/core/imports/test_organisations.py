"""Reading organisations in from a file: look, apply, take the bad rows out again, undo."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from core.db import atomic, db, region_scope, utcnow
from core.files import storage
from core.imports import jobs, service
from core.imports.models import ImportRow, ImportStatus, TableImport
from core.jobs.runner import drain
from core.organisations import facts
from core.organisations.facts import Facts
from core.organisations.models import Organisation, OrganisationRegion
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory, check_digit

NUMBERS = [check_digit(f"55690{n:04d}") for n in range(20)]


@pytest.fixture
def north(make: Factory) -> Region:
    return make.region("norr")


@pytest.fixture
def keeper(app: Flask, make: Factory, north: Region) -> Iterator[Browser]:
    yield Browser(app).sign_in(make.user(north, "strategist"))
    for path in storage.folder().iterdir():
        path.unlink()


def hand_in(keeper: Browser, data: bytes, name: str = "företag.csv") -> None:
    keeper.get("/r/norr/imports/new/core.organisations").submit({"file": (io.BytesIO(data), name)})


def work(keeper: Browser) -> None:
    """Let the jobs run, and look again."""
    drain()
    keeper.get(keeper.url)


def read_in(keeper: Browser, data: bytes) -> None:
    hand_in(keeper, data)
    keeper.submit(having="name")
    work(keeper)


def figures(keeper: Browser) -> tuple[int, int, int, int]:
    db.session.expire_all()
    with region_scope(db.session.execute(select(Region.id).where(Region.slug == "norr")).scalar_one()):
        found = db.session.execute(select(TableImport).order_by(TableImport.id.desc()).limit(1)).scalar_one()
        return found.added, found.changed, found.unchanged, found.bad


def table(*rows: str) -> bytes:
    return "\r\n".join(["Företag;Org.nr;Kommun;Antal anställda", *rows]).encode("cp1252")


def names(region: Region) -> list[str]:
    db.session.expire_all()
    statement = select(Organisation.name).join(OrganisationRegion).where(OrganisationRegion.region_id == region.id)
    return list(db.session.execute(statement.order_by(Organisation.sort_key)).scalars())


def test_a_file_is_looked_at_first_then_applied(keeper: Browser, make: Factory, north: Region) -> None:
    known = make.organisation(north, "Kända AB", municipality="2417")
    same = make.organisation(north, "Samma AB", municipality="2417")
    rows = [f"Nya AB;{NUMBERS[0]};Norsjö;35", f"Kända i Norsjö AB;{known.orgnr};;7", f"Samma AB;{same.orgnr};Norsjö;", ";;;"]
    hand_in(keeper, table(*rows))
    assert "Vad betyder kolumnerna?" in keeper.text
    guessed = dict(keeper.form(having="name").fields)
    assert [guessed[name] for name in ("name", "orgnr", "municipality_code", "size_class", "website")] == ["0", "1", "2", "3", ""]
    keeper.submit(having="name")
    assert "Arbetet pågår" in keeper.text
    work(keeper)
    assert figures(keeper) == (1, 1, 1, 0)
    assert "Läs in 2 rader" in keeper.text
    assert names(north) == ["Kända AB", "Samma AB"]
    changed = keeper.get(f"{keeper.url}?show=changed").text
    assert "Rad 3 Kända i Norsjö AB Namn Kända AB Kända i Norsjö AB" in changed
    assert "Antal anställda Inte angivet 5–9 anställda" in changed
    keeper.submit()
    work(keeper)
    assert "2 rader är inlästa." in keeper.text
    assert names(north) == ["Kända i Norsjö AB", "Nya AB", "Samma AB"]
    made = db.session.execute(select(Organisation).where(Organisation.orgnr == NUMBERS[0])).scalar_one()
    assert (made.municipality_code, made.size_class) == ("2417", 20)


FAULTY = [
    (f";{NUMBERS[1]};Norsjö;", "Företag", "Namnet saknas"),
    ("A AB;5569000000;;", "Org.nr", "kontrollsiffran är fel"),
    ("B AB;5,56E+09;;", "Org.nr", "gjort om organisationsnumret till ett tal"),
    ("C AB;8507099805;;", "Org.nr", "personnummer"),
    ("D AB;;Nosrjöö;", "Kommun", "ingen kommun som heter Nosrjöö"),
    ("E AB;;Norsjö;många", "Antal anställda", "Storleken ska vara"),
    (f"F AB;{NUMBERS[2]};Norsjö;;extra", "", "fler celler"),
]


def test_each_fault_names_row_column_and_cause_and_the_good_rows_are_kept(keeper: Browser, north: Region) -> None:
    good = [f"Bra {n} AB;{NUMBERS[n]};Norsjö;3" for n in range(10, 15)]
    read_in(keeper, table(*good, *(row for row, _c, _f in FAULTY), f"Bra igen AB;{NUMBERS[10]};;"))
    assert figures(keeper) == (5, 0, 0, len(FAULTY) + 1)
    keeper.get(f"{keeper.url}?show=bad")
    for number, (_row, column, cause) in enumerate(FAULTY, start=7):
        at = keeper.text.index(f"Rad {number} ")
        assert column in keeper.text[at : at + 300]
        assert cause in keeper.text[at : at + 300]
    assert "står redan på rad 2" in keeper.text
    keeper.submit()
    work(keeper)
    assert names(north) == [f"Bra {n} AB" for n in range(10, 15)]


def test_the_bad_rows_come_back_as_a_file_that_can_be_put_right_and_read_in_again(keeper: Browser, north: Region) -> None:
    read_in(keeper, table("Fel AB;5569000000;Norsjö;=1+1", f"Bra AB;{NUMBERS[3]};;"))
    page = keeper.url
    data = keeper.client.get(f"{page}/faults.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data), delimiter=";"))
    assert rows[0] == ["Företag", "Org.nr", "Kommun", "Antal anställda", "fel"]
    assert rows[1][:4] == ["Fel AB", "5569000000", "Norsjö", "'=1+1"]
    assert rows[1][4].startswith("Org.nr: ")
    assert "Antal anställda: " not in rows[1][4]
    mended = data.replace("5569000000", NUMBERS[4]).replace("'=1+1", "12").encode("utf-8-sig")
    read_in(keeper, mended)
    assert figures(keeper) == (1, 0, 0, 0)


def test_a_workbook_is_read_with_the_sheet_that_is_chosen(keeper: Browser, north: Region) -> None:
    book = Workbook()
    book.active.append(["Läs mig"])  # type: ignore[union-attr]
    book.active.append(["Först"])  # type: ignore[union-attr]
    page = book.create_sheet("Bolag")
    page.append(["Namn", "Organisationsnummer"])
    page.append(["Kalkyl AB", int(NUMBERS[5])])
    file = io.BytesIO()
    book.save(file)
    hand_in(keeper, file.getvalue(), "bok.xlsx")
    keeper.submit({"sheet": "Bolag"}, having="sheet", button=("action", "sheet"))
    keeper.submit(having="name")
    work(keeper)
    keeper.submit()
    work(keeper)
    assert names(north) == ["Kalkyl AB"]


def test_undoing_is_exact_and_leaves_what_was_changed_or_used_since(keeper: Browser, make: Factory, north: Region) -> None:
    known, busy = make.organisation(north, "Gamla AB"), make.organisation(north, "Ändrade AB")
    elsewhere = make.organisation(make.region("soder"), "Annanstans AB")
    before = {found.id: facts.facts_of(found) for found in (known, busy, elsewhere)}
    rows = [f"Nya AB;{NUMBERS[6]};Norsjö;3", f"Använda AB;{NUMBERS[7]};;", f"Gamla nya AB;{known.orgnr};Malå;9"]
    read_in(keeper, table(*rows, f"Ändrade nu AB;{busy.orgnr};;", f"Annanstans AB;{elsewhere.orgnr};;"))
    keeper.submit()
    work(keeper)
    assert figures(keeper) == (2, 3, 0, 0)
    with atomic():
        db.session.expire_all()
        changed = db.session.execute(select(Organisation).where(Organisation.id == busy.id)).scalar_one()
        facts.change_organisation(
            region=north, organisation=changed, version=changed.version, facts=Facts(name="Senare AB", orgnr=busy.orgnr)
        )
        used = db.session.execute(select(Organisation).where(Organisation.orgnr == NUMBERS[7])).scalar_one()
        facts.save_workplace(region=north, organisation=used, workplace_id=None, version=None, values={"name": "Verkstan"})
    page = keeper.url
    keeper.get(f"{page}/undo").submit()
    work(keeper)
    assert names(north) == ["Använda AB", "Gamla AB", "Senare AB"]
    assert "2 rader gick inte att ångra" in keeper.text
    assert "Använda AB Organisationen används av andra uppgifter" in keeper.text
    assert "Ändrade nu AB Organisationen har ändrats sedan dess" in keeper.text
    for found in (known, elsewhere):
        db.session.refresh(found)
        assert facts.facts_of(found) == before[found.id]


def test_a_row_whose_organisation_changes_between_look_and_apply_is_not_applied(keeper: Browser, make: Factory, north: Region) -> None:
    known = make.organisation(north, "Kända AB")
    read_in(keeper, table(f"Filens namn AB;{known.orgnr};;", f"Nya AB;{NUMBERS[8]};;"))
    with atomic():
        facts.change_organisation(
            region=north, organisation=known, version=known.version, facts=Facts(name="Handens AB", orgnr=known.orgnr)
        )
    keeper.submit()
    work(keeper)
    assert names(north) == ["Handens AB", "Nya AB"]
    assert figures(keeper) == (1, 0, 0, 1)


def test_a_closed_organisation_is_not_changed_by_a_file(keeper: Browser, make: Factory, north: Region) -> None:
    closed = make.organisation(north, "Stängda AB")
    with atomic():
        written = Facts(name=closed.name, orgnr=closed.orgnr, closed_on=utcnow().date())
        facts.change_organisation(region=north, organisation=closed, version=closed.version, facts=written)
    read_in(keeper, table(f"Öppna igen AB;{closed.orgnr};;"))
    assert figures(keeper) == (0, 0, 0, 1)
    assert "är nedlagd sedan" in keeper.text


def test_applying_goes_on_where_it_was_stopped(keeper: Browser, north: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.imports import work as working

    read_in(keeper, table(*(f"Nr {n:02} AB;{NUMBERS[n]};;" for n in range(5))))
    monkeypatch.setattr(working, "APPLY_BATCH", 2)
    found_id = int(keeper.url.rpartition("/")[2])
    with region_scope(north.id):
        with atomic():
            service.request_apply(region=north, found=service.own_import(north, found_id))
        calls = iter([working.kind_named] * 2)
        real = working.kind_named
        monkeypatch.setattr(working, "kind_named", lambda region, name: next(calls)(region, name))
        with pytest.raises(StopIteration):
            working.apply(north, found_id)
        assert len(names(north)) == 4
        monkeypatch.setattr(working, "kind_named", real)
        working.apply(north, found_id)
        working.apply(north, found_id)
    assert names(north) == [f"Nr {n:02} AB" for n in range(5)]
    assert figures(keeper) == (5, 0, 0, 0)


@pytest.mark.requirement("S5")
def test_an_import_is_its_region_s_and_asks_for_the_kind_s_permission(app: Flask, keeper: Browser, make: Factory, north: Region) -> None:
    read_in(keeper, table(f"Nya AB;{NUMBERS[9]};;", "Fel AB;1;;"))
    number = keeper.url.rpartition("/")[2]
    south = make.region("soder")
    stranger = Browser(app).sign_in(make.user(south, "region_admin"))
    without = Browser(app).sign_in(make.user(north, "placement_coordinator"))
    for page in ("", "/columns", "/faults.csv", "/undo"):
        assert stranger.get(f"/r/soder/imports/{number}{page}").status == 404
        assert without.get(f"/r/norr/imports/{number}{page}").status == 403
    assert without.get("/r/norr/imports/new/core.organisations").status == 403
    assert keeper.get("/r/norr/imports/new/core.nothing").status == 404


@pytest.mark.requirement("S25")
@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04", b"<html>", b"Namn\r\n"])
def test_a_file_that_is_no_table_is_refused_at_the_field_and_not_kept(keeper: Browser, data: bytes) -> None:
    hand_in(keeper, data)
    assert keeper.status == 422
    assert 'id="file-error"' in keeper.page
    assert list(storage.folder().iterdir()) == []


def test_a_required_column_must_be_chosen_and_none_twice(keeper: Browser) -> None:
    hand_in(keeper, table(f"Nya AB;{NUMBERS[9]};;"))
    keeper.submit({"name": ""}, having="name")
    assert keeper.status == 422
    assert "Välj vilken kolumn i filen som är namn." in keeper.text
    keeper.submit({"name": "0", "website": "0"}, having="name")
    assert "Kolumnen är vald två gånger" in keeper.text


def test_files_go_after_a_week_and_rows_when_they_cannot_be_undone(keeper: Browser, north: Region) -> None:
    read_in(keeper, table(f"Nya AB;{NUMBERS[9]};;"))
    assert len(list(storage.folder().iterdir())) == 1
    with region_scope(north.id):
        found = db.session.execute(select(TableImport)).scalar_one()
        with atomic():
            jobs.clear_imports(north)
        assert found.stored_name != ""
        for days, rows in ((8, 1), (38, 0)):
            with atomic():
                found.created_at = utcnow() - timedelta(days=days)
                db.session.flush()
                jobs.clear_imports(north)
            assert list(storage.folder().iterdir()) == []
            assert db.session.execute(select(func.count(ImportRow.id))).scalar_one() == rows
        assert found.status is ImportStatus.FAILED


@pytest.mark.requirement("S25")
def test_stored_files_have_names_of_our_own_and_no_others_are_read(keeper: Browser, tmp_path: Path) -> None:
    hand_in(keeper, table(f"Nya AB;{NUMBERS[9]};;"), "../../evil.csv")
    (path,) = storage.folder().iterdir()
    assert len(path.name) == 32
    assert storage.load(path.name) is not None
    (storage.folder().parent / "secret").write_text("x")
    assert [storage.load(name) for name in ("../secret", "secret", "/etc/passwd", "")] == [None] * 4
    (storage.folder().parent / "secret").unlink()
