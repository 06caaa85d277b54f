"""Files that open rightly and run nothing (S28), and that a reader of tables gets back as they were."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.files import sheets

FORMULAS = ["=1+1", "+46", "-1", "@x", "\t=1", " =1", "\u00a0=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"]
FORMULAS.append('=HYPERLINK("https://evil.example")')


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)


@pytest.fixture
def context(app: Flask) -> Any:
    with app.test_request_context():
        yield


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    book.close()
    return rows


@pytest.mark.requirement("S28")
@pytest.mark.parametrize("cell", FORMULAS)
def test_what_looks_like_a_formula_is_text(cell: str, context: None) -> None:
    assert sheets.neutral(cell) == "'" + cell
    book = openpyxl.load_workbook(io.BytesIO(sheets.xlsx_bytes(["a"], [[cell]])))
    found = book.active["A2"]
    assert (found.data_type, found.value) == ("s", cell.replace("\r", "_x000D_"))
    assert found.hyperlink is None


@pytest.mark.requirement("S28")
def test_other_cells_are_what_they_were(context: None) -> None:
    assert [sheets.neutral(cell) for cell in (None, -3, 2.5, "a=b", "")] == ["", -3, 2.5, "a=b", ""]
    row = [None, -3, 2.5, "a=b", "", True, date(2026, 11, 24), datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "åäö €"]
    (_, found) = read_xlsx(sheets.xlsx_bytes([str(n) for n in range(len(row))], [row]))
    assert found == [None, -3, 2.5, "a=b", None, "ja", datetime(2026, 11, 24), datetime(2026, 11, 24, 9, 30), "åäö €"]


@pytest.mark.requirement("A9")
def test_the_header_is_a_header(context: None) -> None:
    content = sheets.xlsx_bytes(["Namn", "Kommun"], [["Anna", "Umeå"], ["Bo", "Vindeln"]], title="Deltagare")
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold, book.properties.title) == ("A2", "A1:B3", True, "Deltagare")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20), min_size=2, max_size=2), max_size=5)
)
def test_csv_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    """But for the apostrophe that marks text, zero bytes, and the line ends that a CSV reader makes one of."""
    read = read_csv(sheets.csv_bytes(["a", "b"], rows))
    assert len(read) == len(rows) + 1
    for before, after in zip(rows, read[1:], strict=True):
        for was, now in zip(before, after, strict=True):
            assert now.removeprefix("'") == was.replace("\0", "").removeprefix("'")


def test_no_formula_in_the_parts_of_the_workbook(context: None) -> None:
    content = sheets.xlsx_bytes(["=1+1"], [[cell] for cell in FORMULAS])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert [name for name in parts.namelist() if b"<f>" in parts.read(name)] == []


@pytest.mark.requirement("S36")
def test_too_many_rows_are_refused_in_words(context: None) -> None:
    with pytest.raises(DomainError, match="fler än 50000 rader"):
        sheets.csv_bytes(["a"], ([1] for _ in range(sheets.MAX_ROWS + 1)))


def test_a_download_says_what_it_is(context: None) -> None:
    response = sheets.download("xlsx", "behov åäö", ["a"], [[1]])
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response.headers["Cache-Control"] == "no-store"
    assert "attachment" in response.headers["Content-Disposition"]
    assert "filename*=UTF-8''behov%20%C3%A5%C3%A4%C3%B6.xlsx" in response.headers["Content-Disposition"]
