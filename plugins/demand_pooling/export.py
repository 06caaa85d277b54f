"""The list as a CSV file that opens rightly in Swedish spreadsheet programs: UTF-8 with a mark, semicolons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from core.i18n import gettext as _
from plugins.demand_pooling.forms import STATUSES
from plugins.demand_pooling.queries import ClusterRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Iterable[ClusterRow]) -> bytes:
    """The file's content."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("SSYK"),
            _("Yrkesgrupp"),
            _("Nivå"),
            _("Mötesort"),
            _("Personer"),
            _("Arbetsgivare"),
            _("Kommuner"),
            _("Minsta grupp"),
            _("Saknas"),
            _("Läge"),
            _("Utbildningar"),
        ]
    )
    for row in rows:
        c = row.cluster
        values = [
            c.occupation_group,
            row.title,
            row.level,
            row.hub,
            c.headcount,
            c.employers,
            c.municipalities,
            c.threshold,
            c.missing,
            str(STATUSES[row.status]),
            row.courses,
        ]
        writer.writerow([_harmless(value) for value in values])
    return file.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
