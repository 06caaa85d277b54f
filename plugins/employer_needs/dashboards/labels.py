"""What the values of a dashboard are called, and where its addresses lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.organisations.sni import sections
from core.statistics import OTHER
from core.taxonomy import queries as taxonomy
from plugins.employer_needs.dashboards.counting import UNKNOWN
from plugins.employer_needs.queries.overview import group_labels
from plugins.employer_needs.values import LEVEL

# The properties as they stand in addresses, and as columns.
ARGUMENTS = {"yrkesgrupp": "occupation_group", "kommun": "municipality_code", "bransch": "section", "niva": "level"}
HORIZON: Mapping[str, Any] = {
    "0_1": _l("Inom 1 år"),
    "1_3": _l("Om 1–3 år"),
    "3_5": _l("Om 3–5 år"),
    "0_3": _l("Inom 3 år"),
    "1_5": _l("Om 1–5 år"),
    "0_5": _l("Inom 5 år"),
}
OTHERS: Mapping[str, Any] = {
    "occupation_group": _l("Övriga yrkesgrupper"),
    "municipality_code": _l("Övriga kommuner"),
    "section": _l("Övriga branscher"),
}
DIMENSION: Mapping[str, Any] = {
    "occupation_group": _l("Yrkesgrupp"),
    "municipality_code": _l("Kommun"),
    "section": _l("Bransch"),
    "level": _l("Utbildningsnivå"),
    "horizon": _l("När"),
}


def names(dimension: str, values: Iterable[str]) -> Mapping[str, str]:
    """The name of each value of a property. At most one query."""
    wanted = list(dict.fromkeys(values))
    say = _sayer(dimension, wanted)
    unknown, other = _("Okänt"), str(OTHERS.get(dimension, ""))
    return {value: unknown if value == UNKNOWN else other if value == OTHER else say(value) for value in wanted}


def _sayer(dimension: str, values: list[str]) -> Callable[[str], str]:
    match dimension:
        case "occupation_group":
            groups = {code: group.name for code, group in taxonomy.groups(values).items()}
            missing = [value for value in values if value not in groups]
            stated = group_labels(missing) if missing else {}
            return lambda value: groups.get(value) or stated.get(value) or value
        case "municipality_code":
            return name_of
        case "section":
            titles = dict(sections())
            return lambda value: titles.get(value, value)
        case "level":
            return lambda value: str(LEVEL.get(value, value))
        case _:
            return lambda value: str(HORIZON.get(value, value))
