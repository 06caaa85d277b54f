"""Excel workbooks, looked at from outside before anything is unpacked into memory (S26).

A workbook is a zip of XML. A small one can unpack to gigabytes, hold other zips, or name a size of its sheet that is not true: openpyxl
believes what the sheet says of itself and would read one row of many, without a word.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from core.errors import DomainError
from core.files.tabular import MIB, Limits, Row, Table, checked_heading, checked_row, refused, too_many_rows
from core.i18n import gettext as _

MAX_UNPACKED = 50 * MIB
MAX_RATIO = 100
MAX_ENTRIES = 1_000
MAX_CELLS = 1_000_000
MAX_STRINGS = 500_000
FREE_RATIO = MIB  # what unpacks to less than this may be packed as tightly as it likes
_ZIP = re.compile(r"\.(zip|xlsx|xlsm|xlsb|docx|pptx|ods|jar|7z|rar|gz)$", re.I)
_PLAIN_FORMAT = re.compile(r"[0\- ]{2,}")
_FAR_ROW = re.compile(rb'<row [^>]{0,200}?\br="(\d{5,7})"')
_CHUNK = 256 * 1024


def inspect(data: bytes, limits: Limits) -> None:
    """Refuse what is not an honest workbook of a size that can be read.

    Raises:
        DomainError: says why, and what to do.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect_sizes(archive)
            _inspect_content(archive, limits)
    except DomainError:
        raise
    except Exception:  # zipfile raises whatever its parts do: struct.error, NotImplementedError, zlib.error, RuntimeError (encrypted)
        raise _broken() from None


def _broken() -> DomainError:
    return refused(_("Arbetsboken är skadad eller låst. Öppna den i Excel, spara den på nytt som .xlsx utan lösenord och försök igen."))


def _inspect_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise refused(_("Arbetsboken har för många delar. Kopiera bladet till en ny arbetsbok och försök igen."), code="too_large")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > FREE_RATIO and unpacked > MAX_RATIO * max(1, packed)):
        raise refused(
            _("Arbetsboken packas upp till %(n)s MB, vilket är för mycket. Spara bladet som CSV i stället.", n=unpacked // MIB),
            code="too_large",
        )
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise refused(_("Filen är ett arkiv men ingen Excel-arbetsbok. Packa upp den och välj filen med tabellen."))
    if len(names) != len(entries) or any(_ZIP.search(name) for name in names):
        raise refused(_("Arbetsboken innehåller en annan fil. Kopiera tabellen till en ny arbetsbok och försök igen."))


def _inspect_content(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Count rows, cells and texts without parsing: reading 50 MB takes a tenth of a second, parsing them half a minute."""
    cells = strings = 0
    for entry in archive.infolist():
        rows = 0
        with archive.open(entry) as part:
            before = b""
            while chunk := part.read(_CHUNK):
                if not before and chunk.startswith(b"PK\x03\x04"):
                    raise refused(_("Arbetsboken innehåller en annan fil. Kopiera tabellen till en ny arbetsbok och försök igen."))
                seen = before + chunk
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise _broken()
                if entry.filename.startswith("xl/worksheets/"):
                    rows += _count(seen, before, b"<row")
                    # Empty rows in between cost time, though nobody wrote them.
                    if any(int(number) > 10 * limits.rows for number in _FAR_ROW.findall(seen)):
                        rows = limits.rows + 2
                    cells += _count(seen, before, b"<c ") + _count(seen, before, b"<c>")
                elif entry.filename == "xl/sharedStrings.xml":
                    strings += _count(seen, before, b"<si")
                before = chunk[-250:] if len(chunk) >= 250 else b""
        if rows > limits.rows + 1:
            raise refused(
                _("Ett blad i arbetsboken har fler än %(n)s rader. Ta bort tomma rader under tabellen, eller dela upp den.", n=limits.rows),
                code="too_large",
            )
    if cells > MAX_CELLS or strings > MAX_STRINGS:
        message = _("Arbetsboken har för många celler. Kopiera tabellen till en ny arbetsbok, eller spara den som CSV.")
        raise refused(message, code="too_large")


def _count(seen: bytes, before: bytes, mark: bytes) -> int:
    """Occurrences in a chunk, those included that begin in the end of the one before."""
    return seen.count(mark) - before.count(mark)


def read(data: bytes, limits: Limits, sheet: str) -> Table:
    """Open a workbook's sheet.

    Raises:
        DomainError: when the workbook or the sheet cannot be read.
    """
    inspect(data, limits)
    from openpyxl import load_workbook  # late: it takes a tenth of a second to import

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        shown = [found.title for found in book.worksheets if getattr(found, "sheet_state", "visible") == "visible"]
        if not shown or (sheet and sheet not in shown):
            raise refused(_("Bladet finns inte i arbetsboken. Välj ett annat blad."))
        chosen = book[sheet or shown[0]]
        chosen.reset_dimensions()
        place, heading = _heading(chosen, limits)
    except DomainError:
        raise
    except Exception:  # openpyxl raises whatever its XML makes it: KeyError, ValueError, ParseError, TypeError
        raise _broken() from None
    return Table("xlsx", heading, _rows(chosen, place, len(heading), limits), chosen.title, tuple(shown))


def _heading(sheet: Any, limits: Limits) -> tuple[int, tuple[str, ...]]:
    for number, cells in enumerate(sheet.iter_rows(max_col=limits.columns + 1, max_row=limits.rows), start=1):
        texts = [as_seen(cell) for cell in cells]
        if any(text.strip() for text in texts):
            return number, checked_heading(texts, limits)
    raise refused(_("Bladet %(sheet)s är tomt. Välj ett annat blad, eller skriv rubriker på första raden.", sheet=sheet.title))


def _rows(sheet: Any, place: int, width: int, limits: Limits) -> Iterator[Row]:
    count = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(min_row=place + 1, max_col=width + 1), start=place + 1):
            if all(cell.value is None for cell in cells):
                continue
            texts = [as_seen(cell) for cell in cells]
            if not any(text.strip() for text in texts):
                continue
            count += 1
            if count > limits.rows:
                raise too_many_rows(limits)
            yield checked_row(number, texts, width, limits)
    except DomainError:
        raise
    except Exception:
        raise _broken() from None


def as_seen(cell: Any) -> str:
    """A cell's value as the spreadsheet shows it: days as 2026-11-24, numbers with their leading zeros and without needless decimals."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\x00", "").replace("_x000D_", "")
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return _number(value, str(getattr(cell, "number_format", "") or ""))


def _number(value: float, shown: str) -> str:
    whole = value == int(value) if abs(value) < 1e15 else False
    if shown.endswith("%"):
        return f"{value * 100:.10g}".replace(".", ",") + "%"
    if not whole:
        return f"{value:.15g}".replace(".", ",")
    digits = str(int(value))
    if value >= 0 and _PLAIN_FORMAT.fullmatch(shown):  # 0000 for municipalities, 000000-0000 for organisation numbers
        digits = digits.zfill(shown.count("0"))
        extra = len(digits) - shown.count("0")
        rest = iter(digits[extra:])
        return digits[:extra] + "".join(next(rest) if mark == "0" else mark for mark in shown)
    return digits
