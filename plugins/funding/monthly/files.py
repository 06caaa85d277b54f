"""The file itself: an Excel workbook, row by row, the same bytes for the same content."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project
from plugins.funding.settings import FundingSettings

SHEET = "Deltagare"
NAMES = frozenset({"reference", "personal_number", "month", "starts_on", "left_on", "hours"})


@cache
def columns() -> tuple[tuple[str, str], ...]:
    """Name and heading of each column, from `columns.toml`.

    Raises:
        ValueError: naming a column that the program does not know.
    """
    read = tomllib.loads((Path(__file__).parent / "columns.toml").read_text("utf-8"))
    found = tuple((str(each["name"]), str(each["heading"])) for each in read["column"])
    unknown = [name for name, _heading in found if name not in NAMES]
    if unknown:
        raise ValueError(f"columns.toml has a column '{unknown[0]}'; there are {sorted(NAMES)}")
    return found


def row_of(project: Project, person: Participant, number: str, month: date, hours: float) -> dict[str, Any]:
    """The facts of one row, in JSON types.

    Args:
        number: The personal number in the clear, or the pseudo-number.
    """
    return {
        "reference": project.reference,
        "personal_number": number,
        "month": month.isoformat()[:7],
        "starts_on": person.starts_on.isoformat(),
        "left_on": person.left_on.isoformat() if person.left_on else "",
        "hours": round(hours, 2),
    }


def pseudo_number(person: Participant, settings: FundingSettings) -> str:
    """What stands in place of the personal number of somebody with protected identity, as the fund prescribes (see the settings)."""
    return f"{person.born_year}0101{settings.protected_woman if person.is_woman else settings.protected_man}"


def workbook(rows: Iterable[dict[str, Any]], made_at: datetime, headings: Sequence[tuple[str, str]] | None = None) -> bytes:
    """The workbook. Written row by row, so that memory does not grow with the rows."""
    import xlsxwriter  # only when a workbook is asked for: two megabytes in every process otherwise

    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    names = headings or columns()
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": SHEET, "created": made_at.replace(tzinfo=None, microsecond=0)})
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, [heading for _name, heading in names])
        for at, row in enumerate(rows, 1):
            for column, (name, _heading) in enumerate(names):
                value = row[name]
                if isinstance(value, int | float):
                    sheet.write_number(at, column, value)
                elif value:
                    sheet.write_string(at, column, str(value))
    return buffer.getvalue()
