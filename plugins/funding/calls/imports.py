"""Calls as a table that can be read in, by a source's own numbers. Core brings the pages, the preview and the undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.db import db, get, one_or_none
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.imports.kind import Applied, Checked, ImportColumn, ImportKind
from core.organisations.facts import normalise_website
from core.taxonomy import queries as taxonomy
from core.taxonomy.fields import group_codes
from plugins.funding.calls import service
from plugins.funding.calls.forms import words_of
from plugins.funding.calls.models import TEXT_LENGTH, TITLE_LENGTH, FundingCall
from plugins.funding.calls.queries import by_external_id
from plugins.funding.fields import MOST
from plugins.funding.permissions import MANAGE_CALLS

if TYPE_CHECKING:
    from core.imports.models import ImportRow
    from core.regions.models import Region

_TEXTS = {"external_id": 100, "title": TITLE_LENGTH, "funder": 120, "programme": 200, "eligible": 2000, "description": TEXT_LENGTH}
_NEEDED = ("external_id", "title", "funder", "closes_on")
_DAYS = ("opens_on", "closes_on")
_MONEY = ("amount_min", "amount_max")


class CallChecker:
    """Reads rows of calls, and remembers them, so that the same twice in a file is found."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._seen: dict[str, int] = {}

    def check(self, batch: Sequence[tuple[int, Mapping[str, str]]]) -> list[Checked]:
        """See `core.imports.kind.Checker`."""
        return [self._read(number, texts) for number, texts in batch]

    def _read(self, number: int, texts: Mapping[str, str]) -> Checked:
        plain = {name: " ".join(text.split()) for name, text in texts.items()}
        faults = [(name, _("Uppgiften saknas. Fyll i den.")) for name in _NEEDED if not plain.get(name)]
        values: dict[str, Any] = {name: plain.get(name, "") for name in _TEXTS}
        for name, most in _TEXTS.items():
            if len(plain.get(name, "")) > most:
                faults.append((name, _("Skriv högst %(n)s tecken.", n=most)))
        for name in _DAYS:
            values[name] = plain.get(name) or None
            if plain.get(name) and _day(plain[name]) is None:
                faults.append((name, _("Skriv dagen så här: 2026-11-24.")))
        for name in _MONEY:
            digits = plain.get(name, "").replace(" ", "").replace("\xa0", "")
            values[name] = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 13 and int(digits) <= MOST else None
            if digits and values[name] is None:
                faults.append((name, _("Skriv ett belopp i hela kronor, med bara siffror.")))
        values["co_financing"] = _share(plain.get("co_financing", ""))
        if plain.get("co_financing") and values["co_financing"] is None:
            faults.append(("co_financing", _("Skriv ett tal från 0 till 100.")))
        try:
            values["url"] = normalise_website(plain.get("url", "")[:500], field="url")
        except DomainError as error:
            faults.append(("url", error.message))
        codes = group_codes(plain.get("occupation_groups"))
        known = taxonomy.groups(codes)
        if any(code not in known for code in codes):
            faults.append(("occupation_groups", _("Det finns ingen sådan yrkesgrupp. Skriv fyra siffror enligt SSYK 2012.")))
        values["occupation_groups"], values["words"] = codes, words_of(plain.get("words"))
        title = values["title"]
        if faults:
            return Checked(title=title, faults=faults)
        if values["external_id"] in self._seen:
            row = self._seen[values["external_id"]]
            return Checked(title=title, faults=[("external_id", _("Samma nummer finns redan på rad %(row)s. Ta bort en av dem.", row=row))])
        self._seen[values["external_id"]] = number
        return self._against(title, values)

    def _against(self, title: str, values: dict[str, Any]) -> Checked:
        there = by_external_id(self.region, values["external_id"])
        if there is None:
            return Checked(title=title, values=values)
        now = as_values(there)
        changes = {name: [now[name], values[name]] for name in values if now[name] != values[name]}
        return Checked(title=title, values=values, changes=changes, object_id=there.id, object_version=there.version)


