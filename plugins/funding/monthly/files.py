"""The file itself: an Excel workbook, row by row, the same bytes for the same content."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from plugins.funding.monthly.columns import Column, default, shown
from plugins.funding.participants.models import Participant
from plugins.funding.projects.models import Project
from plugins.funding.settings import FundingSettings

SHEET = "Deltagare"


def row_of(project: Project, person: Participant, number: str, month: date, hours: float) -> dict[str, Any]:
    """The facts of one row, in JSON types.

    Args:
        number: The personal number in the clear, or the pseudo-number.
    """
    return {
        "reference": project.reference,
        "project": project.title,
        "number": person.number,
        "personal_number": number,
        "month": month.isoformat()[:7],
        "starts_on": person.starts_on.isoformat(),
        "left_on": person.left_on.isoformat() if person.left_on else "",
        "hours": round(hours, 2),
        "organisation": person.organisation,
        "municipality": person.municipality_code,
        "work": person.work.value,
        "education": person.education.value,
    }


def pseudo_number(person: Participant, settings: FundingSettings) -> str:
    """What stands in place of the personal number of somebody with protected identity, as the fund prescribes (see the settings)."""
    return f"{person.born_year}0101{settings.protected_woman if person.is_woman else settings.protected_man}"


def workbook(rows: Iterable[dict[str, Any]], made_at: datetime, columns: Sequence[Column] | None = None) -> bytes:
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
    wanted = columns or default()
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": SHEET, "created": made_at.replace(tzinfo=None, microsecond=0)})
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, [column.heading for column in wanted])
        for at, row in enumerate(rows, 1):
            for place, column in enumerate(wanted):
                value = shown(column, row)
                if isinstance(value, int | float):
                    sheet.write_number(at, place, value)
                elif value:
                    sheet.write_string(at, place, str(value))
    return buffer.getvalue()
