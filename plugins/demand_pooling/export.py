"""The list of clusters as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.i18n import gettext as _
from plugins.demand_pooling.forms import STATUSES
from plugins.demand_pooling.queries import ClusterRow


def header() -> list[str]:
    """The columns' names, in the reader's language."""
    return [
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


def rows(clusters: Iterable[ClusterRow]) -> Iterator[list[Any]]:
    """A row per cluster, in the order of `header()`."""
    for row in clusters:
        c = row.cluster
        yield [
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