def as_values(call: FundingCall) -> dict[str, Any]:
    """A call in the shape of a row's values."""
    found: dict[str, Any] = {name: getattr(call, name) for name in (*_TEXTS, *_MONEY, "co_financing", "url")}
    found |= {name: day.isoformat() if (day := getattr(call, name)) else None for name in _DAYS}
    return found | {"occupation_groups": list(call.occupation_groups), "words": list(call.words)}


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, **{name: date.fromisoformat(values[name]) if values[name] else None for name in _DAYS}}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _share(text: str) -> float | None:
    try:
        found = float(text.replace("%", "").replace(",", ".").strip())
    except ValueError:
        return None
    return found if 0 <= found <= 100 else None


def apply_row(region: Region, row: ImportRow) -> Applied:
    """Make the call, or bring it up to date.

    Raises:
        Conflict: when it has changed since the rows were checked.
        DomainError: when days or amounts do not fit together.
    """
    there = by_external_id(region, row.values["external_id"])
    if there is not None and (row.object_version is None or there.version != row.object_version):
        raise Conflict(_("Utlysningen har ändrats sedan filen kontrollerades. Läs in filen igen."))
    saved = service.save_call(region=region, call=there, facts=_facts(row.values))
    return Applied(saved.id, saved.version)


def undo_row(region: Region, row: ImportRow) -> str:
    """Take a call away, or put back what stood before; the reason when somebody has changed it since."""
    there = one_or_none(FundingCall, row.object_id, lock=True) if row.object_id is not None else None
    if there is None:
        return ""
    if there.version != row.object_version:
        return _("Utlysningen har ändrats efter inläsningen och är kvar.")
    if row.changes:
        before = {**as_values(there), **{name: old for name, (old, _new) in row.changes.items()}}
        service.save_call(region=region, call=get(FundingCall, there.id), facts=_facts(before))
    else:
        db.session.delete(there)
        db.session.flush()
    return ""


CALLS = ImportKind(
    name="funding.calls",
    title=_l("Utlysningar"),
    permission=MANAGE_CALLS,
    columns=(
        ImportColumn("external_id", _l("Nummer"), ("id", "diarienummer", "referens"), required=True, example="ESF-2026-12"),
        ImportColumn("title", _l("Utlysning"), ("namn", "titel", "title"), required=True, example="Kompetens för omställning"),
        ImportColumn("funder", _l("Finansiär"), ("funder",), required=True, example="Svenska ESF-rådet"),
        ImportColumn("programme", _l("Program"), ("programme",), example="ESF+ 2021–2027"),
        ImportColumn("opens_on", _l("Öppnar"), ("opens",), example="2026-12-01"),
        ImportColumn("closes_on", _l("Stänger"), ("closes", "sista ansökningsdag"), required=True, example="2027-02-15"),
        ImportColumn("description", _l("Vad den gäller"), ("beskrivning",)),
        ImportColumn("eligible", _l("Vem som får söka"), ("sökande",)),
        ImportColumn("amount_min", _l("Lägsta belopp"), ("min",), example="1000000"),
        ImportColumn("amount_max", _l("Högsta belopp"), ("max",), example="15000000"),
        ImportColumn("co_financing", _l("Medfinansiering i procent"), ("medfinansiering",), example="33"),
        ImportColumn("url", _l("Webbadress"), ("länk", "lank", "url"), example="https://exempel.se/utlysning"),
        ImportColumn("occupation_groups", _l("Yrkesgrupper"), ("ssyk",), example="5321, 5330"),
        ImportColumn("words", _l("Nyckelord"), ("ord",), example="validering, distans"),
    ),
    checker=CallChecker,
    apply=apply_row,
    undo=undo_row,
    in_words=lambda _name, value: ", ".join(value) if isinstance(value, list) else "" if value is None else str(value),
    endpoint="funding.calls",
)
