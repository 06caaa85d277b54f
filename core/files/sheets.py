"""Lists as files: CSV and XLSX that open rightly in Swedish spreadsheet programs and run nothing.

A cell that a spreadsheet would take for a formula is marked as text (S28): in CSV by an apostrophe, which our own imports take away
again; in XLSX by being stored as a string, as it is. Numbers and dates stay numbers and dates.
Source: OWASP, "CSV Injection"; RFC 4180.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import quote

from flask import Response

from core.errors import DomainError
from core.files.tabular import starts_formula
from core.i18n import gettext as _

Kind = Literal["csv", "xlsx"]
MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MAX_ROWS = 50_000
MAX_CELL = 32_767  # what a cell of XLSX holds
_WIDEST = 60  # characters


def neutral(cell: Any) -> Any:
    """A cell of CSV that no spreadsheet runs. Numbers are left as they are."""
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float):
        return cell
    text = str(cell).replace("\0", "")
    return "'" + text if starts_formula(text) else text


def csv_bytes(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file: UTF-8 with a mark, semicolons, CRLF.

    Raises:
        DomainError: more than 50 000 rows.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell) for cell in row] for row in _bounded(rows))
    return buffer.getvalue().encode("utf-8-sig")


def xlsx_bytes(header: Sequence[Any], rows: Iterable[Sequence[Any]], *, title: str = "") -> bytes:
    """An Excel workbook with one sheet: a header row that stays in sight, filters, and columns as wide as their text.

    Raises:
        DomainError: more than 50 000 rows.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    import xlsxwriter  # only when a workbook is asked for: two megabytes in every process otherwise

    with xlsxwriter.Workbook(buffer, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": title[:250]})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        widths = [len(str(cell)) for cell in header]
        sheet.write_row(0, 0, [str(cell) for cell in header], bold)
        last = 0
        for last, row in enumerate(_bounded(rows), start=1):
            for column, cell in enumerate(row):
                _write(sheet, last, column, cell)
                widths[column] = max(widths[column], len(str(cell)))
        sheet.freeze_panes(1, 0)
        if header:
            sheet.autofilter(0, 0, last, len(header) - 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, _WIDEST) + 2)
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_string(row, column, _("ja") if cell else _("nej"))
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day))
    else:
        sheet.write_string(row, column, str(cell).replace("\0", "")[:MAX_CELL])


def _bounded(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            raise DomainError(_("Listan har fler än %(n)s rader. Filtrera den först, och ladda ner den i delar.", n=MAX_ROWS))
        yield row


def attachment(filename: str) -> str:
    """The header that makes a browser save a file under a name (RFC 6266). The name may be any text."""
    safe = "".join("-" if c in '/\\"' or not c.isprintable() else c for c in filename)[:150]
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    return f'attachment; filename="{plain}"' + ("" if plain == safe else f"; filename*=UTF-8''{quote(safe)}")


def download(kind: Kind, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Response:
    """A list as a download.

    Args:
        kind: `csv` or `xlsx`.
        name: Name of the file, without its ending.
    """
    content = csv_bytes(header, rows) if kind == "csv" else xlsx_bytes(header, rows, title=name)
    response = Response(content, mimetype=MIME[kind])
    response.headers["Content-Disposition"] = attachment(f"{name}.{kind}")
    response.headers["Cache-Control"] = "no-store"
    return response
