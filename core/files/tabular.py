"""Reading a table that somebody hands in, CSV or XLSX: forgiving about form, exact about what is wrong, and never larger than agreed.

    table = read_table(data)
    for row in table.rows: ...

Every cell is the text that a person sees in a spreadsheet. The heading is the first row that is not empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.errors import DomainError
from core.i18n import gettext as _

MIB = 1024 * 1024
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula


@dataclass(frozen=True)
class Limits:
    """How large a table may be.

    Args:
        bytes: Of the file.
        rows: Below the heading.
        columns: Of the heading.
        cell: Characters in one cell; a longer one is a fault of its row.
    """

    bytes: int = 5 * MIB
    rows: int = 20_000
    columns: int = 100
    cell: int = 5_000


@dataclass(frozen=True)
class Row:
    """A row, or the reason why it cannot be read. Numbers are those that a spreadsheet shows.

    `cells` are as many as the heading has; `written` is how many stood in the file.
    """

    number: int
    cells: tuple[str, ...] = ()
    fault: str = ""
    written: int = field(default=0, compare=False)


@dataclass
class Table:
    """A heading and the rows below it, read as they are asked for. `sheets` are the names of a workbook's sheets."""

    format: str
    heading: tuple[str, ...]
    rows: Iterator[Row]
    sheet: str = ""
    sheets: Sequence[str] = field(default_factory=tuple)


def read_table(data: bytes, *, limits: Limits | None = None, sheet: str = "") -> Table:
    """Open a table by its content, whatever the file is called.

    Args:
        sheet: Which sheet of a workbook; the first that is shown when left out.

    Raises:
        DomainError: when the file as a whole cannot be used; says what to do. Also while the rows are read, when there are too many.
    """
    from core.files import delimited, workbook

    limits = limits or Limits()
    if len(data) > limits.bytes:
        raise refused(_("Filen är större än %(n)s MB. Dela upp den i flera filer.", n=limits.bytes // MIB), code="too_large")
    if not data.strip(b" \t\r\n\0"):
        raise refused(_("Filen är tom. Välj en fil med rubriker på första raden."))
    if data.startswith(b"PK"):
        return workbook.read(data, limits, sheet)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(_("Filen är i det gamla Excel-formatet, eller skyddad med lösenord. Spara den som .xlsx eller CSV och försök igen."))
    return delimited.read(data, limits)


def refused(message: str, code: str = "invalid") -> DomainError:
    """The error for a file as a whole."""
    return DomainError(message, field="file", code=code)


def too_many_rows(limits: Limits) -> DomainError:
    """The error for a table that is too long."""
    return refused(_("Filen har fler än %(n)s rader. Dela upp den i flera filer.", n=limits.rows), code="too_large")


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text."""
    return text.startswith(DANGEROUS) or text.lstrip(" \u00a0").startswith(DANGEROUS)


def unmarked(cell: str) -> str:
    """A cell without the apostrophe that our own downloads put before what a spreadsheet would run."""
    cell = cell.strip()
    return cell[1:].strip() if cell.startswith("'") and starts_formula(cell[1:]) else cell


def checked_heading(cells: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """The heading, without empty columns at its end.

    Raises:
        DomainError: when it has too many columns.
    """
    names = [" ".join(unmarked(cell).split())[:120] for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.columns:
        raise refused(_("Filen har %(n)s kolumner. Högst %(max)s går att läsa.", n=len(names), max=limits.columns), code="too_large")
    return tuple(names)


def checked_row(number: int, cells: Sequence[str], width: int, limits: Limits) -> Row:
    """A row as wide as the heading; with a fault when it is wider, or holds a text that is too long."""
    cells, written = [unmarked(cell) for cell in cells], len(cells)
    if any(cells[width:]):
        fault = _("Raden har fler celler än rubrikraden. Står skiljetecknet inne i en text? Sätt då citattecken runt texten.")
        return Row(number, tuple(cell[: limits.cell] for cell in cells[: width + 5]), fault, written)
    fitted = tuple(cells[:width]) + ("",) * (width - len(cells))
    long = next((place for place, cell in enumerate(fitted) if len(cell) > limits.cell), None)
    if long is not None:
        fault = _("Cellen i kolumn %(column)s är längre än %(max)s tecken. Korta texten.", column=long + 1, max=limits.cell)
        return Row(number, tuple(cell[:200] for cell in fitted), fault, written)
    return Row(number, fitted, written=written)
