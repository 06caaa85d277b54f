"""A file as it arrives: what it is, which encoding it has, and how its rows are parted. Refuses what cannot be a catalogue."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import DomainError
from core.i18n import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_DELIMITERS = ",;\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """A row of a table, or the reason why it cannot be read. The heading is row 1, so numbers are those of a spreadsheet."""

    number: int
    cells: tuple[str, ...] = ()
    fault: str = ""


def kind_of(data: bytes) -> str:
    """What a file holds, by its content: "csv" or "emil3".

    Raises:
        DomainError: when it is empty, too large, or something else altogether; says what to do.
    """
    if len(data) > MAX_BYTES:
        raise DomainError(_("Filen är större än %(n)s MB. Dela upp den.", n=MAX_BYTES // 1024 // 1024), field="file", code="too_large")
    if not data.strip():
        raise DomainError(_("Filen är tom."), field="file")
    if data.startswith(b"PK\x03\x04"):
        raise DomainError(_("Filen är en arbetsbok eller ett arkiv. Spara kalkylbladet som CSV och välj den filen."), field="file")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"GIF8")):
        raise DomainError(_("Filen är varken CSV eller JSON. Välj en fil med kurser i något av formaten."), field="file")
    text = decode(data)
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        raise DomainError(_("Filen är XML eller en webbsida. Välj en CSV-fil eller EMIL 3 som JSON."), field="file")
    return "emil3" if start.startswith(("{", "[")) else "csv"


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, else Windows-1252, which every byte of an old export can be.

    Raises:
        DomainError: when it holds NUL characters, and so is no text.
    """
    if data.startswith(_UTF16):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise DomainError(_("Filen går inte att läsa som text. Spara den som CSV med teckenkodningen UTF-8."), field="file") from None
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise DomainError(_("Filen går inte att läsa som text. Spara den som CSV med teckenkodningen UTF-8."), field="file")
    return text


def table(text: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The heading and the rows of a CSV text. Comma, semicolon, tab and bar all do; empty rows are passed over.

    Raises:
        DomainError: when there is no heading, or more than 200 columns.
    """
    if text[:4].lower() == "sep=":  # a line some spreadsheets write to name the delimiter
        text = text.partition("\n")[2]
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter)
    try:
        heading = next(reader)
    except (StopIteration, csv.Error):
        raise DomainError(_("Filen saknar rubrikrad. Första raden ska innehålla kolumnernas namn."), field="file") from None
    if len(heading) > MAX_COLUMNS:
        raise DomainError(_("Filen har %(n)s kolumner. Högst %(max)s går att läsa.", n=len(heading), max=MAX_COLUMNS), field="file")
    return tuple(name.strip() for name in heading), _rows(reader)


def _rows(reader: Iterator[list[str]]) -> Iterator[Row]:
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Row(number, fault=str(error))
            continue
        number += 1
        if number - 1 > MAX_ROWS:
            raise DomainError(_("Filen har fler än %(n)s rader. Dela upp den.", n=MAX_ROWS), field="file", code="too_large")
        if any(cell.strip() for cell in cells):
            yield Row(number, tuple(cells))
