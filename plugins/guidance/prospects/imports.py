"""Forecasts as a table that can be read in. Core brings the pages, the preview and the undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.clock import today
from core.db import db, one_or_none
from core.errors import Conflict
from core.geo.models import County
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from core.taxonomy import queries as taxonomy
from plugins.guidance.permissions import PROSPECTS
from plugins.guidance.prospects.models import Horizon, Prospect

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region

MOST_SOURCE, MOST_TEXT = 120, 1000
Key = tuple[str, str, str]
_CHANGING = ("rating", "text", "source", "published_on")


class ProspectChecker:
    """Reads rows of forecasts, and remembers them, so that the same twice in a file is found."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._counties = set(db.session.execute(select(County.code)).scalars())
        self._seen: dict[Key, int] = {}

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        known_groups = taxonomy.groups([texts.get("occupation_group", "").strip() for _number, texts in batch])
        return [self._read(number, texts, known_groups) for number, texts in batch]

    def _read(self, number: int, texts: Mapping[str, str], known: Mapping[str, Any]) -> Checked:
        plain = {name: " ".join(text.split()) for name, text in texts.items()}
        faults: list[tuple[str, str]] = []
        group = plain.get("occupation_group", "")
        if group not in known or len(group) != 4:
            faults.append(("occupation_group", _("Det finns ingen sådan yrkesgrupp. Skriv fyra siffror enligt SSYK 2012.")))
        county = plain.get("county_code", "").zfill(2) if plain.get("county_code") else ""
        if county and county not in self._counties:
            faults.append(("county_code", _("Det finns inget sådant län. Skriv SCB:s två siffror, eller lämna tomt för hela landet.")))
        horizon = plain.get("horizon", "")
        if horizon not in set(Horizon):
            faults.append(("horizon", _("Skriv 1 eller 5: hur många år framåt prognosen gäller.")))
        rating = plain.get("rating", "")
        if rating not in ("1", "2", "3", "4", "5"):
            faults.append(("rating", _("Skriv ett helt tal från 1 till 5.")))
        day = _day(plain.get("published_on", ""))
        if day is None or day > today():
            faults.append(("published_on", _("Skriv dagen då prognosen kom ut så här: 2026-06-30. Den kan inte ligga framåt i tiden.")))
        source = plain.get("source", "")
        if not source or len(source) > MOST_SOURCE:
            faults.append(("source", _("Skriv vem som har gjort prognosen, med högst %(n)s tecken.", n=MOST_SOURCE)))
        if len(plain.get("text", "")) > MOST_TEXT:
            faults.append(("text", _("Skriv högst %(n)s tecken.", n=MOST_TEXT)))
        title = f"{group} {known[group].name if group in known else ''}".strip()
        if faults:
            return Checked(title=title, faults=faults)
        key = (group, county, horizon)
        if key in self._seen:
            return Checked(
                title=title, faults=[("", _("Samma prognos finns redan på rad %(row)s. Ta bort en av dem.", row=self._seen[key]))]
            )
        self._seen[key] = number
        values = {
            "occupation_group": group,
            "county_code": county,
            "horizon": horizon,
            "rating": int(rating),
            "text": plain.get("text", ""),
            "source": source,
            "published_on": day.isoformat() if day else "",
        }
        return self._against(title, values)

    def _against(self, title: str, values: dict[str, Any]) -> Checked:
        there = _same(self.region, values)
        if there is None:
            return Checked(title=title, values=values)
        now = {**{name: getattr(there, name) for name in _CHANGING}, "published_on": there.published_on.isoformat()}
        changes = {name: [now[name], values[name]] for name in _CHANGING if now[name] != values[name]}
        return Checked(title=title, values=values, changes=changes, object_id=there.id, object_version=there.version)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _same(region: Region, values: Mapping[str, Any]) -> Prospect | None:
    wanted = select(Prospect).where(
        Prospect.region_id == region.id,
        Prospect.occupation_group == values["occupation_group"],
        Prospect.county_code == values["county_code"],
        Prospect.horizon == Horizon(values["horizon"]),
    )
    return db.session.execute(wanted).scalar_one_or_none()


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: values[name] for name in _CHANGING}, "published_on": date.fromisoformat(values["published_on"])}


def apply_row(region: Region, row: ImportRow) -> Applied:
    """Make the forecast, or bring it up to date.

    Raises:
        Conflict: when it has changed since the rows were checked.
    """
    there = _same(region, row.values)
    if there is None:
        there = Prospect(
            region_id=region.id,
            occupation_group=row.values["occupation_group"],
            county_code=row.values["county_code"],
            horizon=Horizon(row.values["horizon"]),
            **_facts(row.values),
        )
        db.session.add(there)
    else:
        if row.object_version is None or there.version != row.object_version:
            raise Conflict(_("Prognosen har ändrats sedan filen kontrollerades. Läs in filen igen."))
        for name, value in _facts(row.values).items():
            setattr(there, name, value)
    db.session.flush()
    return Applied(there.id, there.version)


def undo_row(region: Region, row: ImportRow) -> str:
    """Take a forecast away, or put back what stood before; the reason when somebody has changed it since."""
    there = one_or_none(Prospect, row.object_id) if row.object_id is not None else None
    if there is None or there.region_id != region.id:
        return _("Prognosen finns inte kvar.")
    if there.version != row.object_version:
        return _("Prognosen har ändrats sedan dess.")
    if not row.changes:
        db.session.delete(there)
    for name, (before, _after) in row.changes.items():
        setattr(there, name, date.fromisoformat(before) if name == "published_on" else before)
    db.session.flush()
    return ""


PROSPECT_IMPORT = ImportKind(
    name="guidance.prospects",
    title=_l("Yrkesprognoser"),
    permission=PROSPECTS,
    columns=(
        ImportColumn("occupation_group", _l("Yrkesgrupp"), ("ssyk", "ssyk4", "yrkesgrupp ssyk"), required=True, example="5321"),
        ImportColumn("county_code", _l("Län"), ("lan", "länskod", "lanskod"), example="03"),
        ImportColumn("horizon", _l("År framåt"), ("horisont", "horizon"), required=True, example="5"),
        ImportColumn("rating", _l("Bristvärde"), ("rating", "bristvarde", "varde"), required=True, example="4"),
        ImportColumn("text", _l("Text"), ("beskrivning",), example="Behovet växer"),
        ImportColumn("source", _l("Källa"), ("source",), required=True, example="Arbetsförmedlingen"),
        ImportColumn("published_on", _l("Kom ut"), ("datum", "publicerad"), required=True, example="2026-06-30"),
    ),
    checker=ProspectChecker,
    apply=apply_row,
    undo=undo_row,
    endpoint="guidance.prospects",
)
