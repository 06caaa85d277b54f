"""The corpus of tables: what spreadsheets and hand-made files look like, and what hostile ones do."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from core.errors import DomainError
from core.files.sheets import csv_bytes, xlsx_bytes
from core.files.tabular import Limits, Row, Table, read_table

pytestmark = pytest.mark.usefixtures("context")
TEXT = "Namn;Ort\r\nÅbergs Ölåda;Malmö\r\n"
READ = (("Namn", "Ort"), [Row(2, ("Åbergs Ölåda", "Malmö"))])


def opened(data: bytes, **options: object) -> tuple[tuple[str, ...], list[Row]]:
    table: Table = read_table(data, **options)  # type: ignore[arg-type]
    return table.heading, list(table.rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_reads_the_same(encoding: str) -> None:
    assert opened(TEXT.encode(encoding)) == READ


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_every_usual_delimiter_reads_the_same(mark: str) -> None:
    assert opened(TEXT.replace(";", mark).encode()) == READ


def test_the_line_that_names_the_delimiter_is_no_heading_and_counts_as_a_line() -> None:
    assert opened(b"sep=;\r\na;b\r\n1,5;2\r\n") == (("a", "b"), [Row(3, ("1,5", "2"))])


def test_a_comma_in_the_texts_is_no_delimiter() -> None:
    assert opened(b'"Namn, fullt";Ort\n"Bo, Ek";"Y;Z"\n') == (("Namn, fullt", "Ort"), [Row(2, ("Bo, Ek", "Y;Z"))])


def test_rows_are_numbered_as_the_spreadsheet_shows_them_and_short_rows_are_filled() -> None:
    assert opened(b"\na;b\n\n1;2\n;\n3\n") == (("a", "b"), [Row(4, ("1", "2")), Row(6, ("3", ""))])


def test_a_text_with_line_breaks_is_one_row() -> None:
    assert opened(b'a;b\n"1\n2";3\n4;5\n')[1] == [Row(2, ("1\n2", "3")), Row(3, ("4", "5"))]


@pytest.mark.requirement("S28")
@pytest.mark.parametrize("cell", ["=1+1", "+46 70", "-3 grader", "@namn", "'citat'", "a=b"])
@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes])
def test_what_we_let_people_download_comes_back_as_it_was(cell: str, write: Callable[..., bytes]) -> None:
    assert opened(write([cell, "b"], [[cell, "x"]])) == ((cell, "b"), [Row(2, (cell, "x"))])


def test_a_row_that_is_too_wide_or_too_long_is_a_fault_of_that_row_alone() -> None:
    _heading, rows = opened(b"a;b\n1;2;3\n4;5\n" + b"x" * 21 + b";6\n", limits=Limits(cell=20))
    assert [(row.number, bool(row.fault)) for row in rows] == [(2, True), (3, False), (4, True)]


@pytest.mark.parametrize(
    "data",
    [b"", b"  \r\n", b"%PDF-1.7", b"\xd0\xcf\x11\xe0old", b"<html></html>", b'{"a": 1}', b"a;b\x00\x00c\n1;2", b"\x89PNG\r\n"],
    ids=["empty", "blank", "pdf", "xls", "html", "json", "zeros", "png"],
)
@pytest.mark.requirement("S25")
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError) as refusal:
        opened(data)
    assert refusal.value.field == "file"


@pytest.mark.requirement("S25", "S36")
def test_bytes_rows_and_columns_are_limited() -> None:
    for data, limits in (
        (b"a\n" * 20, Limits(bytes=10)),
        (b"a\n" + b"1\n" * 11, Limits(rows=10)),
        (b";".join([b"c"] * 11), Limits(columns=10)),
    ):
        with pytest.raises(DomainError) as refusal:
            opened(data, limits=limits)
        assert refusal.value.code == "too_large"
    assert len(opened(b"a\n" + b"1\n" * 10, limits=Limits(rows=10))[1]) == 10


# -- workbooks ----------------------------------------------------------------------------------------------------


def book(fill: Callable[[Workbook], None]) -> bytes:
    made = Workbook()
    fill(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook with its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return file.getvalue()


def sheet(data: bytes, xml: bytes) -> bytes:
    return rewritten(data, lambda name, old: xml if name == "xl/worksheets/sheet1.xml" else old)


def plain(made: Workbook) -> None:
    made.active.append(["Namn", "Antal"])  # type: ignore[union-attr]
    made.active.append(["Bo", 3])


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s<sheetData>%s</sheetData></worksheet>'
CELL = b'<c r="A%d" t="inlineStr"><is><t>x</t></is></c>'


def test_cells_are_the_texts_that_a_person_sees() -> None:
    def fill(made: Workbook) -> None:
        page = made.active
        assert page is not None
        page.append(["dag", "tid", "antal", "andel", "kommun", "orgnr", "stort", "svar", "procent", "tom"])
        page.append([date(2026, 11, 24), datetime(2026, 11, 24, 9, 30), 12.0, 2.5, 180, 5560000001, 5.56e9, True, 0.25, None])
        page["E2"].number_format = "0000"
        page["F2"].number_format = "000000-0000"
        page["I2"].number_format = "0%"

    _heading, rows = opened(book(fill))
    assert rows == [Row(2, ("2026-11-24", "2026-11-24 09:30", "12", "2,5", "0180", "556000-0001", "5560000000", "ja", "25%", ""))]


def test_the_first_sheet_that_is_shown_is_read_or_the_one_that_is_chosen() -> None:
    def fill(made: Workbook) -> None:
        made.active.sheet_state = "hidden"
        for name in ("Ett", "Två"):
            made.create_sheet(name).append([name])

    table = read_table(book(fill))
    assert (table.sheets, table.sheet, table.heading) == (("Ett", "Två"), "Ett", ("Ett",))
    assert read_table(book(fill), sheet="Två").heading == ("Två",)
    with pytest.raises(DomainError):
        read_table(book(fill), sheet="Sheet")


@pytest.mark.requirement("S26")
def test_a_sheet_that_lies_about_its_size_is_read_to_its_end() -> None:
    rows = b"".join(b'<row r="%d">%s</row>' % (n, CELL % n) for n in range(1, 5001))
    data = sheet(book(plain), SHEET % (b'<dimension ref="A1:A2"/>', rows))
    assert len(opened(data)[1]) == 4999


def bomb() -> bytes:
    return sheet(book(plain), SHEET % (b"", b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 2_600_000 + b"</row>"))


def million_rows() -> bytes:
    return sheet(book(plain), SHEET % (b"", b"".join(b'<row r="%d"/>' % n for n in range(1, 1_048_577))))


def far_row() -> bytes:
    return sheet(book(plain), SHEET % (b"", b'<row r="1">%s</row><row spans="1:1" r="1048576">%s</row>' % (CELL % 1, CELL % 1_048_576)))


def nested() -> bytes:
    return rewritten(book(plain), lambda _name, old: old, {"xl/embeddings/one.zip": book(plain)})


def disguised() -> bytes:
    return rewritten(book(plain), lambda _name, old: old, {"xl/media/image1.png": book(plain)})


def many_parts() -> bytes:
    return rewritten(book(plain), lambda _name, old: old, {f"xl/x{n}.xml": b"<x/>" for n in range(1001)})


def entities() -> bytes:
    return sheet(book(plain), b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET % (b"", b'<row r="1"/>'))


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("table.csv", TEXT)
    return file.getvalue()


def cut() -> bytes:
    return book(plain)[:-200]


def no_zip() -> bytes:
    return b"PK\x03\x04 no zip"


HOSTILE = [bomb, million_rows, far_row, nested, disguised, many_parts, entities, archive, cut, no_zip]


@pytest.mark.requirement("S26")
@pytest.mark.parametrize("make_file", HOSTILE, ids=lambda made: made.__name__)
def test_hostile_workbooks_are_refused_before_they_are_parsed(make_file: Callable[[], bytes]) -> None:
    data = make_file()
    begun = time.process_time()
    with pytest.raises(DomainError) as refusal:
        opened(data)
    assert refusal.value.field == "file"
    assert time.process_time() - begun < 1


@pytest.mark.requirement("S26")
def test_refusing_a_bomb_takes_little_memory() -> None:
    data = bomb()
    tracemalloc.start()
    with pytest.raises(DomainError):
        opened(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_rows_below_a_gap_keep_their_own_number() -> None:
    rows = b"".join(b'<row r="%d">%s</row>' % (n, CELL % n) for n in (1, 500, 501))
    _heading, found = opened(sheet(book(plain), SHEET % (b"", rows)))
    assert [row.number for row in found] == [500, 501]
