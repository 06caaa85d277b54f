"""Files that a spreadsheet opens without being tricked: cells that it would take for a formula are marked as text.

Numbers stay numbers. Excel in Swedish wants semicolons and a byte order mark. Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(cell: Any) -> Any:
    """A cell that no spreadsheet runs: an apostrophe before what would begin a formula. Numbers are left as they are."""
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float):
        return cell
    text = str(cell)
    return "'" + text if text.lstrip(" \u00a0").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


def response(header: Sequence[Any], rows: Iterable[Sequence[Any]], filename: str) -> Response:
    """A CSV file as a download."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    answer = Response("\ufeff" + buffer.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    answer.headers["Cache-Control"] = "no-store"
    return answer
