"""Forecasts and counts of job ads as tables that can be read in, in the shape in which they are published.

Forecasts: the Swedish Public Employment Service's *Yrkesbarometern* (`ssyk`, `lan`, `yb_yrke`, `jobbmojligheter`,
`rekryteringssituation`, `prognos`, `omgang`). Job ads: counts per SSYK, area and period, as JobTech's statistics give them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.db import db, get, one_or_none
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from plugins.demand_pooling.dossier.permissions import IMPORT
from plugins.demand_pooling.evidence.models import Indicator, Measure
from plugins.demand_pooling.evidence.queries import area_name
from plugins.demand_pooling.evidence.reading import READERS
from plugins.demand_pooling.evidence.words import CHANCES, OUTLOOKS, SITUATIONS

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region

KEY = ("occupation_group", "area", "period", "source", "name")
SOURCES = {Measure.FORECAST: "Arbetsförmedlingen, Yrkesbarometern", Measure.JOB_ADS: "Arbetsförmedlingen, Platsbanken"}
Key = tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """Which columns say the figure, and which the row must have."""

    figures: tuple[str, ...]
    needed: tuple[str, ...]


_SAYS = {
    Measure.FORECAST: Columns(("situation", "chances", "outlook"), ("occupation_group", "area", "period")),
    Measure.JOB_ADS: Columns(("count",), ("occupation_group", "area", "period", "count")),
}


class IndicatorChecker:
    """Reads rows of one measure, and remembers them, so that the same twice in a file is found."""

    def __init__(self, region: Region, measure: Measure) -> None:
        self.region, self.measure = region, measure
        self._seen: dict[Key, int] = {}

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        read = [(number, *self._read(texts)) for number, texts in batch]
        known = self._known({values["occupation_group"] for _number, values, faults in read if not faults})
        return [self._judge(number, values, faults, known) for number, values, faults in read]

    def _read(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        values: dict[str, Any] = {"source": SOURCES[self.measure], "name": ""}
        faults: list[tuple[str, str]] = []
        for name, text in texts.items():
            plain = " ".join(text.split())
            if not plain:
                continue
            try:
                values[name] = READERS[name](plain)
            except DomainError as error:
                faults.append((name, error.message))
        said = {name for name, _message in faults}
        faults += [
            (name, _("Uppgiften saknas. Fyll i den.")) for name in _SAYS[self.measure].needed if name not in values and name not in said
        ]
        if not faults and self.measure is Measure.FORECAST and not any(values.get(name) for name in _SAYS[self.measure].figures):
            faults.append(("", _("Raden säger ingenting om läget. Ta bort den.")))
        return values, faults

    def _judge(self, number: int, values: dict[str, Any], faults: list[tuple[str, str]], known: Mapping[Key, Indicator]) -> Checked:
        title = f"{values.get('occupation_group', '')} {values['name']}, {area_name(values['area']) if values.get('area') else ''}"
        if faults:
            return Checked(title=title, faults=faults)
        key = tuple(values[name] for name in KEY)
        if (first := self._seen.setdefault(key, number)) != number:
            return Checked(title=title, faults=[("", _("Samma uppgift står redan på rad %(row)s. Ta bort en av raderna.", row=first))])
        found = known.get(key)
        if found is None:
            return Checked(title=title, values=values)
        figures = {name: values[name] for name in _SAYS[self.measure].figures if name in values}
        changes = {name: [getattr(found, name), value] for name, value in figures.items() if getattr(found, name) != value}
        return Checked(title=title, values=values, changes=changes, object_id=found.id, object_version=found.version)

    def _known(self, groups: set[str]) -> dict[Key, Indicator]:
        statement = select(Indicator).where(
            Indicator.region_id == self.region.id, Indicator.measure == self.measure, Indicator.occupation_group.in_(sorted(groups))
        )
        return {tuple(getattr(row, name) for name in KEY): row for row in db.session.execute(statement).scalars()}


def _apply(region: Region, row: ImportRow, measure: Measure) -> Applied:
    figures = {name: row.values[name] for name in _SAYS[measure].figures if name in row.values}
    if row.object_id is None:
        found = Indicator(region_id=region.id, measure=measure, **{name: row.values[name] for name in KEY}, **figures)
        db.session.add(found)
    else:
        found = get(Indicator, row.object_id, lock=True)
        if found.version != row.object_version:
            raise Conflict(_("Uppgiften har ändrats efter granskningen. Läs in raden igen."))
        for name, value in figures.items():
            setattr(found, name, value)
    db.session.flush()
    return Applied(found.id, found.version)


def undo(_region: Region, row: ImportRow) -> str:
    """Take a row back, unless a later file has changed it."""
    found = one_or_none(Indicator, row.object_id, lock=True)
    if found is None:
        return ""
    if found.version != row.object_version:
        return _("Uppgiften har ändrats av en senare inläsning och är kvar.")
    if not row.changes:
        db.session.delete(found)
    for name, (before, _after) in row.changes.items():
        setattr(found, name, before)
    db.session.flush()
    return ""


def _in_words(name: str, value: Any) -> str:
    known: Mapping[str, Mapping[str, Any]] = {"situation": SITUATIONS, "chances": CHANCES, "outlook": OUTLOOKS}
    return str(known[name].get(value, value)) if name in known else "" if value is None else str(value)


_GROUP = ImportColumn(
    "occupation_group",
    _l("SSYK"),
    ("ssyk", "ssyk_kod", "ssyk4", "ssyk 2012", "yrkesgrupp", "occupation_group", "occupation group", "legacy_ams_taxonomy_id"),
    required=True,
    example="5321",
)
_PLACE = ("lan", "län", "länskod", "region", "area", "kommun", "kommunkod", "municipality", "workplace_region_code")
_AREA = ImportColumn("area", _l("Område"), _PLACE, required=True, example="24")
_NAME = ImportColumn("name", _l("Yrke"), ("yb_yrke", "yrkesbenämning", "occupation"), example="Undersköterskor")
_SOURCE = ImportColumn("source", _l("Källa"), ("source", "kalla"), example="Arbetsförmedlingen")

FORECASTS = ImportKind(
    name="demand_pooling.forecasts",
    title=_l("Prognoser"),
    permission=IMPORT,
    columns=(
        _GROUP,
        _AREA,
        ImportColumn("period", _l("Omgång"), ("omgang", "period", "år", "year"), required=True, example="2026-1"),
        _NAME,
        ImportColumn("situation", _l("Rekryteringssituation"), ("rekryteringssituation", "recruitment"), example="brist"),
        ImportColumn("chances", _l("Jobbmöjligheter"), ("jobbmojligheter",), example="stora"),
        ImportColumn("outlook", _l("Prognos"), ("prognos", "forecast"), example="öka"),
        _SOURCE,
    ),
    checker=lambda region: IndicatorChecker(region, Measure.FORECAST),
    apply=lambda region, row: _apply(region, row, Measure.FORECAST),
    undo=undo,
    in_words=_in_words,
    endpoint="demand_pooling_evidence.groups",
)
JOB_ADS = ImportKind(
    name="demand_pooling.job_ads",
    title=_l("Antal annonser"),
    permission=IMPORT,
    columns=(
        _GROUP,
        _AREA,
        ImportColumn("period", _l("Period"), ("månad", "manad", "år", "month", "year"), required=True, example="2026-10"),
        ImportColumn(
            "count",
            _l("Antal annonser"),
            ("antal", "annonser", "number_of_ads", "number_of_vacancies"),
            required=True,
            example="42",
        ),
        _NAME,
        _SOURCE,
    ),
    checker=lambda region: IndicatorChecker(region, Measure.JOB_ADS),
    apply=lambda region, row: _apply(region, row, Measure.JOB_ADS),
    undo=undo,
    in_words=_in_words,
    endpoint="demand_pooling_evidence.groups",
)
KINDS = (FORECASTS, JOB_ADS)
