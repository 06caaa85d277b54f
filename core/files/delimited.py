"""Tables as text: which encoding, which delimiter, and the rows. What spreadsheets write, they may also read here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from core.files.tabular import Limits, Row, Table, checked_heading, checked_row, refused, too_many_rows
from core.i18n import gettext as _

DELIMITERS = ";,\t|"
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def decode(data: bytes) -> str:
    """The text of a file: UTF-16 by its mark or its zeros, UTF-8, else Windows-1252, which old exports are in.

    Raises:
        DomainError: when it is no text.
    """
    unreadable = refused(_("Filen går inte att läsa som text. Spara kalkylbladet som CSV UTF-8 eller som Excel-arbetsbok (.xlsx)."))
    if data.startswith(_NOT_TEXT):
        raise refused(_("Filen är varken en CSV-fil eller en Excel-arbetsbok. Välj en fil i något av formaten."))
    encoding = _utf16(data)
    try:
        text = data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError:
        if encoding:
            raise unreadable from None
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise unreadable
    return text.removeprefix("\ufeff")


def _utf16(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:2000]  # Latin letters have a zero in every other byte
    if len(start) >= 4 and start[1::2].count(0) > 0.6 * len(start[1::2]):
        return "utf-16-le"
    if len(start) >= 4 and start[::2].count(0) > 0.6 * len(start[::2]):
        return "utf-16-be"
    return ""


def sniff(text: str) -> tuple[str, str, int]:
    """The delimiter, the text without Excel's `sep=` line, and how many lines were taken away."""
    if text[:4].lower() == "sep=":
        line, _mark, rest = text.partition("\n")
        named = line[4:].strip("\r") or "\t"
        return named[:1], rest, 1
    sample = [line for line in text[:20_000].splitlines()[:20] if line.strip()][:10]
    first = sample[0] if sample else ""
    return max(DELIMITERS, key=lambda mark: (_outside_quotes(first, mark), sum(line.count(mark) for line in sample))), text, 0


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def read(data: bytes, limits: Limits) -> Table:
    """Open a text table.

    Raises:
        DomainError: when it cannot be read, or has no heading.
    """
    text = decode(data)
    if text[:200].lstrip().startswith(("<", "{")):
        raise refused(_("Filen är en webbsida, XML eller JSON. Välj en CSV-fil eller en Excel-arbetsbok (.xlsx)."))
    delimiter, text, skipped = sniff(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    place, heading = skipped, None  # row of the heading, and its cells
    try:
        while heading is None:
            cells, place = next(reader), place + 1
            heading = cells if any(cell.strip() for cell in cells) else None
    except (StopIteration, csv.Error):
        heading = None
    if heading is None:
        raise refused(_("Filen saknar rubrikrad. Första raden ska innehålla kolumnernas namn."))
    names = checked_heading(heading, limits)
    return Table("csv", names, _rows(reader, place, len(names), limits))


def _rows(reader: Iterator[list[str]], number: int, width: int, limits: Limits) -> Iterator[Row]:
    count = 0
    while True:
        number += 1  # rows, not lines: a text with line breaks in it is still one row of a spreadsheet
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, fault=_("Raden går inte att läsa. Finns det ett citattecken som inte avslutas?"))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > limits.rows:
            raise too_many_rows(limits)
        yield checked_row(number, cells, width, limits)
